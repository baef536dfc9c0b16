namespace Debate.Deliberation.Evidence.Players;

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
