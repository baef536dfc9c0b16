namespace Debate.Tournaments;

/// <summary>
/// What games can tell at most, were they independent of each other: by the posterior of a likelihood's model; for estimators without one,
/// the deviations are their own, and Davidson's model says who is told apart. Resampling cannot say that of games that all went one way,
/// for all resamples are alike.
/// </summary>
internal sealed class ModelUncertainty
{
    private readonly PairPosterior _posterior;
    private readonly PairCounts _counts;
    private readonly int[] _islands;
    private readonly bool _hasLikelihood, _hasFewMotions;
    private readonly double[] _ratings, _effects;

    private ModelUncertainty(IRatingEstimator estimator, GameTable games, RatingFit fit)
    {
        var model = estimator as LikelihoodEstimator ?? new BradleyTerryDavidson();
        _posterior = model.ComputePosterior(games, model == estimator ? fit : model.Fit(games));
        _counts = games.CountPairs();
        _islands = _counts.FindIslands();
        var n = games.Names.Count;
        _hasLikelihood = model == estimator;
        _hasFewMotions = games.Motions.Count < HalfWidths.FewMotions;
        _ratings = _hasLikelihood ? [.. CentredVariances().Select(ToPoints)] : [.. fit.Deviations.Select(d => d * d)];
        _effects = [.. Enumerable.Range(n, fit.Effects.Count).Select(i => ToPoints(_posterior.Covariance[i][i]))];
        PriorVariance = estimator.PriorDeviation is { } prior ? prior * prior : double.PositiveInfinity;
        EffectPriorVariance = ToPoints(1 / _posterior.Model.Shape.PriorPrecision(n));
    }

    /// <summary>The uncertainty of what <paramref name="estimator"/> made of the games.</summary>
    internal static ModelUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit) => new(estimator, games, fit);

    /// <summary>The posterior of the model.</summary>
    internal PairPosterior Posterior => _posterior;

    /// <summary>The variance of a rating around the mean of those whom games compare with it, in points squared.</summary>
    internal double RatingVariance(int debater) => _ratings[debater];

    /// <summary>The variance of an effect, in points squared.</summary>
    internal double EffectVariance(int effect) => _effects[effect];

    /// <summary>The variance of a rating without any game, in points squared; infinite without a prior.</summary>
    internal double PriorVariance { get; }

    /// <summary>The variance of an effect without any game.</summary>
    internal double EffectPriorVariance { get; }

    /// <summary>
    /// The variance of the difference of two ratings, on the estimator's scale, squared; null where that is not a posterior's and motions
    /// are enough to do without.
    /// </summary>
    internal double? DifferenceVariance(int a, int b) => _hasLikelihood ? PosteriorVariance(a, b)
        : _hasFewMotions ? _ratings[a] + _ratings[b] : null;

    /// <summary>Whether a chain of games compares two debaters.</summary>
    internal bool Compares(int a, int b) => _islands[a] == _islands[b];

    /// <summary>Whether a debater has a game.</summary>
    internal bool HasGames(int debater) => _counts.Games(debater) > 0;

    /// <summary>
    /// The two-sided p-value of one debater being better than another whom a chain of games compares with it: by the posterior of the
    /// difference, or by the exact sign test of their own games, whichever is less; 1 where the games say the contrary.
    /// </summary>
    internal double ComputePValue(int better, int worse)
    {
        var difference = RatingScale.PointsPerLogOdds * (_posterior.Mode[better] - _posterior.Mode[worse]);
        var byModel = difference > 0 ? 2 * Normal.Cumulative(-difference / Math.Sqrt(PosteriorVariance(better, worse))) : 1;
        var (won, lost) = ((int)_counts.Wins(better, worse), (int)_counts.Wins(worse, better));
        return won > lost ? Math.Min(byModel, McNemar.ExactPValue(won, lost)) : byModel;
    }

    private double PosteriorVariance(int a, int b) =>
        ToPoints(_posterior.Covariance[a][a] + _posterior.Covariance[b][b] - 2 * _posterior.Covariance[a][b]);

    /// <summary>
    /// The variance of each log strength minus the mean of its island, which no game measures. Who never played has the prior's.
    /// </summary>
    private double[] CentredVariances()
    {
        var (n, covariance) = (_islands.Length, _posterior.Covariance);
        var variances = new double[n];
        foreach (var island in Enumerable.Range(0, n).GroupBy(i => _islands[i]).Select(group => group.ToArray()))
        {
            var means = Array.ConvertAll(island, i => island.Length > 1 ? island.Average(j => covariance[i][j]) : 0);
            var mean = means.Average();
            for (var i = 0; i < island.Length; i++) variances[island[i]] = covariance[island[i]][island[i]] - 2 * means[i] + mean;
        }
        return variances;
    }

    private static double ToPoints(double variance) => RatingScale.PointsPerLogOdds * RatingScale.PointsPerLogOdds * variance;
}
