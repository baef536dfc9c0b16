namespace Debate.Tournaments;

/// <summary>The interval of a debater's rank: from the best to the worst that its games allow, 1 is first.</summary>
public readonly record struct RankInterval(int Best, int Worst)
{
    /// <summary>
    /// The rank intervals of <paramref name="count"/> debaters: below everybody significantly better, above everybody significantly worse,
    /// as Chatbot Arena counts. Significant means that the 95 % interval of the difference excludes 0.
    /// </summary>
    internal static IReadOnlyList<RankInterval> ComputeAll(int count, Func<int, int, bool> surelyBetter)
    {
        var all = Enumerable.Range(0, count).ToArray();
        return Array.ConvertAll(all, i => new RankInterval(
            1 + all.Count(j => surelyBetter(j, i)), count - all.Count(j => surelyBetter(i, j))));
    }
}

/// <summary>The uncertainty of a fit: 95 % intervals in the order of its ratings and effects, and rank intervals.</summary>
public sealed record RatingUncertainty(
    IReadOnlyList<Interval> Ratings, IReadOnlyList<Interval> Effects, IReadOnlyList<RankInterval> Ranks);

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
