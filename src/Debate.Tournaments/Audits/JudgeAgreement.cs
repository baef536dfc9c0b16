namespace Debate.Tournaments.Audits;

/// <summary>
/// Krippendorff's alpha for nominal values ("Content Analysis", 1980): 1 is full agreement, 0 agreement by chance, below 0 disagreement
/// beyond chance. Debates may have any number of judges, with any votes missing. A judge's value is the winner by the mean of its votes.
/// </summary>
/// <param name="Alpha">The coefficient; null if no debate has two judges or all judgements are the same.</param>
/// <param name="Low">The lower end of the 95 % interval, bootstrapped by motion.</param>
/// <param name="High">The upper end.</param>
/// <param name="Debates">Debates with at least two judges.</param>
public sealed record JudgeAgreement(double? Alpha, double? Low, double? High, int Debates)
{
    private const int Resamples = 500;

    /// <summary>The agreement among the judges selected by <paramref name="counts"/>.</summary>
    public static JudgeAgreement Compute(AuditData material, Func<string, bool> counts)
    {
        var motions = material.Debates.GroupBy(d => d.Motion, StringComparer.Ordinal)
            .Select(motion => motion.Select(d => Winners(d, counts)).Where(w => w.Length > 1).ToArray())
            .Where(motion => motion.Length > 0).ToArray();
        if (ComputeAlpha(motions, [.. motions.Select(_ => 1)]) is not { } alpha) return new(null, null, null, motions.Sum(m => m.Length));
        var resampled = Enumerable.Range(0, Resamples)
            .Select(r => ComputeAlpha(motions, Bootstrap.DrawWeights(motions.Length, material.Seed, r))).OfType<double>().ToArray();
        var interval = resampled.Length == 0 ? new Interval(alpha, alpha) : Bootstrap.PercentileInterval(resampled);
        return new(alpha, Math.Min(alpha, interval.Low), Math.Max(alpha, interval.High), motions.Sum(m => m.Length));
    }

    /// <summary>One value a judge: 1 for pro, 0 for a tie, -1 for con.</summary>
    private static int[] Winners(AuditedDebate debate, Func<string, bool> counts) =>
    [
        .. debate.Votes.Where(r => r.ProScore is not null && counts(r.Judge)).GroupBy(r => r.Judge, StringComparer.Ordinal)
            .Select(judge => Math.Sign(judge.Average(r => r.ProScore!.Value) - 0.5)),
    ];

    /// <summary>
    /// 1 - observed / expected disagreement, from the coincidence matrix: each debate's pairs have weight 1 / (judges - 1).
    /// </summary>
    private static double? ComputeAlpha(int[][][] motions, int[] weights)
    {
        var totals = new double[3];
        var agreeing = 0.0;
        for (var m = 0; m < motions.Length; m++)
            foreach (var winners in motions[m])
                foreach (var same in winners.GroupBy(w => w))
                {
                    double n = same.Count();
                    totals[same.Key + 1] += weights[m] * n;
                    agreeing += weights[m] * n * (n - 1) / (winners.Length - 1);
                }
        var all = totals.Sum();
        var expected = all * (all - 1) - totals.Sum(n => n * (n - 1));
        return expected > 0 ? 1 - (all - 1) * (all - agreeing) / expected : null;
    }
}

/// <summary>How often a judge's verdict flipped when the order of presentation was swapped.</summary>
/// <param name="Flips">Debates for which it named different winners; a tie counts as a winner of its own.</param>
/// <param name="Debates">Debates that it read in both orders.</param>
/// <param name="Share">Flips / Debates, in [0, 1]; 0 if there are none.</param>
/// <param name="Low">The lower end of the 95 % interval (Wilson).</param>
/// <param name="High">The upper end.</param>
public sealed record SwapFlips(int Flips, int Debates, double Share, double Low, double High)
{
    /// <summary>The flips of the judges selected by <paramref name="counts"/>.</summary>
    public static SwapFlips Count(AuditData material, Func<string, bool> counts)
    {
        var both = material.Debates
            .SelectMany(d => d.Votes.Where(r => r.ProScore is not null && counts(r.Judge)).GroupBy(r => r.Judge, StringComparer.Ordinal))
            .Where(judge => judge.Select(r => r.IsSwapped).Distinct().Count() == 2).ToArray();
        var flips = both.Count(judge => judge.Select(r => r.ProScore).Distinct().Count() > 1);
        var interval = Wilson.ComputeInterval(flips, both.Length);
        return new(flips, both.Length, both.Length == 0 ? 0 : (double)flips / both.Length, interval.Low, interval.High);
    }
}

/// <summary>A judge's influence on one debater.</summary>
/// <param name="Debater">The debater.</param>
/// <param name="Change">The rating with the judge minus the rating without it, in points.</param>
/// <param name="Low">The lower end of the 95 % interval, bootstrapped by motion.</param>
/// <param name="High">The upper end.</param>
/// <param name="Rank">The debater's rank with the judge, from 1.</param>
/// <param name="RankWithout">Its rank without the judge.</param>
public sealed record RatingShift(string Debater, double Change, double Low, double High, int Rank, int RankWithout);

/// <summary>
/// Each judge's influence on the ranking: all debates are rated again without the judge's votes, by the leaderboard's default estimator.
/// </summary>
public static class JudgeInfluence
{
    private const int Resamples = 200;
    private static readonly BradleyTerryDavidson Estimator = new();

    /// <summary>The judge's influence on each debater, the largest change first; empty if there is no other judge.</summary>
    public static IReadOnlyList<RatingShift> Estimate(AuditData material, string judge)
    {
        var (with, without) = (CreateGameTable(material, _ => true), CreateGameTable(material, other => other != judge));
        if (without.Motions.Count == 0) return [];
        var (before, after) = (Fit(with, null), Fit(without, null));
        var shifts = Enumerable.Range(0, Resamples).Select(r => ResampleShift(material, with, without, r)).ToArray();
        var (ranks, ranksWithout) = (ComputeRanks(before), ComputeRanks(after));
        return
        [
            .. with.Names.Select((name, i) =>
            {
                var change = before[i] - after[i];
                var interval = Bootstrap.PercentileInterval([.. shifts.Select(s => s[i])]);
                return new RatingShift(
                    name, change, Math.Min(change, interval.Low), Math.Max(change, interval.High), ranks[i], ranksWithout[i]);
            }).OrderByDescending(s => Math.Abs(s.Change)),
        ];
    }

    private static double[] ResampleShift(AuditData material, GameTable with, GameTable without, int resample)
    {
        string[] motions = [.. with.Motions];
        var weights = Bootstrap.DrawWeights(motions.Length, material.Seed, resample);
        int WeightOf(string motion) => weights[Array.BinarySearch(motions, motion, StringComparer.Ordinal)];
        return [.. Fit(with, WeightOf).Zip(Fit(without, WeightOf), (a, b) => a - b)];
    }

    private static IReadOnlyList<double> Fit(GameTable table, Func<string, int>? weight) =>
        Estimator.Fit(weight is null ? table : table.WithMotionWeights([.. table.Motions.Select(weight)])).Ratings;

    private static GameTable CreateGameTable(AuditData material, Func<string, bool> counts)
    {
        var games = material.Debates.Select(d => (Debate: d, Share: d.ComputeProShare(counts))).Where(d => d.Share is not null)
            .Select(d => new Game(d.Debate.Pro, d.Debate.Con, (Math.Sign(d.Share!.Value - 0.5) + 1) / 2.0, d.Debate.Motion));
        return GameTable.Create(MotionPairs.FromDebates(games, material.BothSides).Results, material.Debaters.Keys);
    }

    private static int[] ComputeRanks(IReadOnlyList<double> ratings) =>
        [.. ratings.Select(own => 1 + ratings.Count(other => other > own + 1e-9))];
}
