namespace Debate.Tournaments;

/// <summary>
/// The normal (Laplace) approximation of a pair model's posterior: its mode and the covariance of its parameters there, were all games
/// independent. Where ties or margins count as shares of a win, results vary less than wins and losses would; the covariance is scaled by
/// the ratio of both (a quasi-likelihood's dispersion, McCullagh and Nelder 1989), with <see cref="ImaginedGames"/> of full variance
/// besides, for that all games were drawn does not say that all will be.
/// </summary>
internal sealed class PairPosterior
{
    /// <summary>
    /// -ln .025: of n games without any decided one, the exact interval of the share of decided games ends at about this over n.
    /// </summary>
    private const double ImaginedGames = 3.6889;

    private const double ImaginedVariance = ImaginedGames / 4;

    private PairPosterior(PairModel model, double[] mode, Cholesky information, double[][] covariance) =>
        (Model, Mode, Information, Covariance) = (model, mode, information, covariance);

    internal PairModel Model { get; }

    internal double[] Mode { get; }

    /// <summary>The factor of the information at the mode, priors included.</summary>
    internal Cholesky Information { get; }

    /// <summary>The covariance of all parameters, in log odds squared.</summary>
    internal double[][] Covariance { get; }

    /// <summary>The posterior of the games; <paramref name="start"/> is where to look for the mode first.</summary>
    internal static PairPosterior Compute(PairModel model, GameTable games, double[] start)
    {
        var mode = Newton.Maximise(model.Likelihood, start);
        var size = model.Shape.Size;
        var information = new double[size, size];
        model.Likelihood.Evaluate(mode, new double[size], information);
        var factor = new Cholesky(information);
        var inverse = Enumerable.Range(0, size).Select(i => factor.Solve(UnitVector(size, i))).ToArray();
        var covariance = model.Shape.HasTies ? inverse : Scale(inverse, model.Shape, ComputeDispersion(model, games, mode));
        return new(model, mode, factor, covariance);
    }

    /// <summary>
    /// The share of the variance of wins and losses that results have: of a result y in [0, 1] with expectation m, y (1 - y) of m (1 - m)
    /// is missing on average.
    /// </summary>
    private static double ComputeDispersion(PairModel model, GameTable games, double[] mode)
    {
        var missing = 0.0;
        foreach (var row in games.SortedGames())
            missing += games.MotionWeight(row.Motion) * (1 - Math.Pow(model.ToStatistic(row).ScoreDifference, 2)) / 4;
        var full = model.Likelihood.SumVariances(mode);
        return Math.Clamp((full - missing + ImaginedVariance) / (full + ImaginedVariance), ImaginedVariance / (full + ImaginedVariance), 1);
    }

    /// <summary>A^-1 (d I + P) A^-1 for dispersion d, data's information I and prior's P, where A = I + P.</summary>
    private static double[][] Scale(double[][] inverse, PairShape shape, double dispersion)
    {
        if (dispersion == 1) return inverse;
        var precision = Enumerable.Range(0, inverse.Length).Select(shape.PriorPrecision).ToArray();
        double Entry(double[] row, double[] column)
        {
            var sum = 0.0;
            for (var k = 0; k < row.Length; k++) sum += row[k] * precision[k] * column[k];
            return sum;
        }
        return Array.ConvertAll(inverse, row => inverse.Select((column, j) => dispersion * row[j] + (1 - dispersion) * Entry(row, column))
            .ToArray());
    }

    private static double[] UnitVector(int size, int i)
    {
        var unit = new double[size];
        unit[i] = 1;
        return unit;
    }
}
