namespace Debate.Tournaments;

/// <summary>Student's t distribution (1908), through the regularised incomplete beta function.</summary>
public static class StudentT
{
    private const double Smallest = 1e-300;

    /// <summary>P(|T| &gt;= |t|) with <paramref name="degrees"/> of freedom, at least 1; in [0, 1].</summary>
    public static double TwoSided(double t, double degrees) => IncompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t));

    /// <summary>The t that |T| exceeds with probability <paramref name="alpha"/>, by bisection: 1.96 for 0.05 and many degrees.</summary>
    public static double Critical(double alpha, double degrees)
    {
        var (low, high) = (0.0, 1.0);
        while (TwoSided(high, degrees) > alpha) high *= 2;
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (TwoSided(middle, degrees) > alpha) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>I_x(a, b), by its continued fraction (Lentz's method), turned round where that converges faster.</summary>
    private static double IncompleteBeta(double a, double b, double x)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        if (x > (a + 1) / (a + b + 2)) return 1 - IncompleteBeta(b, a, 1 - x);
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        var (fraction, c, d) = (1.0, 1.0, 0.0);
        for (var i = 0; i < 1000; i++)
        {
            var m = i / 2;
            var term = i == 0 ? 1
                : i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            fraction *= c * d;
            if (Math.Abs(1 - c * d) < 1e-15) break;
        }
        return front * (fraction - 1);
    }

    private static double NotZero(double value) => Math.Abs(value) < Smallest ? Smallest : value;

    /// <summary>Stirling's series after ten steps up: good to 14 digits for what stands here, x &gt;= 1/2.</summary>
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++) shift += Math.Log(x);
        var square = 1 / (x * x);
        var series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x;
        return (x - 0.5) * Math.Log(x) - x + Math.Log(2 * Math.PI) / 2 + series - shift;
    }
}
