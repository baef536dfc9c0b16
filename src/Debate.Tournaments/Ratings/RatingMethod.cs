namespace Debate.Tournaments;

/// <summary>How a leaderboard is computed: an estimator and an interval method.</summary>
/// <param name="Estimator">The rating estimator.</param>
/// <param name="Intervals">The interval method.</param>
public sealed record RatingMethod(IRatingEstimator Estimator, IRatingIntervals Intervals)
{
    /// <summary>
    /// The method with these names, as in specifications; null or empty means the default: davidson, and intervals by bootstrap, or by
    /// sandwich if circumstances make each fit slow. Unknown names and incompatible combinations are an <see cref="InputException"/>.
    /// </summary>
    public static RatingMethod FromNames(string? rating = null, string? intervals = null)
    {
        var estimator = RatingEstimators.Get(string.IsNullOrEmpty(rating) ? RatingEstimators.Default : rating);
        var fallback = estimator.AdjustsForSides ? "sandwich" : "bootstrap";
        var ways = RatingIntervals.Get(string.IsNullOrEmpty(intervals) ? fallback : intervals);
        return ways.FindIncompatibility(estimator) is { } refusal
            ? throw new InputException($"intervals '{ways.Name}': {refusal}") : new(estimator, ways);
    }
}
