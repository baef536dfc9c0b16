namespace Debate.Tournaments;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private static readonly double Root2Pi = Math.Sqrt(2 * Math.PI);

    /// <summary>The density at <paramref name="x"/>.</summary>
    public static double Density(double x) => Math.Exp(-x * x / 2) / Root2Pi;

    /// <summary>
    /// The probability of a value of at most <paramref name="x"/>: Marsaglia's series (2004) in the middle, Laplace's continued fraction in
    /// the tails, so that small probabilities also have full relative precision.
    /// </summary>
    public static double Cumulative(double x) => x switch
    {
        < -4 => Tail(-x),
        > 4 => 1 - Tail(x),
        _ => 0.5 + Density(x) * CentralSeries(x),
    };

    /// <summary>
    /// The density over the cumulative probability at <paramref name="x"/> (the inverse Mills ratio), which far below 0 is about -x
    /// although both vanish.
    /// </summary>
    public static double InverseMills(double x) => x < -4 ? TailFraction(-x) : Density(x) / Cumulative(x);

    /// <summary>The quantile at probability <paramref name="p"/>, which must lie inside (0, 1).</summary>
    public static double Quantile(double p)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(p);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        return Bisection.FindRoot(x => Cumulative(x) - p, -40, 40);
    }

    private static double CentralSeries(double x)
    {
        double term = x, sum = x;
        for (var i = 3; Math.Abs(term) > 1e-18; i += 2) sum += term *= x * x / i;
        return sum;
    }

    private static double Tail(double x) => Density(x) / TailFraction(x);

    private static double TailFraction(double x)
    {
        var fraction = x;
        for (var i = 60; i > 0; i--) fraction = x + i / fraction;
        return fraction;
    }
}

/// <summary>
/// Student's t distribution (1908) with an integer number of degrees of freedom, and its use for intervals from few clusters.
/// </summary>
public static class StudentT
{
    /// <summary>
    /// Above so many degrees of freedom the normal distribution is used: the quantiles differ by less than one in a thousand.
    /// </summary>
    private const int NormalThreshold = 2000;

    /// <summary>
    /// The half-width, in standard errors, of a central interval of probability <paramref name="level"/> inside (0, 1); degrees at least 1.
    /// </summary>
    public static double HalfWidth(int degrees, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return degrees > NormalThreshold ? Normal.Quantile((1 + level) / 2)
            : Bisection.FindRoot(t => CentralProbability(t, degrees) - level, 0, 1e6);
    }

    /// <summary>
    /// The level at which a percentile bootstrap over <paramref name="clusters"/> clusters (at least 2) covers about
    /// <paramref name="level"/>: Hesterberg's expanded percentile interval ("What teachers should know about the bootstrap", 2015), which
    /// corrects for the n - 1 in a variance and for the tails of t.
    /// </summary>
    public static double ExpandedLevel(int clusters, double level = 0.95) =>
        2 * Normal.Cumulative(Math.Sqrt(clusters / (clusters - 1.0)) * HalfWidth(clusters - 1, level)) - 1;

    /// <summary>P(|T| &gt;= |<paramref name="t"/>|), in [0, 1]; degrees at least 1.</summary>
    public static double TwoSidedPValue(double t, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degrees);
        return degrees > NormalThreshold ? 2 * Normal.Cumulative(-Math.Abs(t)) : 1 - CentralProbability(Math.Abs(t), degrees);
    }

    /// <summary>P(|T| &lt;= t), by the finite sums for integer degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).</summary>
    private static double CentralProbability(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var isOdd = degrees % 2 == 1;
        var (term, sum) = (isOdd ? cosine : 1, 0.0);
        for (var i = isOdd ? 3 : 2; i <= degrees; i += 2)
        {
            sum += term;
            term *= cosine * cosine * (i - 1) / i;
        }
        return isOdd ? 2 / Math.PI * (angle + sine * sum) : sine * sum;
    }
}

/// <summary>Finds the root of an increasing function, to the last bit.</summary>
internal static class Bisection
{
    internal static double FindRoot(Func<double, double> increasing, double low, double high)
    {
        while (true)
        {
            var middle = low + (high - low) / 2;
            if (middle == low || middle == high) return middle;
            if (increasing(middle) < 0) low = middle;
            else high = middle;
        }
    }
}
