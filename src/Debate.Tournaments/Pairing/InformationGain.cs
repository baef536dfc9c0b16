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
    private const double Billion = 1e9;

    /// <inheritdoc/>
    public string Name => "information-gain";

    /// <inheritdoc/>
    public bool TakesNewcomers => true;

    /// <inheritdoc/>
    public bool RoundsAreOpen => true;

    /// <inheritdoc/>
    public long MostDebates(Field field) => (long)RoundsOf(field) * (field.Debaters.Count / 2) * field.DebatesPerMeeting;

    /// <inheritdoc/>
    public int MostRounds(Field field) => RoundsOf(field);

    /// <inheritdoc/>
    public Round? Next(Field field, IReadOnlyList<PlayedRound> rounds)
    {
        if (rounds.Count >= RoundsOf(field)) return null;
        var (n, board) = (field.Debaters.Count, new Scoreboard(field, rounds));
        var posterior = StrengthPosterior.Of(field.Debaters, rounds.SelectMany(r => r.Meetings));
        var most = Most(n, posterior);
        var bye = checked(n * (most + 1));
        return RoundOfMatching.Of(field, rounds, (a, b) => b == n ? bye * board.Byes[a] : most - Gain(posterior, a, b));
    }

    /// <summary>The number of rounds: as specified, otherwise twice that of a Swiss.</summary>
    private static int RoundsOf(Field field) => field.Rounds ?? 2 * Swiss.RoundsOf(field);

    private static long Gain(StrengthPosterior posterior, int a, int b) => (long)(Billion * posterior.Gain(a, b));

    private static long Most(int n, StrengthPosterior posterior) =>
        Enumerable.Range(0, n).Max(a => Enumerable.Range(0, n).Where(b => b != a).Max(b => Gain(posterior, a, b)));
}
