namespace Debate.Tournaments;

/// <summary>
/// 95 % intervals from a bootstrap over motions: whole motions are resampled with all their debates, and everything is rated again. Uses
/// expanded percentiles (<see cref="StudentT.ExpandedLevel"/>), never narrower than the model's own interval, or among few motions the
/// variance over resamples (<see cref="HalfWidths"/>). A debater is significantly better than another one if it is rated higher in 97.5 %
/// of the resamples and the games suffice to say so (<see cref="ModelUncertainty.TellsBetter"/>).
/// </summary>
public sealed class BootstrapIntervals(int resamples = Bootstrap.DefaultResamples) : IRatingIntervals
{
    private const double BetterThreshold = 0.975;

    /// <summary>The difference in points from which on one rating is higher than another: less is rounding.</summary>
    private const double Resolution = 1e-6;

    /// <inheritdoc/>
    public string Name => "bootstrap";

    /// <inheritdoc/>
    public RatingUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed)
    {
        var motions = games.Motions.Count;
        var model = ModelUncertainty.Compute(estimator, games, fit);
        var fits = Enumerable.Range(0, motions < 2 ? 0 : resamples)
            .Select(r => estimator.Fit(games.WithMotionWeights(Bootstrap.DrawWeights(motions, seed, r)))).ToArray();
        var intervals = new ResampledIntervals(motions);
        var better = CountBetter(fits, fit.Ratings.Count);
        return new(
            [
                .. fit.Ratings.Select((rating, i) =>
                    intervals.Compute(rating, fits.Select(f => f.Ratings[i]), model.RatingVariance(i)).Clamp(estimator.Bounds)),
            ],
            [.. fit.Effects.Select((effect, i) => intervals.Compute(effect, fits.Select(f => f.Effects[i]), model.EffectVariance(i)))],
            RankInterval.ComputeAll(fit.Ratings.Count, (i, j) => better[i, j] > 0 && better[i, j] >= BetterThreshold * resamples
                && model.TellsBetter(i, j)));
    }

    private static int[,] CountBetter(RatingFit[] fits, int count)
    {
        var better = new int[count, count];
        foreach (var fit in fits)
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++)
                    if (fit.Ratings[i] > fit.Ratings[j] + Resolution) better[i, j]++;
        return better;
    }

    private sealed class ResampledIntervals(int motions)
    {
        private readonly HalfWidths _widths = new(motions);
        private readonly double _level = motions < 2 ? 0 : StudentT.ExpandedLevel(motions);

        internal Interval Compute(double value, IEnumerable<double> resampled, double byModel)
        {
            if (_widths.HasFewMotions) return Interval.FromCentre(value, _widths.Compute(Variance([.. resampled]), byModel));
            return Bootstrap.PercentileInterval([.. resampled], _level).Union(Interval.FromCentre(value, HalfWidths.ByModel(byModel)));
        }

        /// <summary>The variance over resamples times M / (M - 1), by which resampling M motions falls short.</summary>
        private double Variance(double[] values)
        {
            if (values.Length == 0) return 0;
            var mean = values.Average();
            return values.Sum(v => (v - mean) * (v - mean)) / values.Length * motions / (motions - 1);
        }
    }
}
