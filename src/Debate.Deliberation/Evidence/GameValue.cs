namespace Debate.Deliberation.Evidence;

/// <summary>
/// The outcome for pro (+1, 0, -1) under best play by both sides. Exact is false when the budget ran out; the value is then an
/// estimate. Nodes counts calls of the judge.
/// </summary>
public sealed record GameValue(int Value, bool Exact, int Nodes)
{
    /// <summary>
    /// Searches a position; once <paramref name="budget"/> calls of the judge are spent, it searches no deeper. Deterministic.
    /// </summary>
    public static GameValue Search(EvidencePosition position, int budget = 100_000)
    {
        var search = new AlphaBetaSearch(position, j => j.Utility, new SearchLimits(int.MaxValue, int.MaxValue, budget));
        return new GameValue((int)search.Value(-1, 1), !search.IsExhausted, search.Nodes);
    }
}
