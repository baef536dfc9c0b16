namespace Debate.Deliberation.Decisions;

/// <summary>
/// The answer that most voters gave (Wang et al., "Self-Consistency", 2023; Du et al., 2023). Nobody is asked. It elects whoever more than
/// half gave, and of several answers perhaps one that most voters find wrong.
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
