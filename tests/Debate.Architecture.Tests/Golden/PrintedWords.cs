using Debate.Deliberation.Engine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// Words that print although they stand in no text: members of enumerations that become text or are read from it, nameof, names of types.
/// </summary>
internal static class PrintedWords
{
    public static IEnumerable<string> Find()
    {
        var enums = Names<EnumDeclarationSyntax>(e => e.Identifier.Text);
        var typed = Typed(enums);
        var kinds = typeof(EffectBody).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(EffectBody)));
        return
        [
            .. Source.Files.SelectMany(file => file.Root.DescendantNodes().SelectMany(node => Of(file, node, typed))),
            .. kinds.Select(k => $"told where a replay differs: {EntryBody.KindOf(k)}"),
        ];
    }

    /// <summary>The members, fields and parameters that an enumeration of ours is the type of: all else need not be bound.</summary>
    private static HashSet<string> Typed(HashSet<string> enums)
    {
        bool Is(TypeSyntax? type) => type is not null && enums.Contains(type.ToString().TrimEnd('?').Split('.')[^1]);
        return
        [
            .. Names<PropertyDeclarationSyntax>(p => Is(p.Type) ? p.Identifier.Text : null),
            .. Names<ParameterSyntax>(p => Is(p.Type) ? p.Identifier.Text : null),
            .. Names<VariableDeclaratorSyntax>(v => Is((v.Parent as VariableDeclarationSyntax)?.Type) ? v.Identifier.Text : null),
            .. Names<MethodDeclarationSyntax>(m => Is(m.ReturnType) ? m.Identifier.Text : null),
        ];
    }

    private static HashSet<string> Names<T>(Func<T, string?> name) where T : SyntaxNode =>
        [.. Source.Files.SelectMany(f => f.Nodes<T>()).Select(name).OfType<string>()];

    private static IEnumerable<string> Of(SourceFile file, SyntaxNode node, HashSet<string> typed) => node switch
    {
        InvocationExpressionSyntax call => OfCall(file, call, typed),
        InterpolationSyntax hole => Enumeration(file, hole.Expression, typed),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when sum.DescendantNodes().Any(IsText) =>
            [.. Enumeration(file, sum.Left, typed), .. Enumeration(file, sum.Right, typed)],
        MemberAccessExpressionSyntax { Name.Identifier.Text: "Name" or "FullName", Expression: var type }
            when type is TypeOfExpressionSyntax || (type is InvocationExpressionSyntax call && call.Called() == "GetType") =>
                ["a type's name"],
        MethodDeclarationSyntax method when method.AttributeLists.Any(l => l.ToString()
            .StartsWith("[LoggerMessage(", StringComparison.Ordinal)) =>
            [Event(method), .. method.ParameterList.Parameters.SelectMany(p => Told(file.TypeOf(p.Type!)))],
        _ => [],
    };

    private static IEnumerable<string> OfCall(SourceFile file, InvocationExpressionSyntax call, HashSet<string> typed) =>
        call.Expression switch
    {
        IdentifierNameSyntax { Identifier.Text: "nameof" } => [$"nameof: {file.Model.GetConstantValue(call)}"],
        MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } access when call.ArgumentList.Arguments.Count == 0 =>
            Enumeration(file, access.Expression, typed),
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Enum" } } =>
            Told(file.Method(call)?.TypeArguments.FirstOrDefault()),
        _ => [],
    };

    private static string Event(MethodDeclarationSyntax method) =>
        $"event of a log: {method.Identifier.Text}({string.Join(", ", method.ParameterList.Parameters.Skip(1).Select(p => p.Identifier.Text))})";

    private static bool IsText(SyntaxNode node) =>
        node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression);

    private static IEnumerable<string> Enumeration(SourceFile file, ExpressionSyntax value, HashSet<string> typed) =>
        value.DescendantNodesAndSelf(n => n is not InvocationExpressionSyntax).OfType<ExpressionSyntax>()
        .Any(e => typed.Contains(e.LastName()))
            ? Told(file.TypeOf(value))
            : [];

    private static IEnumerable<string> Told(ITypeSymbol? type)
    {
        var bare = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } optional
            ? optional.TypeArguments[0]
            : type;
        return bare is { TypeKind: TypeKind.Enum } && bare.ContainingAssembly.Name.StartsWith("debate", StringComparison.OrdinalIgnoreCase)
            ? [string.Join(" | ", bare.GetMembers().OfType<IFieldSymbol>().Select(f => f.Name))]
            : [];
    }
}
