namespace Debate.Tournaments;

/// <summary>
/// Ratings with 95 % percentile intervals from a bootstrap over motions. The interval is widened, where needed, to hold the rating
/// itself. It measures how much the choice of motions matters; with a single motion it has no width.
/// </summary>
public static class RatingIntervals
{
    /// <summary>The interval of each rating of <paramref name="fit"/>, in the order of <see cref="GameTable.Names"/>.</summary>
    public static IReadOnlyList<Interval> Of(
        IRatingEstimator estimator, GameTable games, RatingFit fit, long seed, int resamples = Bootstrap.DefaultResamples)
    {
        var fits = Enumerable.Range(0, resamples).Select(r => Resampled(estimator, games, seed, r)).ToList();
        return fit.Ratings.Select((rating, i) => Around(rating, fits.Select(ratings => ratings[i]).ToList())).ToList();
    }

    private static IReadOnlyList<double> Resampled(IRatingEstimator estimator, GameTable games, long seed, int index) =>
        estimator.Fit(games.Weighted(Bootstrap.Weights(games.Motions.Count, seed, index))).Ratings;

    private static Interval Around(double rating, IReadOnlyList<double> resampled)
    {
        var (low, high) = Bootstrap.Percentiles(resampled);
        return new Interval(Math.Min(low, rating), Math.Max(high, rating));
    }
}
