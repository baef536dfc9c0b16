namespace Debate.Tournaments;

/// <summary>The places that a debater may have: from the best to the worst that its games allow, 1 is first.</summary>
public readonly record struct RankInterval(int Best, int Worst)
{
    /// <summary>
    /// The places of <paramref name="count"/> debaters: behind everybody who is surely better, before everybody who is surely worse, as
    /// Chatbot Arena counts. Surely means that the 95 % interval of the difference leaves out 0.
    /// </summary>
    internal static IReadOnlyList<RankInterval> Of(int count, Func<int, int, bool> surelyBetter)
    {
        var all = Enumerable.Range(0, count).ToArray();
        return Array.ConvertAll(all, i => new RankInterval(
            1 + all.Count(j => surelyBetter(j, i)), count - all.Count(j => surelyBetter(i, j))));
    }
}

/// <summary>How sure a fit is: 95 % intervals in the order of its ratings and effects, and ranks.</summary>
public sealed record Uncertainty(
    IReadOnlyList<Interval> Ratings, IReadOnlyList<Interval> Effects, IReadOnlyList<RankInterval> Ranks)
{
    /// <summary>Intervals without width and every rank possible: nothing can be said.</summary>
    internal static Uncertainty Unknown(RatingFit fit) => new(
        [.. fit.Ratings.Select(rating => new Interval(rating, rating))],
        [.. fit.Effects.Select(effect => new Interval(effect, effect))],
        RankInterval.Of(fit.Ratings.Count, (_, _) => false));
}

/// <summary>A way to say how sure ratings are.</summary>
public interface IRatingIntervals
{
    /// <summary>The name, as specifications and reports write it.</summary>
    string Name { get; }

    /// <summary>Why the way makes no sense for an estimator; null where it does.</summary>
    string? Refusal(IRatingEstimator estimator) => null;

    /// <summary>
    /// How sure <paramref name="fit"/> is, which <paramref name="estimator"/> made of <paramref name="games"/>. With fewer than two motions
    /// nothing can be said.
    /// </summary>
    Uncertainty Of(IRatingEstimator estimator, GameTable games, RatingFit fit, long seed);
}

/// <summary>The ways to say how sure ratings are; a new one adds one line here.</summary>
public static class RatingIntervals
{
    private static readonly IRatingIntervals[] All = [new BootstrapIntervals(), new SandwichIntervals()];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(way => way.Name)];

    /// <summary>The way of a name; an unknown one is an <see cref="InputException"/>.</summary>
    public static IRatingIntervals Named(string name) => All.FirstOrDefault(way => way.Name == name)
        ?? throw new InputException($"intervals '{name}': must be one of: {string.Join(", ", Names)}");
}
