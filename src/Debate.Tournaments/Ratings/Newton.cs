namespace Debate.Tournaments;

/// <summary>A strictly concave function with its derivatives.</summary>
internal interface IConcave
{
    int Size { get; }

    /// <summary>
    /// The value at x; writes the gradient and the lower triangle of the information (the negated second derivatives, positive definite).
    /// </summary>
    double Evaluate(double[] x, double[] gradient, double[,] information);
}

/// <summary>Newton's method with step halving: finds the unique maximum of a strictly concave function, deterministically.</summary>
internal static class Newton
{
    /// <summary>The gain that a step expects below which it is taken whole: what values of many games differ by is rounding then.</summary>
    private const double NearGain = 1e-6;

    private const double Tolerance = 1e-10;
    private const int MaxSteps = 200;

    /// <summary>The maximiser, from <paramref name="start"/> or 0, when a step changes nothing by <paramref name="tolerance"/>.</summary>
    internal static double[] Maximise(IConcave function, double[]? start = null, double tolerance = Tolerance)
    {
        var n = function.Size;
        var (x, gradient, information) = (start ?? new double[n], new double[n], new double[n, n]);
        var value = function.Evaluate(x, gradient, information);
        for (var step = 0; step < MaxSteps; step++)
        {
            var move = new Cholesky(information).Solve(gradient);
            if (Array.TrueForAll(move, by => Math.Abs(by) < tolerance)) return x;
            var isNear = move.Zip(gradient, (by, slope) => by * slope).Sum() < NearGain;
            (x, value) = LineSearch(function, (x, isNear ? double.NegativeInfinity : value), move, (gradient, information));
        }
        throw new InvalidOperationException($"Newton's method did not settle in {MaxSteps} steps on {n} parameters");
    }

    private static (double[] X, double Value) LineSearch(
        IConcave function, (double[] X, double Value) from, double[] move, (double[] Gradient, double[,] Information) derivatives)
    {
        // Near the maximum the value changes by less than its rounding error, so a drop within that error is accepted.
        var floor = from.Value - 1e-13 * (1 + Math.Abs(from.Value));
        for (var scale = 1.0; ; scale /= 2)
        {
            var x = from.X.Select((start, i) => start + scale * move[i]).ToArray();
            var value = function.Evaluate(x, derivatives.Gradient, derivatives.Information);
            if (value >= floor || scale < 1e-12) return (x, value);
        }
    }
}
