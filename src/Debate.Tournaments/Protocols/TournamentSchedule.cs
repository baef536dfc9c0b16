using Debate.Core;
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
public sealed class TournamentSchedule
{
    /// <summary>The prefix of the keys of motion studies; no pairing's key starts with it.</summary>
    public const string StudyKeyPrefix = "curve.";

    /// <summary>The names of the recorded decisions: the debaters' order, and a round.</summary>
    internal const string SeedingRecord = "seeding", RoundRecord = "round";

    private readonly Problem _problem;
    private readonly IReadOnlyList<Seat> _seats;
    private readonly TournamentOptions _options;
    private readonly ProtocolOptions _debateOptions;
    private readonly IReadOnlyList<string> _canaries;
    private readonly MatchFactory _matchFactory;

    /// <summary>Creates the schedule of a tournament over the parts of <paramref name="problem"/>.</summary>
    public TournamentSchedule(Problem problem, IReadOnlyList<Seat> seats, ProtocolOptions options)
    {
        (_problem, _seats, _options) = (problem, seats, options.Read<TournamentOptions>());
        _debateOptions = options.WithPrefix(_options.Protocol);
        Debaters = [.. seats.Where(s => s.Debater is not null).Select(s => s.Debater!)];
        Withdrawn = [.. seats.Where(s => s.HasWithdrawn).Select(s => s.Debater!)];
        Schedule = Schedules.Get(_options.Format);
        Entrants = CreateEntrants(Debaters);
        _canaries = _options.Canaries.Names;
        _matchFactory = new(seats, _options, _debateOptions);
    }

    /// <summary>Creates the schedule of the tournament that a run definition describes.</summary>
    public static TournamentSchedule FromDefinition(RunDefinition definition) =>
        new(definition.Problem, definition.Seats, definition.Options);

    /// <summary>The debaters, in the order of the seats.</summary>
    public IReadOnlyList<string> Debaters { get; }

    /// <summary>The debaters who have withdrawn, in the same order.</summary>
    public IReadOnlyList<string> Withdrawn { get; }

    /// <summary>The tournament's format.</summary>
    public ISchedule Schedule { get; }

    /// <summary>The entrants before seeding.</summary>
    public Entrants Entrants { get; }

    /// <summary>The names of the two debating seats, the one for the motion first.</summary>
    public (string Pro, string Con) Sides => _options.Seats is { } seats ? (seats.Pro, seats.Con) : ("pro", "con");

    /// <summary>The maximum number of children: debates, studies and canary debates.</summary>
    public long MaxChildren => Schedule.MaxDebates(Entrants) + CreateStudies().Count() + CreateCanaryMatches(CreateSeeding(null)).Count();

    /// <summary>The studies of the motions, which are not debates.</summary>
    public IEnumerable<Child> CreateStudies() =>
        _options is { Protocol: "evidence", Curve: true } ? _problem.Parts.Select((p, i) => CreateStudy(p, i, _debateOptions)) : [];

    /// <summary>The debates of a round, in playing order.</summary>
    public IEnumerable<Child> CreateDebates(Round round)
    {
        var (problems, debaters) = (ProblemsByKey, SeatsByDebater);
        return round.Pairings.Select(p => CreateDebate(p.Key, problems[p.Motion], debaters[p.Pro], debaters[p.Con]));
    }

    /// <summary>
    /// The unrated debates that test the judges. Opponents are only the debaters in the recorded order, so that late entrants do not change
    /// them.
    /// </summary>
    public IEnumerable<CanaryMatch> CreateCanaryMatches(string seeding) =>
        CanaryMatches.Create(_canaries, SeedEntrants(seeding).Debaters.Take(seeding.Split('\n').Length).ToArray(), [.. ProblemsByKey.Keys]);

    /// <summary>The canary debates as children, before an order is recorded.</summary>
    public IEnumerable<Child> CreateCanaryDebates() => CreateCanaryDebates(CreateSeeding(null));

    /// <summary>The canary debates as children.</summary>
    public IEnumerable<Child> CreateCanaryDebates(string seeding)
    {
        var (problems, debaters) = (ProblemsByKey, SeatsByDebater);
        return CreateCanaryMatches(seeding).Select(match =>
        {
            var own = CreateCanarySeat(match.Canary);
            var opponent = match.Opponent is { } name ? debaters[name] : CreateCanarySeat(Deliberation.Canaries.Silent);
            var (pro, con) = match.Side == Side.Pro ? (own, opponent) : (opponent, own);
            return CreateDebate(match.Key, problems[match.Motion], pro, con, all: true);
        });
    }

    /// <summary>The entrants and rounds recorded in a journal; no rounds if none was drawn.</summary>
    public (Entrants Field, IReadOnlyList<PlayedRound> Rounds) ReadRounds(IReadOnlyList<EntryBody> entries)
    {
        var results = ReadResults(entries);
        var field = entries.OfType<DecisionRecorded>().FirstOrDefault(r => r.Name == SeedingRecord) is { } seeding
            ? SeedEntrants(seeding.Value) : Entrants;
        var rounds = entries.OfType<DecisionRecorded>().Where(r => r.Name == RoundRecord).Select(r => RoundCodec.Read(r.Value, field));
        return (field, [.. rounds.Select(round => WithResults(round, results))]);
    }

    /// <summary>The verdicts of the debates that count, without studies and those that test the judges.</summary>
    public static IReadOnlyList<Verdict> ReadDebates(IReadOnlyList<EntryBody> entries)
    {
        var verdicts = ReadVerdicts(entries);
        return [.. FromDefinition(RunDefinitions.FromEntries(entries)).ReadRounds(entries).Rounds
            .SelectMany(r => r.Round.Pairings).Select(p => verdicts.GetValueOrDefault(p.Key)).OfType<Verdict>()];
    }

    /// <summary>The verdicts of debates and studies, by key.</summary>
    internal static Dictionary<string, Verdict> ReadVerdicts(IReadOnlyList<EntryBody> entries)
    {
        var start = entries[0] is RunStarted { Definition.Id: var id } ? id.Value.Length + 1 : 0;
        return entries.OfType<ChildCompleted>().ToDictionary(c => c.Child.Value[start..], c => c.Verdict, StringComparer.Ordinal);
    }

    /// <summary>What became of debates and studies, by key.</summary>
    private static Dictionary<string, ChildResult> ReadResults(IReadOnlyList<EntryBody> entries)
    {
        var start = entries[0] is RunStarted { Definition.Id: var id } ? id.Value.Length + 1 : 0;
        var results = ReadVerdicts(entries).ToDictionary(v => v.Key, v => new ChildResult(v.Value, null), StringComparer.Ordinal);
        foreach (var forgone in entries.OfType<ChildForgone>()) results[forgone.Child.Value[start..]] = new(null, forgone.Decision);
        return results;
    }

    /// <summary>The seed of the standings' intervals.</summary>
    internal static long DeriveStandingsSeed(long seed) => SeededRandom.DeriveSeed(seed, "standings");

    /// <summary>The score of the side for the motion: 1 if it won, 0 if the other side won, otherwise 0.5.</summary>
    internal double ProScore(Verdict verdict) => verdict.Side == Sides.Pro ? 1 : verdict.Side == Sides.Con ? 0 : 0.5;

    /// <summary>The order of the debaters in its recorded form: as listed, or shuffled if random draws are given.</summary>
    internal string CreateSeeding(SeededRandom? draws)
    {
        var order = Debaters.Select(Slug.Create).ToArray();
        draws?.Shuffle(order);
        return string.Join('\n', order);
    }

    /// <summary>The entrants in a recorded order, followed by late entrants.</summary>
    internal Entrants SeedEntrants(string seeding)
    {
        var names = Debaters.ToDictionary(Slug.Create, StringComparer.Ordinal);
        var seeded = seeding.Split('\n').Select(slug => names[slug]).ToArray();
        return CreateEntrants([.. seeded, .. Debaters.Except(seeded, StringComparer.Ordinal)]);
    }

    /// <summary>A round with its matches that have a verdict, and those that were forfeited.</summary>
    internal PlayedRound WithResults(Round round, IReadOnlyDictionary<string, ChildResult> results)
    {
        var found = round.Pairings.Where(p => results.ContainsKey(p.Key)).Select(p => (Pairing: p, Result: results[p.Key])).ToArray();
        return new(round, [.. found.Where(f => f.Result.Verdict is not null).Select(f => ToGame(f.Pairing, f.Result.Verdict!))])
        {
            Forfeits = [.. found.Where(f => f.Result.Decision is not null)
                .Select(f => Forfeit.Create(f.Pairing, Absences.ReadForfeit(f.Result.Decision!))).OfType<Forfeit>()],
        };
    }

    private SortedDictionary<string, Problem> ProblemsByKey =>
        new(_problem.Parts.ToDictionary(p => p.Key, StringComparer.Ordinal), StringComparer.Ordinal);

    private Dictionary<string, Seat> SeatsByDebater =>
        _seats.Where(s => s.Debater is not null).ToDictionary(s => s.Debater!, StringComparer.Ordinal);

    private Child CreateDebate(string key, Problem problem, Seat pro, Seat con, bool all = false) =>
        _matchFactory.CreateMatch(key, problem, pro with { Name = Sides.Pro }, con with { Name = Sides.Con }, all);

    private static Seat CreateCanarySeat(string canary) => new(canary, Deliberation.Canaries.ModelName(canary));

    private Entrants CreateEntrants(IReadOnlyList<string> debaters) => new(debaters, [.. _problem.Parts.Select(p => p.Key)])
    {
        Rounds = _options.Rounds is > 0 and var rounds ? rounds : null,
        MotionsPerRound = _options.MotionsPerRound,
        BothSides = _options.Sides == MeetingSides.Both,
        Withdrawn = Withdrawn,
    };

    internal Game ToGame(Pairing pairing, Verdict verdict)
    {
        var (score, written) = (ProScore(verdict), verdict.Measures);
        var (pro, con) = (written.GetValueOrDefault(JudgedDebate.GetLengthMeasure(Sides.Pro)),
            written.GetValueOrDefault(JudgedDebate.GetLengthMeasure(Sides.Con)));
        return new(pairing.Pro, pairing.Con, score, pairing.Motion)
        {
            Side = 1,
            IsJudged = verdict.DecidingFault is null,
            Margin = 2 * written.GetValueOrDefault(JudgedDebate.ShareMeasure, score) - 1,
            Length = pro + con > 0 ? (pro - con) / (pro + con) : 0,
        };
    }

    private static Child CreateStudy(Problem problem, int index, ProtocolOptions passed) => new(
        $"{StudyKeyPrefix}{index}", "agreement", problem, [new("pro", "greedy"), new("con", "greedy")],
        new(passed.Where(o => o.Key is "judge" or "burden")));
}
