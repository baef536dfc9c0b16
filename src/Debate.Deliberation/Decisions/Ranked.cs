namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter ranks the answers, of which the first five count: as many points for the first as there are voters, five at most, one fewer
/// for each that follows; most points win (MALLM's ranked voting). Up to five answers, all ranked by at least as many voters, it elects
/// as <see cref="Borda"/> does.
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
