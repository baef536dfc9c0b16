namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter is asked for one of the answers that were given, and most votes win: a plurality that lets voters leave their own answer.
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
