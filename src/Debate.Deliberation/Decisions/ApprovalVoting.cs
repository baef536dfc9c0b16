namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter approves as many of the answers as it likes, and the most approvals win (Brams and Fishburn, "Approval Voting", 1978).
/// </summary>
public sealed class ApprovalVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "approval";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Approvals;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.Points[candidate] > 0 ? 1 : 0);
}
