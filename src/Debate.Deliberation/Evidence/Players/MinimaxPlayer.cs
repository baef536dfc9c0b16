namespace Debate.Deliberation.Evidence.Players;

/// <summary>
/// Looks ahead by alpha-beta search. Once all remaining sets fit the budget it plays perfectly; before that it looks as many reveals ahead
/// as the budget allows, following only the moves with the best immediate judgements, and values the positions where it stops by utility
/// and margin. The budget, in calls of the judge per move, is deterministic.
/// </summary>
public sealed class MinimaxPlayer : IEvidencePlayer
{
    private const int Width = 5;

    private readonly int _budget;

    /// <param name="budget">Calls of the judge per move, at least 1.</param>
    public MinimaxPlayer(int budget = 3000)
    {
        if (budget < 1) throw new InputException($"budget: {budget} is not at least 1");
        _budget = budget;
    }

    /// <inheritdoc/>
    public string Name => "minimax";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var moves = position.Moves();
        draws.Shuffle(moves);
        var search = new AlphaBetaSearch(position, j => j.OrderingKey, ComputeLimits(moves.Count, position.Remaining));
        var (low, high, best) = (double.NegativeInfinity, double.PositiveInfinity, -1);
        foreach (var (item, _) in search.RootMoves(moves))
        {
            var value = search.ValueAfter(item, low, high);
            if (best >= 0 && (position.ToMove == Side.Pro ? value <= low : value >= high)) continue;
            best = item;
            if (position.ToMove == Side.Pro) low = value; else high = value;
        }
        return best;
    }

    private SearchLimits ComputeLimits(int moves, int left) => CountSets(moves, left) <= _budget
        ? new SearchLimits(left, int.MaxValue, int.MaxValue)
        : new SearchLimits(ComputeDepth(moves, left), Width, int.MaxValue);

    // The number of sets that can still be reached; each is judged at most once for move ordering and once as a leaf.
    private double CountSets(int moves, int left)
    {
        double sets = 1, layer = 1;
        for (var k = 1; k <= left && sets <= _budget; k++) sets += layer *= (moves - k + 1.0) / k;
        return sets;
    }

    private int ComputeDepth(int moves, int left)
    {
        var (depth, opened, layer) = (1, 1.0, 1.0);
        while (depth < left && (opened + layer * Width) * moves <= _budget)
        {
            layer *= Width;
            opened += layer;
            depth++;
        }
        return depth;
    }
}
