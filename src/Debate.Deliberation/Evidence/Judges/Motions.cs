using Debate.Argumentation;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>
/// How motions are chosen. Reveals: share or number of the relevant items. PerMap: most motions taken from one map. NodeBudget: calls
/// of the judge spent on each candidate to learn whether play matters.
/// </summary>
public sealed record MotionOptions
{
    /// <summary>Half of the relevant items by default.</summary>
    public RevealLimit Reveals { get; init; } = RevealLimit.Half;

    /// <summary>At least 1; one by default.</summary>
    public int PerMap { get; init; } = 1;

    /// <summary>At least 1; 20,000 by default.</summary>
    public int NodeBudget { get; init; } = 20_000;

    /// <summary>DF-QuAD without burden of proof by default.</summary>
    public GraphJudging Judging { get; init; } = new();
}

/// <summary>
/// A claim that is debated: its evidence, how many items are revealed, the reason where that was clamped, and the two plays with
/// different outcomes that show that play matters.
/// </summary>
public sealed record EvidenceMotion(string Claim, GraphEvidence Evidence, int Reveals, string? Clamped, PlayMatters Play);

/// <summary>A claim that is not debated, and why, in one line.</summary>
public sealed record SkippedClaim(string Claim, string Reason);

/// <summary>Every argument of a map, either as a motion or as skipped: motions in order of choice, skipped in the map's order.</summary>
public sealed record MotionSelection(IReadOnlyList<EvidenceMotion> Motions, IReadOnlyList<SkippedClaim> Skipped);

/// <summary>
/// Chooses what a map is debated about: first the motions its author names, then the other arguments, those with most relevant
/// evidence first. A claim counts only if play matters (<see cref="PlayMatters"/>).
/// </summary>
public static class Motions
{
    /// <summary>Maps beyond this size are searched only for the motions their author names: ranking takes quadratic time.</summary>
    public const int MostRanked = 5_000;

    /// <summary>The selection; deterministic. An <see cref="InputException"/> when an option or a named motion is not valid.</summary>
    public static MotionSelection Select(ArgumentMap map, MotionOptions? options = null)
    {
        var choice = options ?? new MotionOptions();
        if (choice.PerMap < 1) throw new InputException($"motions per map: {choice.PerMap} is not at least 1");
        var named = map.Motions.Select(map.Graph.IndexOf).Distinct().ToList();
        var (motions, skipped) = (new List<EvidenceMotion>(), new SortedDictionary<int, string>());
        foreach (var claim in named.Concat(Ranked(map.Graph, named, skipped)))
        {
            var reason = motions.Count < choice.PerMap ? TryAdd(map.Graph, claim, choice, motions) : NoRoom(map.Graph, claim, motions);
            if (reason is not null) skipped[claim] = reason;
        }
        return new MotionSelection(motions, [.. skipped.Select(s => new SkippedClaim(map.Graph.Id(s.Key), s.Value))]);
    }

    private static IEnumerable<int> Ranked(ArgumentGraph graph, List<int> named, SortedDictionary<int, string> skipped)
    {
        var rest = Enumerable.Range(0, graph.ArgumentCount).Except(named).ToList();
        if (graph.ArgumentCount <= MostRanked) return rest.OrderByDescending(a => graph.Ancestors(a).Count);
        foreach (var claim in rest) skipped[claim] = $"the map has more than {MostRanked} arguments and does not name this as a motion";
        return [];
    }

    private static string? TryAdd(ArgumentGraph graph, int claim, MotionOptions options, List<EvidenceMotion> motions)
    {
        var evidence = new GraphEvidence(graph, claim, options.Judging);
        if (TooLittle(evidence.Arguments.Count) is { } reason) return reason;
        var (reveals, clamped) = options.Reveals.For(evidence.Arguments.Count);
        var play = PlayMatters.Of(evidence.Game(reveals), options.NodeBudget);
        if (!play.Matters) return play.Exact
            ? "outcome does not depend on play (exact)"
            : FormattableString.Invariant($"no play found that changes the outcome within {options.NodeBudget} nodes");
        motions.Add(new EvidenceMotion(graph.Id(claim), evidence, reveals, clamped, play));
        return null;
    }

    private static string? NoRoom(ArgumentGraph graph, int claim, List<EvidenceMotion> motions) =>
        TooLittle(graph.Ancestors(claim).Count) ?? (motions.Count == 1
            ? $"one motion a map: '{motions[0].Claim}' was chosen"
            : FormattableString.Invariant($"{motions.Count} motions a map: others were chosen"));

    private static string? TooLittle(int items) => items switch
    {
        0 => "has no relevant evidence",
        1 => "has one relevant item: revealing it would reveal all",
        _ => null,
    };
}
