using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// The types that the product writes or reads as JSON: the type arguments of the framework's serialisers and, because a method of ours may
/// pass its own type argument on to one, those of whatever leads there; and what the handlers of routes return.
/// </summary>
internal static class JsonRoots
{
    private static readonly string[] Serialisers =
    [
        "System.Text.Json.JsonSerializer", "Microsoft.AspNetCore.Http.Results", "Microsoft.AspNetCore.Http.TypedResults",
        "System.Net.Http.Json.JsonContent", "System.Net.Http.Json.HttpClientJsonExtensions",
        "System.Net.Http.Json.HttpContentJsonExtensions",
    ];

    private static readonly string[] Extensions =
        ["PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "GetFromJsonAsync", "ReadFromJsonAsync", "ReadFromJsonAsAsyncEnumerable"];

    /// <summary>All of them; an anonymous object counts always, for it may travel as an object to where it is written.</summary>
    public static IReadOnlyList<ITypeSymbol> Find() =>
    [
        .. Passed().Concat(Routes.All.Select(r => r.Handler?.ReturnType).OfType<ITypeSymbol>())
            .Concat(Source.Files.SelectMany(f => f.Nodes<AnonymousObjectCreationExpressionSyntax>().Select(f.TypeOf)).OfType<ITypeSymbol>())
            .Select(Bare).Where(IsShape),
    ];

    // From the serialisers outwards, so that only calls of what may lead there are bound.
    private static IEnumerable<ITypeSymbol> Passed()
    {
        var calls = Source.Files.SelectMany(f => f.Nodes<InvocationExpressionSyntax>().Select(c => new Call(f, c))).ToArray();
        var passings = calls.Where(c => Extensions.Contains(c.Word)
            || Serialisers.Any(s => s.EndsWith($".{c.Receiver}", StringComparison.Ordinal)))
            .SelectMany(Passings).ToList();
        var sinks = new HashSet<string>();
        var callers = new Queue<IMethodSymbol>(Grow(passings, sinks));
        while (callers.TryDequeue(out var caller))
        {
            passings.AddRange(calls.Where(c => c.MayBe(caller)).SelectMany(Passings));
            foreach (var next in Grow(passings, sinks)) callers.Enqueue(next);
        }
        return passings.Where(p => p.Caller is null && Leads(p, sinks)).Select(p => p.Given);
    }

    // The methods that are found to pass a type argument of theirs on.
    private static List<IMethodSymbol> Grow(List<Passing> passings, HashSet<string> sinks)
    {
        var callers = new List<IMethodSymbol>();
        int before;
        do
        {
            before = callers.Count;
            callers.AddRange(passings
                .Where(p => p.Caller is not null && Leads(p, sinks) && sinks.Add(Passing.Name(p.Caller, p.Ordinal)))
                .Select(p => p.Caller!));
        }
        while (callers.Count > before);
        return callers;
    }

    private static bool Leads(Passing passing, HashSet<string> sinks) =>
        sinks.Contains(passing.Sink) || Serialisers.Contains(passing.Method.ContainingType.ToDisplayString());

    private static IEnumerable<Passing> Passings(Call call) => call.File.Method(call.Syntax) is { IsGenericMethod: true } method
        ? Enumerable.Range(0, method.Arity).Select(at => new Passing(method, at, method.TypeArguments[at]))
        : [];

    /// <summary>A type without what only carries it: tasks, results, lists.</summary>
    private static ITypeSymbol Bare(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol list => Bare(list.ElementType),
        INamedTypeSymbol { IsAnonymousType: false, TypeArguments: [var only] } carrier when !IsOurs(carrier) => Bare(only),
        _ => type,
    };

    private static bool IsShape(ITypeSymbol type) => type.IsAnonymousType || IsOurs(type);

    private static bool IsOurs(ITypeSymbol type) =>
        type is INamedTypeSymbol { ContainingAssembly.Name: { } home } && home.StartsWith("debate", StringComparison.OrdinalIgnoreCase);

    private sealed record Call(SourceFile File, InvocationExpressionSyntax Syntax)
    {
        public string Word { get; } = Syntax.Called();

        public string Receiver { get; } = Syntax.Expression is MemberAccessExpressionSyntax access ? access.Expression.LastName() : "";

        /// <summary>Whether it may call that method, as far as syntax tells: a static one has its type before it, or around it.</summary>
        public bool MayBe(IMethodSymbol method) => Word == method.Name && (!method.IsStatic || method.IsExtensionMethod
            || (Receiver.Length > 0 ? Receiver == method.ContainingType.Name : Around() == method.ContainingType.Name));

        private string? Around() => Syntax.Ancestors().OfType<TypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;
    }

    /// <summary>A type argument of a call, which may be a type parameter of the method that calls.</summary>
    private sealed record Passing(IMethodSymbol Method, int At, ITypeSymbol Given)
    {
        public string Sink => Name(Method, At);

        public IMethodSymbol? Caller => (Given as ITypeParameterSymbol)?.DeclaringMethod;

        public int Ordinal => ((ITypeParameterSymbol)Given).Ordinal;

        public static string Name(IMethodSymbol method, int at) =>
            $"{(method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId()} {at}";
    }
}
