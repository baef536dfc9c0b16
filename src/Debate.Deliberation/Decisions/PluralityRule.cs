namespace Debate.Deliberation.Decisions;

/// <summary>
/// The answer that most voters gave (Wang et al., "Self-Consistency", 2023; Du et al., 2023). No ballots are cast. It elects any answer
/// that more than half gave, but among several answers it may elect one that most voters find wrong.
/// </summary>
public sealed class PluralityRule : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "plurality";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Answer;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}
