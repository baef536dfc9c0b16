namespace Debate.Deliberation.Evidence;

/// <summary>Chooses what to reveal. The choice is a function of the position and the draws; a player keeps nothing between turns.</summary>
public interface IEvidencePlayer
{
    /// <summary>The name users choose it by.</summary>
    string Name { get; }

    /// <summary>An item of <see cref="EvidencePosition.Moves"/>; the position is not over. Ties are broken by the draws.</summary>
    int Choose(EvidencePosition position, Draws draws);
}
