namespace Debate.Deliberation.Decisions;

/// <summary>
/// The answer that at least two thirds of the voters gave; reaching it ends the discussion (Kaesberg et al., 2025; MALLM rounds
/// it to 66 %).
/// </summary>
public sealed class SupermajorityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "supermajority";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => 3 * supporters >= 2 * voters);
}
