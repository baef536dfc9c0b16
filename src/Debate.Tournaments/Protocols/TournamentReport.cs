using System.Globalization;
using System.Text.Json.Serialization;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Protocols;

namespace Debate.Tournaments.Protocols;

/// <summary>
/// The report of a tournament from its journal so far: rankings, skipped motions, usage. It is computed only from recorded entries, so that
/// it is valid at any point of the tournament.
/// </summary>
public sealed record TournamentReport
{
    /// <summary>The tournament.</summary>
    public required DeliberationId Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Its status.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>The name of its format.</summary>
    public required string Format { get; init; }

    /// <summary>The number of debates of the format; the maximum, if that depends on results.</summary>
    public required int Debates { get; init; }

    /// <summary>The number of debates with a verdict.</summary>
    public required int Finished { get; init; }

    /// <summary>
    /// The number of debates without a result if the tournament failed or waits for debaters; otherwise 0, because they are still to come.
    /// </summary>
    public required int Failed { get; init; }

    /// <summary>The number of debates that were forfeited.</summary>
    public int Forfeited { get; init; }

    /// <summary>The debaters for whom it waits; empty unless it stands for that reason.</summary>
    public IReadOnlyList<AbsentDebater> Absent { get; init; } = [];

    /// <summary>The debaters who have withdrawn.</summary>
    public IReadOnlyList<string> Withdrawn { get; init; } = [];

    /// <summary>The finished debates whose deciding reply was cut, empty or without an answer; they are in no rating.</summary>
    public int NotRead { get; init; }

    /// <summary>What became of the calls of the finished debates.</summary>
    public ReplyCounts Replies { get; init; } = ReplyCounts.FromUsage(Usage.None);

    /// <summary>The claims and maps that are not debated, with reasons.</summary>
    public required IReadOnlyList<SkippedMotion> Skipped { get; init; }

    /// <summary>The leaderboard, best rating first.</summary>
    public required IReadOnlyList<Standing> Standings { get; init; }

    /// <summary>
    /// The ranking by the format's own rule, best first: points in a Swiss, rounds survived in an elimination; empty for other formats.
    /// </summary>
    public required IReadOnlyList<FinalPlace> Places { get; init; }

    /// <summary>The rounds drawn so far; empty for formats without rounds.</summary>
    public required IReadOnlyList<RoundReport> Rounds { get; init; }

    /// <summary>Caveats about the standings, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The name of the rating estimator.</summary>
    public string Rating { get; init; } = RatingEstimators.Default;

    /// <summary>The name of the interval method.</summary>
    public string Intervals { get; init; } = RatingIntervals.Names[0];

    /// <summary>The meaning of the ratings' scale, as a phrase.</summary>
    public string Scale { get; init; } = RatingScale.Meaning;

    /// <summary>The estimated effects of circumstances, if the rating adjusts for them; otherwise empty.</summary>
    public IReadOnlyList<RatingEffect> Effects { get; init; } = [];

    /// <summary>The head-to-head results of every pair that met, best rated first.</summary>
    public IReadOnlyList<HeadToHead> Pairs { get; init; } = [];

    /// <summary>The finished debates as a list of games, which can be rated again; null where they were not asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GameRecord>? Games { get; init; }

    /// <summary>The separation of persuasion from truth; null if the correct side is known for no debate.</summary>
    public Persuasion? Persuasion { get; init; }

    /// <summary>Agreement with full information by arm and share of the evidence; empty without studies.</summary>
    public required IReadOnlyList<CurvePoint> Agreement { get; init; }

    /// <summary>The usage of all debates.</summary>
    public required Usage Usage { get; init; }

    /// <summary>The study of the debates, if models debated and the transcripts were read; otherwise null.</summary>
    public DebateStudy? Debate { get; init; }

    /// <summary>Why it stopped before its end; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Creates the report from a tournament's journal.</summary>
    /// <param name="entries">The entries of the journal.</param>
    /// <param name="skipped">The claims that are not debated.</param>
    /// <param name="used">The usage so far.</param>
    /// <param name="isRunning">Whether somebody drives the tournament now.</param>
    /// <param name="method">The names of another rating and other intervals than the tournament's own; null for its own, or for what suits
    /// the other rating. Incompatible ones are an <see cref="InputException"/>.</param>
    /// <param name="ratesUnjudged">Whether debates that nobody judged are rated as draws.</param>
    public static TournamentReport FromJournal(IReadOnlyList<EntryBody> entries, IReadOnlyList<SkippedMotion> skipped, Usage used,
        bool isRunning, (string? Rating, string? Intervals) method = default, bool ratesUnjudged = false)
    {
        var definition = RunDefinitions.FromEntries(entries);
        var plan = TournamentSchedule.FromDefinition(definition);
        var verdicts = TournamentSchedule.ReadVerdicts(entries);
        var (field, rounds) = plan.ReadRounds(entries);
        var games = rounds.SelectMany(r => r.Games).ToArray();
        var board = Tournaments.Leaderboards.FromDebates(
            games, TournamentSchedule.DeriveStandingsSeed(definition.Seed), plan.Debaters,
            ReadMethod(definition.Options, method) with { RatesUnjudged = ratesUnjudged }, field.BothSides);
        var curve = AverageAgreement(verdicts.Where(v => v.Key.StartsWith(TournamentSchedule.StudyKeyPrefix, StringComparison.Ordinal))
            .OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => v.Value));
        var status = JournaledStatus.Determine(entries, isRunning);
        var forfeits = rounds.SelectMany(r => r.Forfeits).ToArray();
        AbsentDebater[] absent = isRunning ? [] : [.. FindAbsent(entries)];
        var open = rounds.Sum(r => r.Round.Pairings.Count) - games.Length - forfeits.Length;
        var failed = status == RunStatus.Failed ? open : 0;
        var unread = TournamentSchedule.ReadDebates(entries).Count(v => v.IsUnread);
        var replies = ReplyCounts.FromUsage(
            entries.OfType<ChildCompleted>().Aggregate(Usage.None, (sum, child) => sum + child.Usage), failed);
        return new()
        {
            Id = definition.Id,
            Name = definition.Name,
            Seed = definition.Seed,
            Status = status,
            Format = plan.Schedule.Name,
            Debates = status == RunStatus.Finished ? games.Length + forfeits.Length
                : (int)Math.Min(int.MaxValue, plan.Schedule.MaxDebates(field)),
            Finished = games.Length,
            Failed = absent.Length > 0 ? open : failed,
            Forfeited = forfeits.Length,
            Absent = absent,
            Withdrawn = plan.Withdrawn,
            NotRead = unread,
            Replies = replies,
            Skipped = skipped,
            Standings = forfeits.Length == 0 ? board.Standings : [.. board.Standings.Select(s => s.WithForfeits(forfeits))],
            Places = plan.Schedule.RankDebaters(field, rounds),
            Rounds = plan.Schedule.DependsOnResults ? [.. rounds.Select(RoundReport.FromRound)] : [],
            Warnings =
            [
                .. AbsenceWarnings.Describe(definition.Id, absent, forfeits, plan.Withdrawn),
                .. board.Warnings, .. isRunning ? [] : MissingDebates.Describe(rounds, verdicts),
                .. DescribeUnjudged(games, plan.Schedule.DependsOnResults, ratesUnjudged), .. replies.Explain(definition.Seats),
                .. PlaceCount.Warn(rounds.SelectMany(r => r.Round.Pairings).Select(p => verdicts.GetValueOrDefault(p.Key))
                    .OfType<Verdict>()),
            ],
            Rating = board.Rating,
            Intervals = board.Intervals,
            Scale = board.Scale,
            Effects = board.Effects,
            Pairs = board.Pairs,
            Persuasion = Persuasion.Compute(
                FindSidedDebates(plan, rounds, verdicts, new(definition, plan.Sides)), board.Standings,
                FindBaselines(curve, definition.Options),
                SeededRandom.DeriveSeed(definition.Seed, "persuasion")),
            Agreement = curve,
            Usage = used,
            Reason = (entries[^1] as RunSuspended)?.Reason,
        };
    }

    /// <summary>The leaderboard of the report.</summary>
    public Leaderboard ToLeaderboard() => new(Standings, 0, Warnings)
    {
        Rating = Rating,
        Intervals = Intervals,
        Scale = Scale,
        Effects = Effects,
        Pairs = Pairs,
    };

    private static IEnumerable<AbsentDebater> FindAbsent(IReadOnlyList<EntryBody> entries) =>
        ((entries[^1] as RunSuspended)?.Absent ?? []).Select(a => new AbsentDebater(a.Seat, a.Reason));

    private static IEnumerable<string> DescribeUnjudged(IReadOnlyCollection<Game> games, bool hasPoints, bool areRated)
    {
        if (games.Count(game => !game.IsJudged) is > 0 and var unjudged)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{unjudged} of {games.Count} debates have no decision that could be read; they ")
                + (areRated ? "count as draws" : hasPoints ? "are in no rating, and drawn for points" : "are in no rating");
    }

    private static RatingMethod ReadMethod(ProtocolOptions options, (string? Rating, string? Intervals) method) => RatingMethod.FromNames(
        method.Rating ?? options.GetValueOrDefault("rating"),
        method.Intervals ?? (method.Rating is null ? options.GetValueOrDefault("intervals") : null));

    private static IEnumerable<SidedDebate> FindSidedDebates(
        TournamentSchedule plan, IReadOnlyList<PlayedRound> rounds, Dictionary<string, Verdict> verdicts, MotionTruth truth) =>
        from round in rounds
        from pairing in round.Round.Pairings
        let verdict = verdicts.GetValueOrDefault(pairing.Key)
        where verdict is { DecidingFault: null }
        let proIsRight = truth.IsProRight(pairing.Motion, verdict)
        where proIsRight is not null
        select new SidedDebate(pairing.Pro, pairing.Con, plan.ProScore(verdict), proIsRight.Value, pairing.Motion);

    /// <summary>
    /// The studies' accuracy with no debate, and with one side alone where the debates reveal a share of the evidence: the studies vary it.
    /// </summary>
    private static IReadOnlyList<TruthBaseline> FindBaselines(IReadOnlyList<CurvePoint> curve, ProtocolOptions options)
    {
        if (options.Read<TournamentOptions>() is not { Protocol: "evidence" and var protocol }) return [];
        var revealed = options.WithPrefix(protocol).Read<EvidenceOptions>().Reveals.Share;
        IEnumerable<TruthBaseline> At(string arm, string name, double? at) => curve
            .Where(p => p.Arm == arm && at is { } share && Math.Abs(p.Reveals - share) < 1e-9)
            .Select(p => new TruthBaseline(name, Proportion.FromPoints(p.Agreement * p.Motions, p.Motions)));
        return [.. At("one-sided", "consultancy", revealed), .. At("none", "no debate", 0)];
    }

    private static IReadOnlyList<CurvePoint> AverageAgreement(IEnumerable<Verdict> studies) =>
    [
        .. studies.SelectMany(s => s.Measures).GroupBy(m => m.Key).Select(g =>
        {
            var (arm, share) = Deliberation.Protocols.AgreementStudy.ParseMeasure(g.Key);
            return new CurvePoint(share, arm, g.Average(m => m.Value), g.Count());
        }).OrderBy(p => p.Reveals).ThenBy(p => p.Arm, StringComparer.Ordinal),
    ];
}

/// <summary>The state of a round.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Meetings">The meetings, in the order of the draw.</param>
/// <param name="Byes">The debaters with a bye.</param>
public sealed record RoundReport(string Name, IReadOnlyList<MeetingReport> Meetings, IReadOnlyList<string> Byes)
{
    /// <summary>The report of a round.</summary>
    public static RoundReport FromRound(PlayedRound played) =>
        new(played.Round.Name, [.. played.Meetings.Select(MeetingReport.FromMeeting)], played.Round.Byes);
}

/// <summary>The state of a meeting.</summary>
/// <param name="A">The debater who speaks for the motion first.</param>
/// <param name="B">The other one.</param>
/// <param name="PointsOfA">The points of A: 1 a debate won, by forfeit too, 0.5 a debate drawn.</param>
/// <param name="PointsOfB">The points of B.</param>
/// <param name="Debates">The number of debates in the meeting.</param>
/// <param name="Finished">The number of debates with a verdict.</param>
public sealed record MeetingReport(string A, string B, double PointsOfA, double PointsOfB, int Debates, int Finished)
{
    /// <summary>The number of debates that were forfeited.</summary>
    public int Forfeited { get; init; }

    /// <summary>The number of finished debates that nobody judged, which are drawn for points and in no rating.</summary>
    public int NotJudged { get; init; }

    /// <summary>The report of a meeting.</summary>
    public static MeetingReport FromMeeting(Meeting meeting) =>
        new(meeting.A, meeting.B, meeting.PointsOfA, meeting.PointsOfB, meeting.Debates, meeting.Games.Count)
        {
            Forfeited = meeting.Forfeits.Count,
            NotJudged = meeting.Games.Count(g => !g.IsJudged),
        };
}

/// <summary>The status of a run by the last entry of its journal.</summary>
internal static class JournaledStatus
{
    /// <summary>The status of the run; without a final entry and not running, it was interrupted.</summary>
    public static RunStatus Determine(IReadOnlyList<EntryBody> entries, bool isRunning) =>
        isRunning ? RunStatus.Running : entries[^1] switch
    {
        RunCompleted => RunStatus.Finished,
        RunSuspended suspended => suspended.Status,
        _ => RunStatus.Interrupted,
    };
}

/// <summary>What a report of a tournament that stopped does not show: the debates that were drawn and have no verdict.</summary>
internal static class MissingDebates
{
    private const int Shown = 3;

    /// <summary>One sentence, or none where every debate drawn has its verdict or was forfeited.</summary>
    internal static IEnumerable<string> Describe(IReadOnlyList<PlayedRound> rounds, IReadOnlyDictionary<string, Verdict> verdicts)
    {
        string[] drawn = [.. rounds.SelectMany(r => r.Round.Pairings.Except(r.Forfeits.Select(f => f.Pairing))).Select(p => p.Key)];
        string[] missing = [.. drawn.Where(key => !verdicts.ContainsKey(key))];
        if (missing.Length == 0) yield break;
        var others = missing.Length > Shown ? string.Create(CultureInfo.InvariantCulture, $" and {missing.Length - Shown} more") : "";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{missing.Length} of {drawn.Length} debates drawn have no verdict ({string.Join(", ", missing.Take(Shown))}{others}); ")
            + string.Create(CultureInfo.InvariantCulture, $"all figures are of the {drawn.Length - missing.Length} that have one");
    }
}
