namespace Debate.Deliberation.Decisions;

/// <summary>The answer that more than half of the voters gave; reaching it ends the discussion.</summary>
public sealed class MajorityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "majority";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => 2 * supporters > voters);
}
