using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests;

/// <summary>The checker of certificates shares no code with the solver, though a semantics and its proofs stand in one file.</summary>
public sealed class CheckerTests
{
    private const string Base = "SemanticsProofs";

    [Fact]
    public void Proofs_name_no_search_and_no_semantics()
    {
        // Questions and answers are what the two talk about, not how one is found.
        var types = Repository.Files("*.cs", Path.Combine("src", "Debate.Argumentation")).Where(f => Path.GetFileName(f) != "Query.cs")
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
                .OfType<TypeDeclarationSyntax>().Select(type => (Folder: Path.GetFileName(Path.GetDirectoryName(file)!), Type: type)))
            .ToArray();
        var proofs = types.Where(t => t.Type.Identifier.Text == Base || Parents(t.Type).Contains(Base)).Select(t => t.Type).ToArray();
        var solver = types.Where(t => t.Folder is "Solving" or "Sat" or "Semantics").Select(t => t.Type).Except(proofs)
            .Select(t => t.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        Assert.True(proofs.Length >= 8, string.Join(' ', proofs.Select(p => p.Identifier.Text)));
        Assert.Superset(new HashSet<string> { "Preferred", "LabellingEncoding", "Cdcl" }, solver);
        Assert.Empty(proofs.SelectMany(p => p.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => solver.Contains(name.Identifier.Text) && !IsProperty(name)).Select(name => $"{p.Identifier.Text}: {name}")));
    }

    // SetProperty.Stable is the checker's own word for a property, not the semantics.
    private static bool IsProperty(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "SetProperty" } } access
        && access.Name == name;

    private static IEnumerable<string> Parents(TypeDeclarationSyntax type) =>
        type.BaseList?.Types.Select(t => t.Type.ToString()) ?? [];
}
