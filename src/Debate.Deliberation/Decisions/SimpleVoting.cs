namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter picks one of the answers that were given, and the most votes win: a plurality vote in which voters may abandon their own
/// answer.
/// </summary>
public sealed class SimpleVoting : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "simple";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Choice;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}
