namespace Debate.Deliberation.Decisions;

/// <summary>A judge who took no part in the discussion picks one of the answers: the dictatorship among the rules.</summary>
public sealed class JudgesChoice : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "judge";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Judgement;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) => ballot.Top == candidate ? 1 : 0);
}
