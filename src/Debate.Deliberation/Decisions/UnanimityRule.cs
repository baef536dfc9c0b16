namespace Debate.Deliberation.Decisions;

/// <summary>The answer that every voter gave; reaching it ends the discussion.</summary>
public sealed class UnanimityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "unanimity";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => true;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.FindMeetingQuorum((supporters, voters) => supporters == voters);
}
