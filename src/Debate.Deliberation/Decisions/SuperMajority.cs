namespace Debate.Deliberation.Decisions;

/// <summary>
/// The answer that at least two thirds of the voters gave; reaching it ends the discussion (Kaesberg et al., 2025; MALLM rounds
/// it to 66 %).
/// </summary>
public sealed class SuperMajority : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "supermajority";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Answer;

    /// <inheritdoc/>
    public bool EachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Supported((supporters, voters) => 3 * supporters >= 2 * voters);
}
