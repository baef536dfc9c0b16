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
