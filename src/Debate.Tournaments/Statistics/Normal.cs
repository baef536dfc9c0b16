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

    private static double Tail(double x)
    {
        var fraction = x;
        for (var i = 60; i > 0; i--) fraction = x + i / fraction;
        return Density(x) / fraction;
    }
}
