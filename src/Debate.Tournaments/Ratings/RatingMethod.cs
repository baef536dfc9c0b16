namespace Debate.Tournaments;

/// <summary>How a leaderboard is made: what rates, and what says how sure that is.</summary>
/// <param name="Estimator">What rates.</param>
/// <param name="Intervals">What says how sure that is.</param>
public sealed record RatingMethod(IRatingEstimator Estimator, IRatingIntervals Intervals)
{
    /// <summary>
    /// The method of names as specifications write them; null or empty takes the default: davidson, and intervals by bootstrap, but by
    /// sandwich where circumstances make each fit slow. Unknown names, and ones that do not suit, are an <see cref="InputException"/>.
    /// </summary>
    public static RatingMethod Named(string? rating = null, string? intervals = null)
    {
        var estimator = RatingEstimators.Named(string.IsNullOrEmpty(rating) ? RatingEstimators.Default : rating);
        var usual = estimator.AdjustsForSides ? "sandwich" : "bootstrap";
        var ways = RatingIntervals.Named(string.IsNullOrEmpty(intervals) ? usual : intervals);
        return ways.Refusal(estimator) is { } refusal
            ? throw new InputException($"intervals '{ways.Name}': {refusal}") : new(estimator, ways);
    }
}
