namespace Debate.Tournaments;

/// <summary>
/// Who meets whom: a pure function of the field and of what was played. A tournament asks for a round when the one before is finished,
/// journals it and plays it.
/// </summary>
public interface ISchedule
{
    /// <summary>The name of the format in a specification.</summary>
    string Name { get; }

    /// <summary>Whether debaters can join after the first round; they stand at the end of the field.</summary>
    bool TakesNewcomers => false;

    /// <summary>Whether a round depends on the results before it; else everything can be played at once.</summary>
    bool WaitsForResults => true;

    /// <summary>Whether a specification may say how many rounds there are.</summary>
    bool RoundsAreOpen => false;

    /// <summary>The most debates that it asks for.</summary>
    long MostDebates(Field field);

    /// <summary>The most rounds that it asks for.</summary>
    int MostRounds(Field field) => 1;

    /// <summary>The next round, with at least one match; null where the tournament is over. All rounds given are finished.</summary>
    Round? Next(Field field, IReadOnlyList<PlayedRound> rounds);

    /// <summary>Where everybody stands by the format's own rule, best first; empty where nothing but ratings counts.</summary>
    IReadOnlyList<Place> Places(Field field, IReadOnlyList<PlayedRound> rounds) => [];
}

/// <summary>A place by the rule of a format.</summary>
/// <param name="Position">1 for the best; equals share a position.</param>
/// <param name="Name">The debater.</param>
/// <param name="Points">1 a meeting won, 0.5 a meeting drawn, 1 a bye.</param>
/// <param name="Opposition">The sum of the opponents' points (Buchholz), the tie-break of a Swiss; null elsewhere.</param>
/// <param name="Out">The round that ended an elimination for this debater; null elsewhere and for who is still in.</param>
public sealed record Place(int Position, string Name, double Points, double? Opposition = null, string? Out = null)
{
    /// <summary>Positions for debaters already in order, equal where <paramref name="rank"/> is.</summary>
    internal static IReadOnlyList<Place> Ranked<T>(IEnumerable<Place> sorted, Func<Place, T> rank)
    {
        var places = new List<Place>();
        foreach (var place in sorted)
        {
            var ties = places.Count > 0 && Equals(rank(places[^1]), rank(place));
            places.Add(place with { Position = ties ? places[^1].Position : places.Count + 1 });
        }
        return places;
    }
}

/// <summary>Every format; a new one adds one line here.</summary>
public static class Schedules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISchedule> All { get; } =
    [
        new RoundRobin(),
        new DoubleRoundRobin(),
        new Swiss(),
        new SingleElimination(),
        new DoubleElimination(),
        new InformationGain(),
    ];

    /// <summary>The format of that name; an <see cref="InputException"/> where there is none.</summary>
    public static ISchedule Named(string format) => All.FirstOrDefault(s => s.Name == format)
        ?? throw new InputException($"format '{format}': it must be one of {string.Join(", ", All.Select(s => s.Name))}");
}
