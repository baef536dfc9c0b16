using Microsoft.CodeAnalysis;

namespace Debate.Architecture.Tests.Golden;

/// <summary>The built type of one in source.</summary>
internal static class RuntimeTypes
{
    /// <summary>The type; null where a part of it has no name, as anonymous types have none.</summary>
    public static Type? Of(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol list => Of(list.ElementType)?.MakeArrayType(),
        INamedTypeSymbol { IsAnonymousType: false } named => Constructed(named),
        _ => null,
    };

    private static Type? Constructed(INamedTypeSymbol named)
    {
        var arguments = Arguments(named).Select(Of).ToArray();
        var name = Name(named);
        var open = Type.GetType($"{name}, {named.ContainingAssembly.Name}")
            ?? Repository.Assemblies.Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);
        if (open is null || arguments.Contains(null)) return null;
        return open.IsGenericTypeDefinition ? open.MakeGenericType(arguments!) : open;
    }

    private static IEnumerable<ITypeSymbol> Arguments(INamedTypeSymbol named) =>
        named.ContainingType is { } outer ? [.. Arguments(outer), .. named.TypeArguments] : named.TypeArguments;

    private static string Name(INamedTypeSymbol named) => named.ContainingType is { } outer
        ? $"{Name(outer)}+{named.MetadataName}"
        : $"{named.ContainingNamespace.ToDisplayString()}.{named.MetadataName}";
}
