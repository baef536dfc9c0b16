using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// A file of the product. Syntax is cheap; the compiler's knowledge is not, because every method that is asked about is bound whole, so
/// whoever asks narrows by syntax first.
/// </summary>
/// <param name="Path">Where it lies, from the root of the repository.</param>
/// <param name="Root">Its syntax.</param>
/// <param name="Meaning">What the compiler knows; what generators add is missing from it, which the questions here do not need.</param>
internal sealed record SourceFile(string Path, SyntaxNode Root, Lazy<SemanticModel> Meaning)
{
    public SemanticModel Model => Meaning.Value;

    public IEnumerable<T> Nodes<T>() where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    /// <summary>The method that is named; of overloads that cannot be told apart, the first.</summary>
    public IMethodSymbol? Method(ExpressionSyntax expression) =>
        Model.GetSymbolInfo(expression) is var found ? (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) as IMethodSymbol : null;

    public ITypeSymbol? TypeOf(ExpressionSyntax expression) => Model.GetTypeInfo(expression).Type;
}

/// <summary>The product's source, read once. A scan of it needs no list of what is to be looked at, which somebody would forget to
/// extend.</summary>
internal static class Source
{
    // Of the web's implicit usings those of the silo, which are in nobody's way elsewhere.
    private static readonly string[] Usings =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "Orleans", "Orleans.Hosting", "Orleans.Runtime", "System.Net.Http.Json", "Microsoft.AspNetCore.Builder",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.Extensions.Configuration",
        "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    // Lazy, for threads that read files would wait for this class's own initialiser, and it for them.
    private static readonly Lazy<SourceFile[]> Read = new(() =>
    [
        .. Repository.Files("*.cs", "src", "silo", "client").AsParallel().AsOrdered()
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Language, file))
            .Select(tree => new SourceFile(Repository.Relative(tree.FilePath), tree.GetRoot(),
                new(() => Whole!.Value.GetSemanticModel(tree)))),
    ]);

    // All rooms as one, for each compilation reads all it refers to anew.
    private static readonly Lazy<CSharpCompilation> Whole = new(() => CSharpCompilation.Create(
        "Debate.All",
        [.. Files.Select(f => f.Root.SyntaxTree),
            CSharpSyntaxTree.ParseText(string.Concat(Usings.Select(u => $"global using {u};")), Language)],
        Built().Select(file => MetadataReference.CreateFromFile(file)),
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)));

    /// <summary>Every file of the rooms.</summary>
    public static IReadOnlyList<SourceFile> Files => Read.Value;

    private static IEnumerable<string> Built()
    {
        var rooms = Repository.Assemblies.Select(a => a.Location).ToHashSet(StringComparer.Ordinal);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator)
            .Where(file => !rooms.Contains(file));
    }
}
