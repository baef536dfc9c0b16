namespace Debate.Deliberation.Decisions;

/// <summary>
/// Borda count (1784): each voter ranks the answers, and an answer gets one point from each voter for every answer below it and half a
/// point for every answer tied with it; the most points win. Unranked answers tie below the ranked ones. The rule never elects a Condorcet
/// loser (an answer that loses every pairwise comparison) alone, and it may pass over an answer that most voters put first.
/// </summary>
public sealed class BordaCount : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "borda";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Ranking;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) =>
        ballot.Points.Sum(other => Math.Sign(ballot.Points[candidate] - other)));
}
