using Debate.Argumentation;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence.Judges;

/// <summary>
/// How motions are selected. Reveals: share or number of the relevant items. PerMap: the largest number of motions from one map.
/// NodeBudget: calls of the judge spent on each candidate to find out whether its outcome varies with play; MapBudget: on all candidates of
/// one map together.
/// </summary>
public sealed record MotionOptions
{
    /// <summary>Half of the relevant items by default.</summary>
    public RevealLimit Reveals { get; init; } = RevealLimit.Half;

    /// <summary>At least 1; one by default.</summary>
    public int PerMap { get; init; } = 1;

    /// <summary>At least 1; 20,000 by default.</summary>
    public int NodeBudget { get; init; } = 20_000;

    /// <summary>At least 1; 100,000 by default.</summary>
    public int MapBudget { get; init; } = 100_000;

    /// <summary>DF-QuAD without burden of proof by default.</summary>
    public GraphJudgeOptions JudgeOptions { get; init; } = new();
}

/// <summary>
/// A claim to debate: its evidence, the number of reveals, the reason where that was clamped, and the two plays with different outcomes
/// that show that play matters.
/// </summary>
public sealed record EvidenceMotion(string Claim, GraphEvidence Evidence, int Reveals, string? Clamped, OutcomeVariability Variability);

/// <summary>A claim that is not debated, and the reason in one line.</summary>
public sealed record SkippedClaim(string Claim, string Reason);

/// <summary>Every argument of a map, as a motion or as skipped: motions in order of selection, skipped claims in the map's order.</summary>
public sealed record MotionSelection(IReadOnlyList<EvidenceMotion> Motions, IReadOnlyList<SkippedClaim> Skipped);

/// <summary>
/// Selects the motions of a map: first those that its author names, then the other arguments, those with most relevant evidence
/// first. A claim qualifies only if its outcome varies with play (<see cref="OutcomeVariability"/>).
/// </summary>
public static class MotionSelector
{
    /// <summary>
    /// In maps with more arguments only the motions that their author names are considered: ranking takes quadratic time.
    /// </summary>
    public const int MaxRankedArguments = 5_000;

    /// <summary>The selection; deterministic. Throws an <see cref="InputException"/> when an option or a named motion is invalid.</summary>
    public static MotionSelection Select(ArgumentMap map, MotionOptions? options = null)
    {
        var choice = options ?? new MotionOptions();
        if (choice.PerMap < 1) throw new InputException($"motions per map: {choice.PerMap} is not at least 1");
        var named = map.Motions.Select(map.Graph.GetNode).Distinct().ToList();
        var (choosing, skipped) = (new MotionBuilder(map.Graph, choice), new SortedDictionary<int, string>());
        foreach (var claim in named.Concat(RankClaims(map.Graph, named, skipped)))
            if (choosing.AddOrRefuse(claim) is { } reason) skipped[claim] = reason;
        return new MotionSelection(choosing.Motions, [.. skipped.Select(s => new SkippedClaim(map.Graph.Id(s.Key), s.Value))]);
    }

    private static IEnumerable<int> RankClaims(ArgumentGraph graph, List<int> named, SortedDictionary<int, string> skipped)
    {
        var rest = Enumerable.Range(0, graph.ArgumentCount).Except(named).ToList();
        if (graph.ArgumentCount <= MaxRankedArguments) return rest.OrderByDescending(a => graph.Ancestors(a).Count);
        foreach (var claim in rest)
            skipped[claim] = $"the map has more than {MaxRankedArguments} arguments and does not name this as a motion";
        return [];
    }

    private sealed class MotionBuilder(ArgumentGraph graph, MotionOptions options)
    {
        private int _nodes;

        public List<EvidenceMotion> Motions { get; } = [];

        /// <summary>Adds the claim as a motion and returns null, or returns the reason why it is not one.</summary>
        public string? AddOrRefuse(int claim)
        {
            var evidence = new GraphEvidence(graph, claim, options.JudgeOptions);
            return evidence.Arguments.Count switch
            {
                0 => "has no relevant evidence",
                1 => "has one relevant item: revealing it would reveal all",
                _ when Motions.Count == options.PerMap => LimitReason(),
                _ when _nodes >= options.MapBudget => $"not searched: {options.MapBudget} nodes spent on this map",
                _ => AddUnlessConstant(claim, evidence),
            };
        }

        private string? AddUnlessConstant(int claim, GraphEvidence evidence)
        {
            var (reveals, clamped) = options.Reveals.Resolve(evidence.Arguments.Count);
            var play = OutcomeVariability.Search(evidence.CreateGame(reveals), options.NodeBudget);
            _nodes += play.Nodes;
            if (!play.OutcomeVaries) return play.Exact
                ? "outcome does not depend on play (exact)"
                : FormattableString.Invariant($"no play found that changes the outcome within {options.NodeBudget} nodes");
            Motions.Add(new EvidenceMotion(graph.Id(claim), evidence, reveals, clamped, play));
            return null;
        }

        private string LimitReason() => Motions.Count == 1
            ? $"one motion a map: '{Motions[0].Claim}' was chosen"
            : FormattableString.Invariant($"{Motions.Count} motions a map: others were chosen");
    }
}
