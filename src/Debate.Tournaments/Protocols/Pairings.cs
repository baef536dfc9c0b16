using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// What a tournament plays: a pure function of its snapshot and of what it recorded, so that a report can name every match without asking
/// anybody.
/// </summary>
public sealed class Pairings
{
    /// <summary>The key of the study of a motion begins with this, which no pairing's key does.</summary>
    public const string StudyPrefix = "curve.";

    /// <summary>The name of the record of the debaters' order, and of that of a round.</summary>
    internal const string Seeding = "seeding", RoundRecord = "round";

    private readonly Problem _problem;
    private readonly IReadOnlyList<Seat> _seats;
    private readonly ProtocolOptions _options;

    /// <summary>The pairings of a tournament over the parts of <paramref name="problem"/>.</summary>
    public Pairings(Problem problem, IReadOnlyList<Seat> seats, ProtocolOptions options)
    {
        (_problem, _seats, _options) = (problem, seats, options);
        Debaters = [.. seats.Where(s => s.Debater is not null).Select(s => s.Debater!)];
        Schedule = Schedules.Named(options.Text("format"));
        Field = FieldOf(Debaters);
    }

    /// <summary>The pairings of a tournament.</summary>
    public static Pairings Of(Snapshot snapshot) => new(snapshot.Problem, snapshot.Seats, snapshot.Options);

    /// <summary>The debaters, in the order in which they were named.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>Who meets whom.</summary>
    public ISchedule Schedule { get; }

    /// <summary>The field before it is seeded.</summary>
    public Field Field { get; }

    /// <summary>The seats that debaters take, the side that argues for the motion first.</summary>
    public (string Pro, string Con) Sides => _options.Text("seats").Split(',') is [var pro, var con] ? (pro, con) : ("pro", "con");

    /// <summary>Debates and studies, at most.</summary>
    public long MostChildren => Schedule.MostDebates(Field) + Studies().Count();

    /// <summary>The studies of the motions, which are no debates.</summary>
    public IEnumerable<Child> Studies()
    {
        var passed = Passed();
        return Protocol == "evidence" && _options.Text("curve") == "yes" ? _problem.Parts.Select((p, i) => Study(p, i, passed)) : [];
    }

    /// <summary>The debates of a round, in playing order.</summary>
    public IEnumerable<Child> Children(Round round)
    {
        var passed = Passed();
        var problems = _problem.Parts.ToDictionary(p => p.Key, StringComparer.Ordinal);
        var debaters = _seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);
        var others = _seats.Where(s => s.Debater is null).ToArray();
        var (pro, con) = Sides;
        return round.Pairings.Select(pairing => new Child(
            pairing.Key, Protocol, problems[pairing.Motion],
            [debaters[pairing.Pro] with { Name = pro }, debaters[pairing.Con] with { Name = con }, .. others], passed));
    }

    /// <summary>The field and the rounds that a journal tells of; no round where none was drawn.</summary>
    public (Field Field, IReadOnlyList<PlayedRound> Rounds) Recorded(IReadOnlyList<EntryBody> entries)
    {
        var verdicts = Verdicts(entries);
        var field = entries.OfType<Recorded>().FirstOrDefault(r => r.Name == Seeding) is { } seeding ? SeededField(seeding.Value) : Field;
        var rounds = entries.OfType<Recorded>().Where(r => r.Name == RoundRecord).Select(r => RoundText.Read(r.Value, field));
        return (field, [.. rounds.Select(round => Played(round, verdicts))]);
    }

    /// <summary>The verdicts of debates and studies by their keys.</summary>
    internal static Dictionary<string, Verdict> Verdicts(IReadOnlyList<EntryBody> entries)
    {
        var start = entries[0] is Started { Snapshot.Id: var id } ? id.Value.Length + 1 : 0;
        return entries.OfType<Deliberated>().ToDictionary(c => c.Child.Value[start..], c => c.Verdict, StringComparer.Ordinal);
    }

    /// <summary>The score of the side that holds the motion: 1 where it won, 0 where the other one did, else 0.5.</summary>
    internal double ScoreOf(Verdict verdict) => verdict.Side == Sides.Pro ? 1 : verdict.Side == Sides.Con ? 0 : 0.5;

    /// <summary>The order of the debaters as it is recorded: as they were named, or drawn where there is something to draw from.</summary>
    internal string SeedingOf(Draws? draws)
    {
        var order = Debaters.Select(Slug.Of).ToArray();
        draws?.Shuffle(order);
        return string.Join('\n', order);
    }

    /// <summary>The field in a recorded order; who came later stands behind it.</summary>
    internal Field SeededField(string seeding)
    {
        var names = Debaters.ToDictionary(Slug.Of, StringComparer.Ordinal);
        var seeded = seeding.Split('\n').Select(slug => names[slug]).ToArray();
        return FieldOf([.. seeded, .. Debaters.Except(seeded, StringComparer.Ordinal)]);
    }

    /// <summary>A round with the results of those of its matches that have a verdict.</summary>
    internal PlayedRound Played(Round round, IReadOnlyDictionary<string, Verdict> verdicts) =>
        new(round, [.. round.Pairings.Where(p => verdicts.ContainsKey(p.Key)).Select(p => GameOf(p, verdicts[p.Key]))]);

    private string Protocol => _options.Text("protocol");

    private ProtocolOptions Passed() => _options.Under(Protocol);

    private Field FieldOf(IReadOnlyList<string> debaters) => new(debaters, [.. _problem.Parts.Select(p => p.Key)])
    {
        Rounds = _options.Number("rounds") is > 0 and var rounds ? rounds : null,
        MotionsPerRound = _options.Number("motions-per-round"),
        BothSides = _options.Text("sides") == "both",
    };

    private Game GameOf(Pairing pairing, Verdict verdict) => new(pairing.Pro, pairing.Con, ScoreOf(verdict), pairing.Motion) { Side = 1 };

    private static Child Study(Problem problem, int index, ProtocolOptions passed) => new(
        $"{StudyPrefix}{index}", "agreement", problem, [new("pro", "greedy"), new("con", "greedy")],
        new(passed.Where(o => o.Key is "judge" or "burden")));
}
