namespace Debate.Deliberation.Decisions;

/// <summary>
/// The answer that most voters gave (Wang et al., "Self-Consistency", 2023; Du et al., 2023). No ballots are cast. It elects any answer
/// that more than half gave, but among several answers it may elect one that most voters find wrong.
/// </summary>
public sealed class Plurality : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "plurality";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Answer;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) => ballot.Top == candidate ? 1 : 0);
}
