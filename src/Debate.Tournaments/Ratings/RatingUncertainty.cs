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
