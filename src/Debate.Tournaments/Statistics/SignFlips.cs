namespace Debate.Tournaments;

/// <summary>
/// A randomisation test by sign changes (Fisher 1935; Canay, Romano and Shaikh, "Randomization tests under an approximate symmetry
/// assumption", 2017): if the differences, one a cluster, are as likely to be d as -d, every pattern of signs is equally likely. Exact for
/// any number of clusters, and silent where they are too few: n of them give no p-value below 2^-n.
/// </summary>
public static class SignFlips
{
    private const int MostExact = 14;
    private const int Drawn = 9999;
    private const int Halvings = 12;
    private const double Slack = 1e-12;

    /// <summary>The one-sided p-value of "the differences are not above <paramref name="null"/> on average", in (0, 1].</summary>
    public static double P(IReadOnlyList<double> differences, Draws draws, double @null = 0) =>
        P([.. differences.Select(d => d - @null)], Patterns(differences.Count, draws));

    /// <summary>
    /// The lower bound that the mean of differences within [-1, 1] exceeds with confidence 1 - <paramref name="alpha"/>: the greatest null
    /// that the test rejects, to a fraction of 1/2,000; -1 where it rejects none.
    /// </summary>
    public static double LowerBound(IReadOnlyList<double> differences, double alpha, Draws draws)
    {
        var patterns = Patterns(differences.Count, draws);
        bool Rejects(double value) => P([.. differences.Select(d => d - value)], patterns) <= alpha;
        if (differences.Count == 0 || !Rejects(-1)) return -1;
        var (low, high) = (-1.0, differences.Average());
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Rejects(middle)) low = middle;
            else high = middle;
        }
        return low;
    }

    private static double P(double[] values, IReadOnlyList<bool[]> patterns)
    {
        var observed = values.Sum() - Slack;
        return patterns.Count(pattern => Flipped(values, pattern) >= observed) / (double)patterns.Count;
    }

    private static double Flipped(double[] values, bool[] pattern)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++) sum += pattern[i] ? -values[i] : values[i];
        return sum;
    }

    /// <summary>All patterns of so many signs where they are few, else the observed one and 9,999 that are drawn.</summary>
    private static List<bool[]> Patterns(int count, Draws draws) => count <= MostExact
        ? [.. Enumerable.Range(0, 1 << count).Select(bits => Pattern(count, i => (bits >> i & 1) == 1))]
        : [new bool[count], .. Enumerable.Range(0, Drawn).Select(_ => Pattern(count, _ => draws.Chance(0.5)))];

    private static bool[] Pattern(int count, Func<int, bool> flips) => [.. Enumerable.Range(0, count).Select(flips)];
}
