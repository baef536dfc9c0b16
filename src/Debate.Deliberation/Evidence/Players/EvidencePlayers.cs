using Debate.Core;
using Debate.Core.Input;

namespace Debate.Deliberation.Evidence.Players;

/// <summary>The players that users can choose.</summary>
public static class EvidencePlayers
{
    private static readonly IEvidencePlayer[] Players = [new RandomPlayer(), new GreedyPlayer(), new CounterPlayer(), new MinimaxPlayer()];

    private static readonly SortedDictionary<string, IEvidencePlayer> All = new(Players.ToDictionary(p => p.Name), StringComparer.Ordinal);

    /// <summary>The names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The player of this name; throws an <see cref="InputException"/> that lists the names when there is none.</summary>
    public static IEvidencePlayer Find(string name) => All.TryGetValue(name, out var player)
        ? player : throw new InputException($"player '{name}': not one of {string.Join(", ", Names)}");
}

/// <summary>Reveals a uniformly random item.</summary>
public sealed class RandomPlayer : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var moves = position.Moves();
        return moves[draws.NextInt(moves.Count)];
    }
}

/// <summary>Reveals the item whose immediate judgement is best for its side.</summary>
public sealed class GreedyPlayer : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => "greedy";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws) => BestMove(position, position.Moves(), draws);

    /// <summary>The best of <paramref name="moves"/> by immediate judgement; shuffles the list so that ties are broken at random.</summary>
    internal static int BestMove(EvidencePosition position, List<int> moves, SeededRandom draws)
    {
        draws.Shuffle(moves);
        var (revealed, sign) = (position.Revealed, position.ToMove.Sign());
        return moves.MaxBy(item =>
        {
            revealed.Add(item);
            var score = sign * position.Game.Judge.Judge(revealed).OrderingKey;
            revealed.Remove(item);
            return score;
        });
    }
}

/// <summary>
/// Answers the last reveal: reveals the best, by immediate judgement, of the items related to it; where there are none, or the domain does
/// not define relations, it plays greedily.
/// </summary>
public sealed class CounterPlayer : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => "counter";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, SeededRandom draws)
    {
        var answers = FindAnswers(position);
        return GreedyPlayer.BestMove(position, answers.Count > 0 ? answers : position.Moves(), draws);
    }

    private static List<int> FindAnswers(EvidencePosition position) =>
        position.Order.Count > 0 && position.Game.Neighbours is { } neighbours
            ? [.. neighbours.NeighboursOf(position.Order[^1]).Where(item => !position.IsRevealed(item))] : [];
}

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
