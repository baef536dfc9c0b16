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
