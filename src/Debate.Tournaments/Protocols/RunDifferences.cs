using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>What differs in how two runs were set up: without it a difference in results says nothing.</summary>
internal static class RunDifferences
{
    private const int MaxValue = 60;

    /// <summary>The differences, one sentence each; empty where there are none but in problems and ids.</summary>
    internal static IReadOnlyList<string> Describe(RunDefinition a, RunDefinition b)
    {
        var (variantsA, variantsB) = (ReadVariants(a), ReadVariants(b));
        return
        [
            .. Compare("models", JoinModels(a), JoinModels(b)),
            .. Compare("protocol version", a.Version, b.Version),
            .. CompareOptions("", WithoutVariants(a.Options), WithoutVariants(b.Options)),
            .. variantsA.Where(v => variantsB.ContainsKey(v.Key))
                .SelectMany(v => CompareOptions($"{v.Key}: ", v.Value, variantsB[v.Key])),
            .. Compare("seed", FormattableString.Invariant($"{a.Seed}"), FormattableString.Invariant($"{b.Seed}")),
        ];
    }

    private static Dictionary<string, ProtocolOptions> ReadVariants(RunDefinition run) => run.Kind != Evaluation.Descriptor.Kind ? []
        : Evaluation.ParseVariants(run.Options).GroupBy(v => v.Name, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().Options, StringComparer.Ordinal);

    private static ProtocolOptions WithoutVariants(ProtocolOptions options) =>
        new(options.Where(o => !o.Key.StartsWith("variant.", StringComparison.Ordinal)));

    private static string JoinModels(RunDefinition run) =>
        string.Join(", ", run.Seats.Select(s => s.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static IEnumerable<string> CompareOptions(string prefix, ProtocolOptions a, ProtocolOptions b) =>
        a.Keys.Union(b.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .SelectMany(name => Compare(prefix + name, a.GetValueOrDefault(name), b.GetValueOrDefault(name)));

    private static IEnumerable<string> Compare(string name, string? a, string? b) =>
        a == b ? [] : [$"{name}: {Format(a)} in A, {Format(b)} in B"];

    private static string Format(string? value) => string.IsNullOrEmpty(value) ? "none" : SvgCanvas.Shorten(value, MaxValue);
}
