namespace Debate.Tournaments;

/// <summary>
/// 95 % intervals from the sandwich A^-1 B A^-1: A is the information at the fit, prior included, B the sum over motions of the outer
/// product of the motion's score, times M / (M - 1) for M motions. Valid even if the model is misspecified (Huber 1967, White 1980) and if
/// results on one motion are correlated (Liang and Zeger 1986). Half-widths use t with M - 1 degrees of freedom. In closed form, so it is
/// fast where the bootstrap is slow; available only for likelihood estimators.
/// </summary>
public sealed class SandwichIntervals : IRatingIntervals
{
    /// <inheritdoc/>
    public string Name => "sandwich";

    /// <inheritdoc/>
    public string? FindIncompatibility(IRatingEstimator estimator) =>
        estimator is LikelihoodEstimator ? null : $"rating '{estimator.Name}' has no likelihood; use bootstrap";

    /// <inheritdoc/>
    public RatingUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed)
    {
        if (games.Motions.Count < 2) return RatingUncertainty.Unknown(fit);
        var covariance = ComputeCovariance(((LikelihoodEstimator)estimator).CreateModel(games), games);
        var width = StudentT.HalfWidth(games.Motions.Count - 1);
        double Half(double variance) => width * RatingScale.PointsPerLogOdds * Math.Sqrt(Math.Max(0, variance));
        Interval Around(double value, int i) => new(value - Half(covariance[i][i]), value + Half(covariance[i][i]));
        var n = fit.Ratings.Count;
        return new(
            [.. fit.Ratings.Select(Around)],
            [.. fit.Effects.Select((effect, i) => Around(effect, n + i))],
            RankInterval.ComputeAll(n, (i, j) => fit.Ratings[i] - fit.Ratings[j] > Half(covariance[i][i]
                + covariance[j][j] - 2 * covariance[i][j])
                && i != j));
    }

    private static double[][] ComputeCovariance(PairModel model, GameTable games)
    {
        var x = Newton.Maximise(model.Likelihood);
        var size = model.Shape.Size;
        var information = new double[size, size];
        model.Likelihood.Evaluate(x, new double[size], information);
        var bread = new Cholesky(information);
        var meat = ComputeMeat(model, games, x);
        // Both factors are symmetric, so A^-1 B A^-1 is A^-1 applied to the columns of B and then to its rows.
        var half = Array.ConvertAll(meat, bread.Solve);
        return [.. Enumerable.Range(0, size).Select(i => bread.Solve([.. half.Select(row => row[i])]))];
    }

    private static double[][] ComputeMeat(PairModel model, GameTable games, double[] x)
    {
        var size = model.Shape.Size;
        var meat = Enumerable.Range(0, size).Select(_ => new double[size]).ToArray();
        var motions = games.Motions.Count;
        var score = new double[size];
        var touched = new SortedSet<int>();
        foreach (var motion in games.SortedGames().GroupBy(row => row.Motion))
        {
            foreach (var row in motion)
            {
                var cell = model.ToStatistic(row);
                model.Likelihood.AddScore(cell, x, score);
                foreach (var term in cell.Entries) touched.Add(term.Parameter);
            }
            if (model.Shape.HasTies) touched.Add(model.Shape.TieIndex);
            foreach (var i in touched)
                foreach (var j in touched) meat[i][j] += games.MotionWeight(motion.Key) * score[i] * score[j] * motions / (motions - 1);
            foreach (var i in touched) score[i] = 0;
            touched.Clear();
        }
        return meat;
    }
}
