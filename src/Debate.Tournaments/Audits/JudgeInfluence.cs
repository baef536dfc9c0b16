namespace Debate.Tournaments.Audits;

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
