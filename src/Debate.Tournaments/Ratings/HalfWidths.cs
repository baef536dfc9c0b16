namespace Debate.Tournaments;

/// <summary>
/// Half-widths of 95 % intervals from two variances: the one that differences between motions show, which holds whatever games on one
/// motion have in common but is known with M - 1 degrees of freedom only, and the model's, which takes all games as independent but is
/// never 0. From <see cref="FewMotions"/> on it is the former with Student's t, and never less than the latter with the normal: games that
/// all went one way show no differences. With fewer motions neither t nor percentiles say anything useful (two motions have t = 12.7 and
/// three different resamples), so the variances are pooled, the model's as if it were known with <see cref="ModelDegrees"/> degrees of
/// freedom (the moderated t of Smyth, "Linear models and empirical Bayes methods", 2004).
/// </summary>
/// <param name="motions">The number of motions, M; with at most one the model's variance is all there is.</param>
internal sealed class HalfWidths(int motions)
{
    /// <summary>The number of motions below which variances are pooled.</summary>
    internal const int FewMotions = 6;

    /// <summary>The degrees of freedom of the model's variance among few motions.</summary>
    private const int ModelDegrees = 4;

    private readonly int _degrees = Math.Max(0, motions - 1);

    private readonly double _quantile =
        motions == 0 ? Wilson.Z95 : StudentT.HalfWidth(Math.Max(0, motions - 1) + (motions < FewMotions ? ModelDegrees : 0));

    /// <summary>Whether the motions are too few for percentiles.</summary>
    internal bool HasFewMotions => motions < FewMotions;

    /// <summary>The half-width; <paramref name="byMotions"/> is not used without two motions.</summary>
    internal double Compute(double byMotions, double byModel)
    {
        var variance = HasFewMotions ? (_degrees * byMotions + ModelDegrees * byModel) / (_degrees + ModelDegrees) : byMotions;
        return Math.Max(_quantile * Math.Sqrt(Math.Max(0, variance)), ByModel(byModel));
    }

    /// <summary>The half-width that the model alone gives to a variance.</summary>
    internal static double ByModel(double variance) => Wilson.Z95 * Math.Sqrt(Math.Max(0, variance));
}
