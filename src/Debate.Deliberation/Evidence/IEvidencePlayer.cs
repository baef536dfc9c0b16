namespace Debate.Deliberation.Evidence;

/// <summary>
/// Chooses what to reveal. The choice is a function of the position and the random draws; a player has no state between turns.
/// </summary>
public interface IEvidencePlayer
{
    /// <summary>The name by which users choose it.</summary>
    string Name { get; }

    /// <summary>
    /// Chooses an item of <see cref="EvidencePosition.Moves"/>; the position must not be over. Ties are broken by the draws.
    /// </summary>
    int Choose(EvidencePosition position, SeededRandom draws);
}
