namespace Debate.Deliberation.Decisions;

/// <summary>A judge who took no part in the discussion picks one of the answers: the dictatorship among the rules.</summary>
public sealed class JudgeDecision : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "judge";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Judgement;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) => ballot.TopChoice == candidate ? 1 : 0);
}
