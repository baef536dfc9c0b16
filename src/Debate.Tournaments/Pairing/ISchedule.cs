using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>
/// A tournament format: who meets whom, as a pure function of the entrants and the rounds played. A tournament requests a round when the
/// previous one is finished, or stands open for a debater that is not there, journals it and plays it.
/// </summary>
public interface ISchedule
{
    /// <summary>The name of the format in a specification.</summary>
    string Name { get; }

    /// <summary>Whether debaters can join after the first round; they are appended to the entrants.</summary>
    bool AllowsLateEntrants => false;

    /// <summary>Whether a round depends on earlier results; otherwise everything can be played at once.</summary>
    bool DependsOnResults => true;

    /// <summary>Whether a specification may set the number of rounds.</summary>
    bool HasConfigurableRounds => false;

    /// <summary>The maximum number of debates.</summary>
    long MaxDebates(Entrants field);

    /// <summary>The maximum number of rounds.</summary>
    int MaxRounds(Entrants field) => 1;

    /// <summary>Throws <see cref="InputException"/> where the format cannot play this field to its end.</summary>
    void Validate(Entrants field)
    {
        // Most formats play any field.
    }

    /// <summary>
    /// The next round, with at least one match; null if the tournament is over, or nothing more can be drawn while meetings are open.
    /// </summary>
    Round? NextRound(Entrants field, IReadOnlyList<PlayedRound> rounds);

    /// <summary>The ranking by the format's own rule, best first; empty for formats ranked by ratings alone.</summary>
    IReadOnlyList<FinalPlace> RankDebaters(Entrants field, IReadOnlyList<PlayedRound> rounds) => [];
}

/// <summary>A debater's rank by the rule of a format.</summary>
/// <param name="Position">1 for the best; ties share a position. Null for who has not met anybody yet; they stand last.</param>
/// <param name="Name">The debater.</param>
/// <param name="Points">1 a meeting won, by forfeit too, 0.5 a meeting drawn, 1 a bye.</param>
/// <param name="Opposition">The sum of the opponents' points (Buchholz), the tie-break of a Swiss, where a bye counts as an opponent with
/// one's own points; null elsewhere.</param>
/// <param name="Out">The round in which this debater was eliminated; null for other formats and while it is still in.</param>
public sealed record FinalPlace(int? Position, string Name, double Points, double? Opposition = null, string? Out = null)
{
    /// <summary>Assigns positions to debaters already sorted; a position is shared where <paramref name="rank"/> is equal.</summary>
    internal static IReadOnlyList<FinalPlace> AssignPositions<T>(IEnumerable<FinalPlace> sorted, Func<FinalPlace, T> rank)
    {
        var places = new List<FinalPlace>();
        foreach (var place in sorted)
        {
            var ties = places.Count > 0 && Equals(rank(places[^1]), rank(place));
            places.Add(place with { Position = ties ? places[^1].Position : places.Count + 1 });
        }
        return places;
    }

    /// <summary>The places with those last, and without a position, who have not met anybody.</summary>
    internal static IReadOnlyList<FinalPlace> WithdrawPositions(IReadOnlyList<FinalPlace> places, Func<FinalPlace, bool> hasMet) =>
        [.. places.Where(hasMet), .. places.Where(place => !hasMet(place)).Select(place => place with { Position = null })];
}

/// <summary>The registry of all formats; a new one adds one line here.</summary>
public static class Schedules
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<ISchedule> All { get; } =
    [
        new RoundRobin(),
        new DoubleRoundRobin(),
        new Swiss(),
        new SingleElimination(),
        new DoubleElimination(),
        new InformationGain(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>The format of that name; an unknown one is an <see cref="InputException"/>.</summary>
    public static ISchedule Get(string format) => All.FirstOrDefault(s => s.Name == format)
        ?? throw new InputException($"format '{format}': it must be one of {string.Join(", ", All.Select(s => s.Name))}");
}

/// <summary>
/// The entrants, motions and settings from which a schedule makes its rounds. The draw is deterministic: all randomness is in the order of
/// the debaters.
/// </summary>
/// <param name="Debaters">At least two names, best seed first.</param>
/// <param name="Motions">The keys of the motions, at least one, in the order in which rounds use them.</param>
public sealed record Entrants(IReadOnlyList<string> Debaters, IReadOnlyList<string> Motions)
{
    /// <summary>The number of rounds to play, for formats that let it be set; null for the format's own number.</summary>
    public int? Rounds { get; init; }

    /// <summary>The number of motions that a meeting debates in one round, at least 1.</summary>
    public int MotionsPerRound { get; init; } = 1;

    /// <summary>Whether each motion is debated twice with the sides swapped; otherwise once, with sides balanced over the rounds.</summary>
    public bool BothSides { get; init; } = true;

    /// <summary>The debaters who have withdrawn: what is drawn stands, and nothing more is drawn for them.</summary>
    public IReadOnlyCollection<string> Withdrawn { get; init; } = [];

    /// <summary>Whether a debater has withdrawn, by its number.</summary>
    internal bool HasWithdrawn(int debater) => Withdrawn.Contains(Debaters[debater]);

    /// <summary>Whether both debaters of a match are still in the tournament.</summary>
    internal bool Includes(Pairing pairing) => !Withdrawn.Contains(pairing.Pro) && !Withdrawn.Contains(pairing.Con);

    /// <summary>The motions of a round, counted from 0: the next ones in cyclic order.</summary>
    public IEnumerable<string> MotionsInRound(int round) =>
        Enumerable.Range(0, Math.Min(MotionsPerRound, Motions.Count)).Select(i => Motions[(round * MotionsPerRound + i) % Motions.Count]);

    /// <summary>The number of debates in one meeting.</summary>
    public int DebatesPerMeeting => Math.Min(MotionsPerRound, Motions.Count) * (BothSides ? 2 : 1);
}
