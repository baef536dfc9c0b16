using System.Reflection;
using Debate.Architecture.Tests.Wire;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Debate.Architecture.Tests.Golden;

/// <summary>
/// What silos and Orleans clients of different builds must agree on. Types are named here as they travel, so a renamed grain changes this
/// file alone, and whoever renames it decides whether old and new silos have to live together.
/// </summary>
internal static class WireNames
{
    public static IEnumerable<string> Lines() =>
    [
        "# grains",
        .. Repository.Assemblies.SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Grain)) && !t.IsAbstract)
            .Select(Grain).Order(StringComparer.Ordinal),
        "", "# their interfaces and calls",
        .. WireTypes.GrainInterfaces.SelectMany(Interface),
        "", "# types that travel",
        .. WireTypes.All.Select(t => t.FullName!).Where(n => !n.Contains('`', StringComparison.Ordinal)),
        "", "# categories of logs",
        .. Source.Files.SelectMany(f => f.Nodes<GenericNameSyntax>()).Where(n => n.Identifier.Text == "ILogger")
            .Select(n => n.TypeArgumentList.Arguments[0].ToString()).Distinct().Order(StringComparer.Ordinal),
    ];

    // Orleans makes the type of a grain of its class's name, unless an attribute says otherwise.
    private static string Grain(Type grain) =>
        grain.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.Name == "GrainTypeAttribute")
        is { } named ? $"{named.ConstructorArguments[0].Value} (named)" : ByName(grain.Name.ToLowerInvariant());

    private static string ByName(string name) => name.EndsWith("grain", StringComparison.Ordinal) ? name[..^"grain".Length] : name;

    private static IEnumerable<string> Interface(Type grain) =>
    [
        $"{Alias(grain)}: keyed by {grain.GetInterfaces().Select(i => i.Name).Single(n => n.StartsWith("IGrainWith", StringComparison.Ordinal))}",
        .. grain.GetMethods()
            .Select(m => $"  {Alias(m)}({string.Join(", ", m.GetParameters().Select(p => p.ParameterType.Name))})")
            .Order(StringComparer.Ordinal),
    ];

    private static string Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias ?? $"{member.Name} (no alias)";
}
