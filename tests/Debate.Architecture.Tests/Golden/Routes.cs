using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>A door of the server.</summary>
/// <param name="Verb">The method of HTTP.</param>
/// <param name="Path">Its path.</param>
/// <param name="Handler">What answers; the names of its parameters are those of the query.</param>
internal sealed record Route(string Verb, string Path, IMethodSymbol? Handler)
{
    private static readonly string[] Asked = ["string", "int", "long", "double", "bool"];

    /// <summary>The route as a caller writes it.</summary>
    public override string ToString()
    {
        var query = Handler is null ? [] : Handler.Parameters.SelectMany(Names)
            .Where(n => !Path.Contains($"{{{n}}}", StringComparison.Ordinal));
        return $"{Verb} {Path}{string.Concat(query.Select((name, at) => $"{(at == 0 ? '?' : '&')}{name}"))}";
    }

    private static IEnumerable<string> Names(IParameterSymbol parameter)
    {
        var given = parameter.GetAttributes();
        if (given.Any(a => a.AttributeClass?.Name == "AsParametersAttribute"))
            return ((INamedTypeSymbol)parameter.Type).InstanceConstructors[0].Parameters.SelectMany(Names);
        if (given.SelectMany(a => a.NamedArguments).FirstOrDefault(n => n.Key == "Name").Value.Value is string header)
            return [$"header:{header}"];
        return Asked.Contains(parameter.Type.ToDisplayString().TrimEnd('?')) ? [parameter.Name] : [];
    }
}

/// <summary>The doors, as they are mapped.</summary>
internal static class Routes
{
    private static readonly Lazy<Route[]> Found = new(() => [.. Source.Files.SelectMany(Of)]);

    public static IReadOnlyList<Route> All => Found.Value;

    private static IEnumerable<Route> Of(SourceFile file) =>
        from call in file.Nodes<InvocationExpressionSyntax>()
        let access = call.Expression as MemberAccessExpressionSyntax
        where access?.Name.Identifier.Text is "MapGet" or "MapPost" or "MapPut" or "MapPatch" or "MapDelete" or "MapHealthChecks"
        let arguments = call.ArgumentList.Arguments
        let path = ((LiteralExpressionSyntax)arguments[0].Expression).Token.ValueText
        let verb = access.Name.Identifier.Text == "MapHealthChecks" ? "GET" : access.Name.Identifier.Text[3..].ToUpperInvariant()
        let handler = verb.Length > 0 && access.Name.Identifier.Text != "MapHealthChecks" ? file.Method(arguments[1].Expression) : null
        let whole = $"{Group(call, access.Expression.ToString())}/{path}".Replace("//", "/", StringComparison.Ordinal).TrimEnd('/')
        select new Route(verb, whole, handler);

    // A group has its prefix where its variable is made.
    private static string Group(SyntaxNode call, string variable) => call.Ancestors().OfType<BaseMethodDeclarationSyntax>()
        .SelectMany(m => m.DescendantNodes().OfType<VariableDeclaratorSyntax>()).Where(v => v.Identifier.Text == variable)
        .SelectMany(v => v.DescendantNodes().OfType<LiteralExpressionSyntax>()).FirstOrDefault()?.Token.ValueText ?? "";
}
