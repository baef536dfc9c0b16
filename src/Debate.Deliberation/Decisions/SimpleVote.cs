namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter picks one of the answers that were given, and the most votes win: a plurality vote in which voters may abandon their own
/// answer.
/// </summary>
public sealed class SimpleVote : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "simple";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Choice;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) => ballot.Top == candidate ? 1 : 0);
}
