namespace Debate.Tournaments;

/// <summary>
/// Estimates ratings from games. It is deterministic; only an estimator with <see cref="DependsOnOrder"/> uses the games' order.
/// </summary>
public interface IRatingEstimator
{
    /// <summary>The estimator's name in specifications and reports.</summary>
    string Name { get; }

    /// <summary>The meaning of the ratings' scale, as a phrase.</summary>
    string Scale => RatingScale.Meaning;

    /// <summary>The ends of the scale, which no rating and no interval passes; by default it has none.</summary>
    Interval Bounds => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>
    /// The standard deviation of the rating of somebody without a game, on the scale, as the estimator assumes it; null if it assumes none.
    /// </summary>
    double? PriorDeviation => null;

    /// <summary>Whether the same games in another order may give other ratings.</summary>
    bool DependsOnOrder => false;

    /// <summary>
    /// Whether it estimates the effect of the side. If so, debates are rated individually; otherwise the two debates of a motion pair count
    /// as one result.
    /// </summary>
    bool AdjustsForSides => false;

    /// <summary>Rates all debaters of the table.</summary>
    RatingFit Fit(GameTable games);
}

/// <summary>Ratings in the order of <see cref="GameTable.Names"/>.</summary>
/// <param name="Ratings">One rating a debater, on the scale of the estimator.</param>
/// <param name="Ties">
/// Davidson's tie parameter, at least 0: two equals tie with probability ties / (2 + ties); null in models without one.
/// </param>
public sealed record RatingFit(IReadOnlyList<double> Ratings, double? Ties = null)
{
    /// <summary>
    /// The estimator's own standard deviation of each rating, on its scale; empty for a <see cref="LikelihoodEstimator"/>, whose posterior
    /// has it.
    /// </summary>
    public IReadOnlyList<double> Deviations { get; init; } = [];

    /// <summary>The effects of circumstances, in rating points, in the order of <see cref="EffectNames"/>.</summary>
    public IReadOnlyList<double> Effects { get; init; } = [];

    /// <summary>The circumstances that the estimator adjusts for.</summary>
    public IReadOnlyList<string> EffectNames { get; init; } = [];
}

/// <summary>The scale of the ratings: 400 points are odds of ten to one (Elo 1978), and the mean of all debaters is 1500.</summary>
public static class RatingScale
{
    /// <summary>The mean of all ratings.</summary>
    public const double Base = 1500;

    /// <summary>The scale in words.</summary>
    public const string Meaning = "400 points are odds of ten to one";

    /// <summary>Rating points for one unit of log odds, 400 / ln 10 = 173.72.</summary>
    public static readonly double PointsPerLogOdds = 400 / Math.Log(10);

    /// <summary>The rating of a log strength, given a mean log strength of 0.</summary>
    public static double FromLogStrength(double logStrength) => Base + PointsPerLogOdds * logStrength;

    /// <summary>The log strength of a rating.</summary>
    public static double ToLogStrength(double rating) => (rating - Base) / PointsPerLogOdds;
}
