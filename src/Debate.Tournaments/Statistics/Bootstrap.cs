using Debate.Core;

namespace Debate.Tournaments;

/// <summary>
/// The percentile bootstrap (Efron 1979) by clusters: whole clusters (motions, questions) are drawn with replacement, because results
/// within a cluster are not independent (Field and Welsh 2007). The same seed gives the same resamples.
/// </summary>
public static class Bootstrap
{
    /// <summary>The default number of resamples.</summary>
    public const int DefaultResamples = 1000;

    /// <summary>How often each of <paramref name="clusters"/> clusters occurs in resample number <paramref name="index"/>.</summary>
    public static int[] DrawWeights(int clusters, long seed, int index)
    {
        var draws = SeededRandom.Create(seed, $"bootstrap/{index}");
        var weights = new int[clusters];
        for (var i = 0; i < clusters; i++) weights[draws.NextInt(clusters)]++;
        return weights;
    }

    /// <summary>
    /// The central interval that covers <paramref name="level"/> of the values, between interpolated quantiles (Hyndman and Fan's type 7).
    /// </summary>
    public static Interval PercentileInterval(IReadOnlyList<double> values, double level = 0.95)
    {
        var sorted = values.Order().ToArray();
        return new Interval(Quantile(sorted, (1 - level) / 2), Quantile(sorted, (1 + level) / 2));
    }

    private static double Quantile(double[] sorted, double q)
    {
        var place = q * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
