namespace Debate.Tournaments;

/// <summary>
/// 95 % intervals from the sandwich A^-1 B A^-1: A is the information at the fit, prior included, B the sum over motions of the outer
/// product of the motion's score, times M / (M - 1) for M motions. Valid even if the model is misspecified (Huber 1967, White 1980) and if
/// results on one motion are correlated (Liang and Zeger 1986). Half-widths are those of <see cref="HalfWidths"/>. In closed form, so it is
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
        var (n, motions) = (fit.Ratings.Count, games.Motions.Count);
        var model = ModelUncertainty.Compute(estimator, games, fit);
        var widths = new HalfWidths(motions);
        var covariance = motions < 2 ? null : ComputeCovariance(model.Posterior, games);
        double Variance(int i, int j) => covariance is null
            ? 0 : RatingScale.PointsPerLogOdds * RatingScale.PointsPerLogOdds * covariance[i][j];
        Interval Around(double value, int i, double byModel, double byPrior) =>
            Interval.FromCentre(value, widths.Compute(Variance(i, i), byModel, byPrior));
        return new(
            [.. fit.Ratings.Select((rating, i) => Around(rating, i, model.RatingVariance(i), model.PriorVariance))],
            [.. fit.Effects.Select((effect, i) => Around(effect, n + i, model.EffectVariance(i), model.EffectPriorVariance))],
            RankInterval.ComputeAll(fit.Ratings, model, (i, j) => widths.ComputePValue(
                fit.Ratings[i] - fit.Ratings[j], Variance(i, i) + Variance(j, j) - 2 * Variance(i, j), model.DifferenceVariance(i, j))));
    }

    private static double[][] ComputeCovariance(PairPosterior posterior, GameTable games)
    {
        var meat = ComputeMeat(posterior.Model, games, posterior.Mode);
        // Both factors are symmetric, so A^-1 B A^-1 is A^-1 applied to the columns of B and then to its rows.
        var half = Array.ConvertAll(meat, posterior.Information.Solve);
        return [.. Enumerable.Range(0, meat.Length).Select(i => posterior.Information.Solve([.. half.Select(row => row[i])]))];
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
