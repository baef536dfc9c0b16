namespace Debate.Tournaments;

/// <summary>
/// 95 % intervals from a bootstrap over motions: whole motions are resampled with all their debates, and everything is rated again. Uses
/// expanded percentiles (<see cref="StudentT.ExpandedLevel"/>), never narrower than the model's own interval and never wider than the
/// prior's. Ranks, and intervals among few motions, are by the variances over resamples (<see cref="HalfWidths"/>): the tails of a thousand
/// resamples are too thin for many tests at once.
/// </summary>
public sealed class BootstrapIntervals(int resamples = Bootstrap.DefaultResamples) : IRatingIntervals
{
    /// <inheritdoc/>
    public string Name => "bootstrap";

    /// <inheritdoc/>
    public RatingUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed)
    {
        var motions = games.Motions.Count;
        var model = ModelUncertainty.Compute(estimator, games, fit);
        var fits = Enumerable.Range(0, motions < 2 ? 0 : resamples)
            .Select(r => estimator.Fit(games.WithMotionWeights(Bootstrap.DrawWeights(motions, seed, r)))).ToArray();
        var seen = new Resamples(motions);
        return new(
            [
                .. fit.Ratings.Select((rating, i) => seen.ComputeInterval(
                    rating, [.. fits.Select(f => f.Ratings[i])], model.RatingVariance(i), model.PriorVariance).Clamp(estimator.Bounds)),
            ],
            [
                .. fit.Effects.Select((effect, i) => seen.ComputeInterval(
                    effect, [.. fits.Select(f => f.Effects[i])], model.EffectVariance(i), model.EffectPriorVariance)),
            ],
            RankInterval.ComputeAll(fit.Ratings, model, (i, j) => seen.ComputePValue(
                fit.Ratings[i] - fit.Ratings[j], Array.ConvertAll(fits, f => f.Ratings[i] - f.Ratings[j]),
                model.DifferenceVariance(i, j))));
    }

    /// <summary>What the values of a quantity in the resamples of so many motions say of it.</summary>
    private sealed class Resamples(int motions)
    {
        private readonly HalfWidths _widths = new(motions);
        private readonly double _level = motions < 2 ? 0 : StudentT.ExpandedLevel(motions);

        internal Interval ComputeInterval(double value, double[] values, double byModel, double byPrior) => _widths.HasFewMotions
            ? Interval.FromCentre(value, _widths.Compute(Variance(values), byModel, byPrior))
            : Bootstrap.PercentileInterval(values, _level).Union(Interval.FromCentre(value, HalfWidths.ByModel(byModel)))
                .Clamp(Interval.FromCentre(value, HalfWidths.ByModel(byPrior)));

        internal double ComputePValue(double difference, double[] differences, double? byModel) =>
            _widths.ComputePValue(difference, Variance(differences), byModel);

        /// <summary>The variance over resamples times M / (M - 1), by which resampling M motions falls short.</summary>
        private double Variance(double[] values)
        {
            if (values.Length == 0) return 0;
            var mean = values.Average();
            return values.Sum(v => (v - mean) * (v - mean)) / values.Length * motions / (motions - 1);
        }
    }
}
