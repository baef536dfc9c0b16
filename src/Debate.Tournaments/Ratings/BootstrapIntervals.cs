namespace Debate.Tournaments;

/// <summary>
/// 95 % intervals from a bootstrap over motions: whole motions are resampled with all their debates, and everything is rated again. Uses
/// expanded percentiles (<see cref="StudentT.ExpandedLevel"/>); an interval is widened, if needed, to contain the rating itself. A debater
/// is
/// significantly better than another one if it is rated higher in 97.5 % of the resamples.
/// </summary>
public sealed class BootstrapIntervals(int resamples = Bootstrap.DefaultResamples) : IRatingIntervals
{
    private const double BetterThreshold = 0.975;

    /// <inheritdoc/>
    public string Name => "bootstrap";

    /// <inheritdoc/>
    public RatingUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed)
    {
        if (games.Motions.Count < 2) return RatingUncertainty.Unknown(fit);
        var fits = Enumerable.Range(0, resamples)
            .Select(r => estimator.Fit(games.WithMotionWeights(Bootstrap.DrawWeights(games.Motions.Count, seed, r)))).ToArray();
        var level = StudentT.ExpandedLevel(games.Motions.Count);
        var better = CountBetter(fits, fit.Ratings.Count);
        return new(
            [.. fit.Ratings.Select((rating, i) => ComputeInterval(rating, fits.Select(f => f.Ratings[i]), level))],
            [.. fit.Effects.Select((effect, i) => ComputeInterval(effect, fits.Select(f => f.Effects[i]), level))],
            RankInterval.ComputeAll(fit.Ratings.Count, (i, j) => better[i, j] >= BetterThreshold * resamples));
    }

    private static int[,] CountBetter(RatingFit[] fits, int count)
    {
        var better = new int[count, count];
        foreach (var fit in fits)
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++)
                    if (fit.Ratings[i] > fit.Ratings[j]) better[i, j]++;
        return better;
    }

    private static Interval ComputeInterval(double value, IEnumerable<double> resampled, double level)
    {
        var (low, high) = Bootstrap.PercentileInterval([.. resampled], level);
        return new Interval(Math.Min(low, value), Math.Max(high, value));
    }
}
