namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter approves as many of the answers as it likes, and the most approvals win (Brams and Fishburn, "Approval Voting", 1978).
/// </summary>
public sealed class Approval : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "approval";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Approvals;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) => ballot.Points[candidate] > 0 ? 1 : 0);
}
