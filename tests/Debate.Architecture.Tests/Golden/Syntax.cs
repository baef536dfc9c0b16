using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>What an expression is about, by its words alone.</summary>
internal static class Syntax
{
    extension(ExpressionSyntax expression)
    {
        /// <summary>The last name of it: of a.B and of a.B() it is B; empty where there is none.</summary>
        public string LastName() => expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.Text,
            MemberBindingExpressionSyntax access => access.Name.Identifier.Text,
            SimpleNameSyntax name => name.Identifier.Text,
            InvocationExpressionSyntax call => call.Expression.LastName(),
            PostfixUnaryExpressionSyntax sure => sure.Operand.LastName(),
            ParenthesizedExpressionSyntax inner => inner.Expression.LastName(),
            ConditionalAccessExpressionSyntax perhaps => perhaps.WhenNotNull.LastName(),
            _ => "",
        };
    }

    extension(InvocationExpressionSyntax call)
    {
        /// <summary>The name of what is called.</summary>
        public string Called() => call.Expression.LastName();
    }
}
