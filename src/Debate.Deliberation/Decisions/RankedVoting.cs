namespace Debate.Deliberation.Decisions;

/// <summary>
/// Each voter ranks the answers, and the first five ranks count: the first gets as many points as there are voters, five at most, and each
/// following one gets one fewer; the most points win (MALLM's ranked voting). With up to five answers, all ranked by at least as many
/// voters, it elects the same answers as <see cref="BordaCount"/>.
/// </summary>
public sealed class RankedVoting : IDecisionRule
{
    private const int MaxRanks = 5;

    /// <inheritdoc/>
    public string Name => "ranked";

    /// <inheritdoc/>
    public BallotKind BallotKind => BallotKind.Ranking;

    /// <inheritdoc/>
    public bool IsHeldEachRound => false;

    /// <inheritdoc/>
    public IReadOnlyList<int> FindWinners(Poll poll) => poll.ArgMax((ballot, candidate) =>
    {
        if (ballot.Points[candidate] == 0) return 0;
        var place = ballot.Points.Count(p => p > ballot.Points[candidate]);
        return Math.Max(0, Math.Min(MaxRanks, poll.Ballots.Count) - place);
    });
}
