namespace Debate.Deliberation.Evidence.Players;

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
