namespace Debate.Deliberation.Evidence.Players;

/// <summary>Reveals the item after which the judge, if asked at once, would be most on its side.</summary>
public sealed class GreedyPlayer : IEvidencePlayer
{
    /// <inheritdoc/>
    public string Name => "greedy";

    /// <inheritdoc/>
    public int Choose(EvidencePosition position, Draws draws) => Best(position, position.Moves(), draws);

    /// <summary>The best of <paramref name="moves"/> by immediate judgement; shuffles the list so that ties fall at random.</summary>
    internal static int Best(EvidencePosition position, List<int> moves, Draws draws)
    {
        draws.Shuffle(moves);
        var (revealed, sign) = (position.Revealed, position.ToMove.Sign());
        return moves.MaxBy(item =>
        {
            revealed.Add(item);
            var score = sign * position.Game.Judge.Judge(revealed).Score;
            revealed.Remove(item);
            return score;
        });
    }
}
