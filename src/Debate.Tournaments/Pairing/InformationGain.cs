namespace Debate.Tournaments;

/// <summary>
/// Each round is the matching with the largest expected information gain about the strengths. The strengths have the normal posterior of
/// <see cref="StrengthPosterior"/>; a meeting of i and j is expected to lower its entropy by log(1 + w v) / 2, where w = p (1 - p) is the
/// information of one result and v the variance of the difference of the two (Glickman and Jensen, "Adaptive paired comparison design",
/// 2005; the posterior's determinant is also what Chen et al., "Pairwise ranking aggregation in a crowdsourced setting", 2013, lower). So
/// pairs that are close or uncertain meet. With an odd number of debaters, byes rotate.
/// </summary>
public sealed class InformationGain : ISchedule
{
    // A gain is at most a few nats; the matching sums it as an integer in billionths of a nat.
    private const double UnitsPerNat = 1e9;

    /// <inheritdoc/>
    public string Name => "information-gain";

    /// <inheritdoc/>
    public bool AllowsLateEntrants => true;

    /// <inheritdoc/>
    public bool HasConfigurableRounds => true;

    /// <inheritdoc/>
    public long MaxDebates(Entrants field) => (long)RoundCount(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MaxRounds(Entrants field) => RoundCount(field);

    /// <inheritdoc/>
    public Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundCount(field)) return null;
        var (n, board) = (field.Debaters.Count, new Scoreboard(field, rounds));
        var posterior = StrengthPosterior.Fit(field.Debaters, rounds.SelectMany(r => r.Meetings));
        var max = MaxGain(n, posterior);
        var bye = checked(n * (max + 1));
        return MatchedRound.Create(field, rounds, (a, b) => b == n ? bye * board.Byes[a] : max - ScaledGain(posterior, a, b));
    }

    /// <summary>The number of rounds: as specified, otherwise twice that of a Swiss.</summary>
    private static int RoundCount(Entrants field) => field.Rounds ?? 2 * Swiss.RoundCount(field);

    private static long ScaledGain(StrengthPosterior posterior, int a, int b) =>
        (long)(UnitsPerNat * posterior.ExpectedInformationGain(a, b));

    private static long MaxGain(int n, StrengthPosterior posterior) =>
        Enumerable.Range(0, n).Max(a => Enumerable.Range(0, n).Where(b => b != a).Max(b => ScaledGain(posterior, a, b)));
}
