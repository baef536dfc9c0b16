namespace Debate.Tournaments;

/// <summary>Turns games into ratings. The same games give the same ratings; only an estimator that says so looks at their order.</summary>
public interface IRatingEstimator
{
    /// <summary>The name of the estimator, as reports show it.</summary>
    string Name { get; }

    /// <summary>The ratings of all debaters of the table.</summary>
    RatingFit Fit(GameTable games);
}

/// <summary>Ratings in the order of <see cref="GameTable.Names"/>.</summary>
/// <param name="Ratings">One rating a debater, in rating points.</param>
/// <param name="Ties">
/// Davidson's tie parameter, at least 0: two equals tie with probability ties / (2 + ties); null in models without.
/// </param>
public sealed record RatingFit(IReadOnlyList<double> Ratings, double? Ties = null);

/// <summary>The scale of the ratings: 400 points are odds of ten to one (Elo 1978), and the mean of the field is 1500.</summary>
public static class RatingScale
{
    /// <summary>The mean of all ratings.</summary>
    public const double Base = 1500;

    /// <summary>Rating points for one unit of log odds, 400 / ln 10 = 173.72.</summary>
    public static readonly double PointsPerLogOdds = 400 / Math.Log(10);

    /// <summary>The rating of a log strength, where the mean log strength is 0.</summary>
    public static double Of(double logStrength) => Base + PointsPerLogOdds * logStrength;

    /// <summary>The log strength of a rating.</summary>
    public static double LogStrength(double rating) => (rating - Base) / PointsPerLogOdds;
}
