namespace Debate.Tournaments;

/// <summary>Turns games into ratings. The same games give the same ratings; only an estimator that says so looks at their order.</summary>
public interface IRatingEstimator
{
    /// <summary>The name of the estimator, as specifications and reports write it.</summary>
    string Name { get; }

    /// <summary>What its numbers mean, as a phrase.</summary>
    string Scale => RatingScale.Meaning;

    /// <summary>Whether the same games in another order may give other ratings.</summary>
    bool DependsOnOrder => false;

    /// <summary>
    /// Whether it estimates what a side is worth. Then debates are rated as they are; else the two of a motion pair count as one result.
    /// </summary>
    bool AdjustsForSides => false;

    /// <summary>The ratings of all debaters of the table.</summary>
    RatingFit Fit(GameTable games);
}

/// <summary>Ratings in the order of <see cref="GameTable.Names"/>.</summary>
/// <param name="Ratings">One rating a debater, on the scale of the estimator.</param>
/// <param name="Ties">
/// Davidson's tie parameter, at least 0: two equals tie with probability ties / (2 + ties); null in models without.
/// </param>
public sealed record RatingFit(IReadOnlyList<double> Ratings, double? Ties = null)
{
    /// <summary>The estimator's own deviation of each rating, where it keeps one; else empty.</summary>
    public IReadOnlyList<double> Deviations { get; init; } = [];

    /// <summary>What circumstances are worth, in rating points, in the order of <see cref="EffectNames"/>.</summary>
    public IReadOnlyList<double> Effects { get; init; } = [];

    /// <summary>The circumstances that the estimator adjusts for.</summary>
    public IReadOnlyList<string> EffectNames { get; init; } = [];
}

/// <summary>The scale of the ratings: 400 points are odds of ten to one (Elo 1978), and the mean of the field is 1500.</summary>
public static class RatingScale
{
    /// <summary>The mean of all ratings.</summary>
    public const double Base = 1500;

    /// <summary>The scale in words.</summary>
    public const string Meaning = "400 points are odds of ten to one";

    /// <summary>Rating points for one unit of log odds, 400 / ln 10 = 173.72.</summary>
    public static readonly double PointsPerLogOdds = 400 / Math.Log(10);

    /// <summary>The rating of a log strength, where the mean log strength is 0.</summary>
    public static double Of(double logStrength) => Base + PointsPerLogOdds * logStrength;

    /// <summary>The log strength of a rating.</summary>
    public static double LogStrength(double rating) => (rating - Base) / PointsPerLogOdds;
}
