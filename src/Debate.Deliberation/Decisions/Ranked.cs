namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter ranks the answers, and the first five ranks count: the first gets as many points as there are voters, five at most, and each
/// following one gets one fewer; the most points win (MALLM's ranked voting). With up to five answers, all ranked by at least as many
/// voters, it elects the same answers as <see cref="Borda"/>.
/// </summary>
public sealed class Ranked : IDecisionRule
{
    private const int Places = 5;

    /// <inheritdoc/>
    public string Name => "ranked";

    /// <inheritdoc/>
    public BallotForm Form => BallotForm.Ranking;

    /// <inheritdoc/>
    public bool EachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> Winners(Poll poll) => poll.Greatest((ballot, candidate) =>
    {
        if (ballot.Points[candidate] == 0) return 0;
        var place = ballot.Points.Count(p => p > ballot.Points[candidate]);
        return Math.Max(0, Math.Min(Places, poll.Ballots.Count) - place);
    });
}
