using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>The registry of rating estimators; a new one adds one line here.</summary>
public static class RatingEstimators
{
    /// <summary>The name of the default estimator.</summary>
    public const string Default = "davidson";

    private static readonly IRatingEstimator[] All =
    [
        new BradleyTerryDavidson(),
        new BradleyTerry(),
        new MarginBradleyTerry(),
        new ContextualBradleyTerry(),
        new Glicko2(),
        new TrueSkill(),
        new Elo(),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(estimator => estimator.Name)];

    /// <summary>The estimator of a name; an unknown one is an <see cref="InputException"/>.</summary>
    public static IRatingEstimator Get(string name) => All.FirstOrDefault(estimator => estimator.Name == name)
        ?? throw new InputException($"rating '{name}': must be one of: {string.Join(", ", Names)}");
}

/// <summary>How a leaderboard is computed: an estimator and an interval method.</summary>
/// <param name="Estimator">The rating estimator.</param>
/// <param name="Intervals">The interval method.</param>
public sealed record RatingMethod(IRatingEstimator Estimator, IRatingIntervals Intervals)
{
    /// <summary>Whether debates that nobody judged are rated as draws; else they are in no rating.</summary>
    public bool RatesUnjudged { get; init; }

    /// <summary>The games that it rates.</summary>
    internal IReadOnlyCollection<Game> Select(IReadOnlyCollection<Game> games) =>
        RatesUnjudged || games.All(game => game.IsJudged) ? games : [.. games.Where(game => game.IsJudged)];

    /// <summary>
    /// The method with these names, as in specifications; null or empty means the default: davidson, and intervals by bootstrap, or by
    /// sandwich if circumstances make each fit slow. Unknown names and incompatible combinations are an <see cref="InputException"/>.
    /// </summary>
    public static RatingMethod FromNames(string? rating = null, string? intervals = null)
    {
        var estimator = RatingEstimators.Get(string.IsNullOrEmpty(rating) ? RatingEstimators.Default : rating);
        var fallback = estimator.AdjustsForSides ? "sandwich" : "bootstrap";
        var ways = RatingIntervals.Get(string.IsNullOrEmpty(intervals) ? fallback : intervals);
        return ways.FindIncompatibility(estimator) is { } refusal
            ? throw new InputException($"intervals '{ways.Name}': {refusal}") : new(estimator, ways);
    }
}
