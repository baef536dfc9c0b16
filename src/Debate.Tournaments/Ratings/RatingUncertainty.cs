using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>The interval of a debater's rank: from the best to the worst that its games allow, 1 is first.</summary>
public readonly record struct RankInterval(int Best, int Worst)
{
    /// <summary>The probability of any false order among all that is called sure.</summary>
    private const double Level = 0.05;

    /// <summary>
    /// The rank intervals: below everybody surely better, above everybody surely worse; null for who has no game. Sure are the orders that
    /// Holm's correction leaves significant over all pairs whom a chain of games compares, so that with 95 % none of them is false:
    /// simultaneous intervals, where those of Chatbot Arena are each by itself (Al Mohamad, Goeman and van Zwet, "Simultaneous confidence
    /// intervals for ranks", 2021). A pair's p-value is the model's, or that of <paramref name="observed"/> differences if it is greater.
    /// </summary>
    internal static IReadOnlyList<RankInterval?> ComputeAll(
        IReadOnlyList<double> ratings, ModelUncertainty model, Func<int, int, double> observed)
    {
        int[] ranked = [.. Enumerable.Range(0, ratings.Count).Where(model.HasGames).OrderByDescending(i => ratings[i])];
        var pairs = (from place in Enumerable.Range(0, ranked.Length)
                     from below in ranked.Skip(place + 1)
                     where model.Compares(ranked[place], below)
                     select (Better: ranked[place], Worse: below)).ToArray();
        var adjusted = Holm.Adjust(Array.ConvertAll(pairs, pair => ComputePValue(pair.Better, pair.Worse, model, observed)));
        var (better, worse) = (new int[ratings.Count], new int[ratings.Count]);
        foreach (var (pair, _) in pairs.Zip(adjusted).Where(test => test.Second <= Level))
        {
            better[pair.Worse]++;
            worse[pair.Better]++;
        }
        return
        [
            .. ratings.Select((_, i) => model.HasGames(i)
                ? new RankInterval(1 + better[i], ranked.Length - worse[i]) : default(RankInterval?)),
        ];
    }

    private static double ComputePValue(int better, int worse, ModelUncertainty model, Func<int, int, double> observed)
    {
        var byModel = model.ComputePValue(better, worse);
        // What is not significant by itself is not by Holm's correction, and resamples are many.
        return byModel > Level ? byModel : Math.Max(byModel, observed(better, worse));
    }
}

/// <summary>
/// The uncertainty of a fit: 95 % intervals in the order of its ratings and effects, and rank intervals, null for who has no game.
/// </summary>
public sealed record RatingUncertainty(
    IReadOnlyList<Interval> Ratings, IReadOnlyList<Interval> Effects, IReadOnlyList<RankInterval?> Ranks);

/// <summary>A method for the intervals of ratings.</summary>
public interface IRatingIntervals
{
    /// <summary>The method's name in specifications and reports.</summary>
    string Name { get; }

    /// <summary>Why the method is not applicable to an estimator; null if it is.</summary>
    string? FindIncompatibility(IRatingEstimator estimator) => null;

    /// <summary>
    /// The uncertainty of <paramref name="fit"/>, which <paramref name="estimator"/> computed from <paramref name="games"/>. With one
    /// motion intervals are the model's own, and no rank is sure.
    /// </summary>
    RatingUncertainty Compute(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed);
}

/// <summary>The registry of interval methods; a new one adds one line here.</summary>
public static class RatingIntervals
{
    private static readonly IRatingIntervals[] All = [new BootstrapIntervals(), new SandwichIntervals()];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(way => way.Name)];

    /// <summary>The method of a name; an unknown one is an <see cref="InputException"/>.</summary>
    public static IRatingIntervals Get(string name) => All.FirstOrDefault(way => way.Name == name)
        ?? throw new InputException($"intervals '{name}': must be one of: {string.Join(", ", Names)}");
}

/// <summary>
/// Half-widths of 95 % intervals, and p-values, from two variances: the one that differences between motions show, which holds whatever
/// games on one motion have in common but is known with M - 1 degrees of freedom only, and the model's, which takes all games as
/// independent but is never 0. From <see cref="FewMotions"/> on an interval is by the former with Student's t, and never less than by the
/// latter with the normal: games that all went one way show no differences. With fewer motions neither t nor percentiles say anything
/// useful (two motions have t = 12.7 and three different resamples), so the variances are pooled, the model's as if it were known with
/// <see cref="ModelDegrees"/> degrees of freedom (the moderated t of Smyth, "Linear models and empirical Bayes methods", 2004).
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

    /// <summary>
    /// The half-width, never more than the prior's; <paramref name="byMotions"/> is not used without two motions.
    /// <paramref name="byPrior"/> is the variance without any game, infinite without a prior.
    /// </summary>
    internal double Compute(double byMotions, double byModel, double byPrior)
    {
        var half = HasFewMotions ? WidenGames(Pool(byMotions, byModel), byPrior) : _quantile * Math.Sqrt(Math.Max(0, byMotions));
        return Math.Min(Math.Max(half, ByModel(byModel)), ByModel(byPrior));
    }

    /// <summary>The half-width that the model alone gives to a variance.</summary>
    internal static double ByModel(double variance) => Wilson.Z95 * Math.Sqrt(Math.Max(0, variance));

    /// <summary>
    /// The two-sided p-value of a difference of ratings. The variances are pooled whatever the number of motions, as Smyth does for many
    /// tests at once: their level lies where t has fat tails. Without a <paramref name="byModel"/> that is the estimator's own the motions'
    /// is taken alone. With at most one motion it is 1.
    /// </summary>
    internal double ComputePValue(double difference, double byMotions, double? byModel)
    {
        if (motions < 2) return 1;
        var (variance, degrees) = byModel is { } own ? (Pool(byMotions, own), _degrees + ModelDegrees) : (byMotions, _degrees);
        return variance > 0 ? StudentT.TwoSidedPValue(difference / Math.Sqrt(variance), degrees) : difference == 0 ? 1 : 0;
    }

    private double Pool(double byMotions, double byModel) =>
        (_degrees * byMotions + ModelDegrees * byModel) / (_degrees + ModelDegrees);

    /// <summary>
    /// Student's t for what games say, of which the posterior's precision is the part that the prior has not; the prior is known.
    /// </summary>
    private double WidenGames(double variance, double byPrior)
    {
        var games = 1 / variance - 1 / byPrior;
        return games > 0 ? 1 / Math.Sqrt(games / (_quantile * _quantile) + 1 / (Wilson.Z95 * Wilson.Z95 * byPrior)) : ByModel(byPrior);
    }
}
