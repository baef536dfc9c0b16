using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Protocols;
using Debate.Tournaments.Audits;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// The matches of a tournament: a pure function of its run definition and its recorded decisions, so that a report can name every match
/// from the journal alone.
/// </summary>
public sealed class Pairings
{
    /// <summary>The prefix of the keys of motion studies; no pairing's key starts with it.</summary>
    public const string StudyPrefix = "curve.";

    /// <summary>The names of the recorded decisions: the debaters' order, and a round.</summary>
    internal const string Seeding = "seeding", RoundRecord = "round";

    private readonly Problem _problem;
    private readonly IReadOnlyList<Seat> _seats;
    private readonly ProtocolOptions _options;
    private readonly IReadOnlyList<string> _canaries;
    private readonly Tables _tables;

    /// <summary>Creates the schedule of a tournament over the parts of <paramref name="problem"/>.</summary>
    public Pairings(Problem problem, IReadOnlyList<Seat> seats, ProtocolOptions options)
    {
        (_problem, _seats, _options) = (problem, seats, options);
        Debaters = [.. seats.Where(s => s.Debater is not null).Select(s => s.Debater!)];
        Schedule = Schedules.Named(options.Text("format"));
        Field = FieldOf(Debaters);
        _canaries = CanaryMatches.Named(options.GetValueOrDefault("canaries", ""));
        _tables = new(seats, options);
    }

    /// <summary>Creates the schedule of the tournament that a run definition describes.</summary>
    public static Pairings Of(Snapshot snapshot) => new(snapshot.Problem, snapshot.Seats, snapshot.Options);

    /// <summary>The debaters, in the order of the seats.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>The tournament's format.</summary>
    public ISchedule Schedule { get; }

    /// <summary>The entrants before seeding.</summary>
    public Field Field { get; }

    /// <summary>The names of the two debating seats, the one for the motion first.</summary>
    public (string Pro, string Con) Sides => _options.Text("seats").Split(',') is [var pro, var con] ? (pro, con) : ("pro", "con");

    /// <summary>The maximum number of children: debates, studies and canary debates.</summary>
    public long MostChildren => Schedule.MostDebates(Field) + Studies().Count() + Canaries(SeedingOf(null)).Count();

    /// <summary>The studies of the motions, which are not debates.</summary>
    public IEnumerable<Child> Studies()
    {
        var passed = Passed();
        return Protocol == "evidence" && _options.Text("curve") == "yes" ? _problem.Parts.Select((p, i) => Study(p, i, passed)) : [];
    }

    /// <summary>The debates of a round, in playing order.</summary>
    public IEnumerable<Child> Children(Round round)
    {
        var (problems, debaters) = (Problems, Seats);
        return round.Pairings.Select(p => Debate(p.Key, problems[p.Motion], debaters[p.Pro], debaters[p.Con]));
    }

    /// <summary>
    /// The unrated debates that test the judges. Opponents are only the debaters in the recorded order, so that late entrants do not change
    /// them.
    /// </summary>
    public IEnumerable<CanaryMatch> Canaries(string seeding) =>
        CanaryMatches.Of(_canaries, SeededField(seeding).Debaters.Take(seeding.Split('\n').Length).ToArray(), [.. Problems.Keys]);

    /// <summary>The canary debates as children, before an order is recorded.</summary>
    public IEnumerable<Child> CanaryDebates() => CanaryDebates(SeedingOf(null));

    /// <summary>The canary debates as children.</summary>
    public IEnumerable<Child> CanaryDebates(string seeding)
    {
        var (problems, debaters) = (Problems, Seats);
        return Canaries(seeding).Select(match =>
        {
            var own = CanarySeat(match.Canary);
            var opponent = match.Opponent is { } name ? debaters[name] : CanarySeat(Deliberation.Canaries.Silent);
            var (pro, con) = match.Side == Side.Pro ? (own, opponent) : (opponent, own);
            return Debate(match.Key, problems[match.Motion], pro, con, all: true);
        });
    }

    /// <summary>The entrants and rounds recorded in a journal; no rounds if none was drawn.</summary>
    public (Field Field, IReadOnlyList<PlayedRound> Rounds) Recorded(IReadOnlyList<EntryBody> entries)
    {
        var verdicts = Verdicts(entries);
        var field = entries.OfType<Recorded>().FirstOrDefault(r => r.Name == Seeding) is { } seeding ? SeededField(seeding.Value) : Field;
        var rounds = entries.OfType<Recorded>().Where(r => r.Name == RoundRecord).Select(r => RoundText.Read(r.Value, field));
        return (field, [.. rounds.Select(round => Played(round, verdicts))]);
    }

    /// <summary>The verdicts of debates and studies, by key.</summary>
    internal static Dictionary<string, Verdict> Verdicts(IReadOnlyList<EntryBody> entries)
    {
        var start = entries[0] is Started { Snapshot.Id: var id } ? id.Value.Length + 1 : 0;
        return entries.OfType<Deliberated>().ToDictionary(c => c.Child.Value[start..], c => c.Verdict, StringComparer.Ordinal);
    }

    /// <summary>The score of the side for the motion: 1 if it won, 0 if the other side won, otherwise 0.5.</summary>
    internal double ScoreOf(Verdict verdict) => verdict.Side == Sides.Pro ? 1 : verdict.Side == Sides.Con ? 0 : 0.5;

    /// <summary>The order of the debaters in its recorded form: as listed, or shuffled if random draws are given.</summary>
    internal string SeedingOf(Draws? draws)
    {
        var order = Debaters.Select(Slug.Of).ToArray();
        draws?.Shuffle(order);
        return string.Join('\n', order);
    }

    /// <summary>The entrants in a recorded order, followed by late entrants.</summary>
    internal Field SeededField(string seeding)
    {
        var names = Debaters.ToDictionary(Slug.Of, StringComparer.Ordinal);
        var seeded = seeding.Split('\n').Select(slug => names[slug]).ToArray();
        return FieldOf([.. seeded, .. Debaters.Except(seeded, StringComparer.Ordinal)]);
    }

    /// <summary>A round with the results of its matches that have a verdict.</summary>
    internal PlayedRound Played(Round round, IReadOnlyDictionary<string, Verdict> verdicts) =>
        new(round, [.. round.Pairings.Where(p => verdicts.ContainsKey(p.Key)).Select(p => GameOf(p, verdicts[p.Key]))]);

    private string Protocol => _options.Text("protocol");

    private SortedDictionary<string, Problem> Problems =>
        new(_problem.Parts.ToDictionary(p => p.Key, StringComparer.Ordinal), StringComparer.Ordinal);

    private Dictionary<string, Seat> Seats =>
        _seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);

    private Child Debate(string key, Problem problem, Seat pro, Seat con, bool all = false) =>
        _tables.Child(key, problem, pro with { Name = Sides.Pro }, con with { Name = Sides.Con }, all);

    private static Seat CanarySeat(string canary) => new(canary, Deliberation.Canaries.Model(canary));

    private ProtocolOptions Passed() => _options.Under(Protocol);

    private Field FieldOf(IReadOnlyList<string> debaters) => new(debaters, [.. _problem.Parts.Select(p => p.Key)])
    {
        Rounds = _options.Number("rounds") is > 0 and var rounds ? rounds : null,
        MotionsPerRound = _options.Number("motions-per-round"),
        BothSides = _options.Text("sides") == "both",
    };

    private Game GameOf(Pairing pairing, Verdict verdict)
    {
        var (score, written) = (ScoreOf(verdict), verdict.Measures);
        var (pro, con) = (written.GetValueOrDefault(Judged.Length(Sides.Pro)), written.GetValueOrDefault(Judged.Length(Sides.Con)));
        return new(pairing.Pro, pairing.Con, score, pairing.Motion)
        {
            Side = 1,
            Margin = 2 * written.GetValueOrDefault(Judged.Share, score) - 1,
            Length = pro + con > 0 ? (pro - con) / (pro + con) : 0,
        };
    }

    private static Child Study(Problem problem, int index, ProtocolOptions passed) => new(
        $"{StudyPrefix}{index}", "agreement", problem, [new("pro", "greedy"), new("con", "greedy")],
        new(passed.Where(o => o.Key is "judge" or "burden")));
}
