namespace Debate.Tournaments;

/// <summary>
/// The score interval of a proportion (Wilson 1927, "Probable inference, the law of succession, and statistical inference"), without
/// continuity correction. It stays within [0, 1] and remains meaningful at 0 and at n successes, where the Wald interval has width 0.
/// </summary>
public static class Wilson
{
    /// <summary>The two-sided 95 % quantile of the normal distribution.</summary>
    public const double Z95 = 1.959963984540054;

    /// <summary>
    /// The interval for <paramref name="successes"/> of <paramref name="trials"/> (half successes, as draws, are allowed). No trials give
    /// [0, 1]. Throws <see cref="ArgumentOutOfRangeException"/> unless 0 &lt;= successes &lt;= trials.
    /// </summary>
    public static Interval ComputeInterval(double successes, double trials, double z = Z95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        if (trials == 0) return new Interval(0, 1);
        var p = successes / trials;
        var weight = 1 + z * z / trials;
        var centre = (p + z * z / (2 * trials)) / weight;
        var half = z / weight * Math.Sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
        return new Interval(successes == 0 ? 0 : Math.Max(0, centre - half), successes == trials ? 1 : Math.Min(1, centre + half));
    }
}

/// <summary>A closed interval of numbers, with <see cref="Low"/> at most <see cref="High"/>.</summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval of a half-width around its centre.</summary>
    public static Interval FromCentre(double centre, double half) => new(centre - half, centre + half);

    /// <summary>The smallest interval that holds this one and <paramref name="other"/>.</summary>
    public Interval Union(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    /// <summary>The part of this interval inside <paramref name="bounds"/>; an end outside is moved to the nearer bound.</summary>
    public Interval Clamp(Interval bounds) => new(Math.Clamp(Low, bounds.Low, bounds.High), Math.Clamp(High, bounds.Low, bounds.High));

    /// <summary>Whether <paramref name="value"/> lies between the ends, the ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
