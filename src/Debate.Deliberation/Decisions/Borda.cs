namespace Debate.Deliberation.Decisions;

/// <summary>
/// Borda's count (1784): each voter ranks the answers, and an answer gets from each as many points as it has others below it, half a point
/// for each it stands level with; most points win. Answers that are not ranked stand level below those that are. It never elects alone
/// an answer that loses every comparison of two, and it may pass over one that most voters put first.
/// </summary>
public sealed class Borda : IDecisionRule
{
    /// <inheritdoc/>
    public string Name => "borda";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Ranking;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) =>
        ballot.Points.Sum(other => Math.Sign(ballot.Points[candidate] - other)));
}
