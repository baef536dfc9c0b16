using Debate.Core;

namespace Debate.Tournaments;

/// <summary>
/// A randomisation test by sign flips (Fisher 1935; Canay, Romano and Shaikh, "Randomization tests under an approximate symmetry
/// assumption", 2017): if each difference, one a cluster, is as likely to be d as -d, all sign patterns are equally likely. Exact for any
/// number of clusters, and without power if there are too few: with n of them the p-value is at least 2^-n.
/// </summary>
public static class SignFlipTest
{
    private const int MaxExactClusters = 13;
    private const int RandomPatterns = 9999;
    private const double Tolerance = 1e-12;

    /// <summary>
    /// The one-sided p-value of the null hypothesis that the mean difference is at most <paramref name="null"/>, in (0, 1].
    /// </summary>
    public static double PValue(IReadOnlyList<double> differences, SeededRandom draws, double @null = 0)
    {
        var limits = NullLimits(differences, draws);
        return limits.Count(limit => limit <= @null + Tolerance) / (double)limits.Length;
    }

    /// <summary>
    /// The lower confidence bound, at level 1 - <paramref name="alpha"/>, of the mean of differences within [-1, 1]: every null below it is
    /// rejected at level alpha. -1 if none is.
    /// </summary>
    public static double LowerBound(IReadOnlyList<double> differences, double alpha, SeededRandom draws)
    {
        var limits = NullLimits(differences, draws);
        var rejecting = (int)(alpha * limits.Length + Tolerance);
        return rejecting == 0 ? -1 : Math.Clamp(limits[Math.Min(rejecting, limits.Length - 1)], -1, 1);
    }

    /// <summary>
    /// For each sign pattern the smallest null at which its sum reaches the observed one, sorted: the mean of the differences that it
    /// flips. The pattern without flips always reaches it, so its limit is negative infinity.
    /// </summary>
    private static double[] NullLimits(IReadOnlyList<double> differences, SeededRandom draws)
    {
        var n = differences.Count;
        var limits = new double[n <= MaxExactClusters ? 1 << n : RandomPatterns + 1];
        limits[0] = double.NegativeInfinity;
        for (var p = 1; p < limits.Length; p++) limits[p] = NullLimit(differences, n <= MaxExactClusters ? (ulong)p : null, draws);
        Array.Sort(limits);
        return limits;
    }

    private static double NullLimit(IReadOnlyList<double> differences, ulong? pattern, SeededRandom draws)
    {
        var (sum, flipped, bits) = (0.0, 0, pattern ?? 0);
        for (var i = 0; i < differences.Count; i++)
        {
            if (pattern is null && i % 64 == 0) bits = draws.NextUInt64();
            if ((bits >> i % 64 & 1) == 0) continue;
            sum += differences[i];
            flipped++;
        }
        return flipped == 0 ? double.NegativeInfinity : sum / flipped;
    }
}
