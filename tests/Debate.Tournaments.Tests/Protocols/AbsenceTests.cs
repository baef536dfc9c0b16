using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>Tournaments of twelve of which two lose their models and one comes back.</summary>
public sealed class AbsenceTests
{
    private const int Debaters = 12;

    // Cheaper than the bootstrap, and as sure to differ where the games do.
    private const string Intervals = "sandwich";

    public static TheoryData<string, string> Formats
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var format in Schedules.Names)
                foreach (var sides in IsInRounds(format) ? ["both", "one"] : new[] { "both" }) cases.Add(format, sides);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Who_waits_plays_all_that_does_not_depend_on_the_absent_and_loses_nothing(string format, string sides)
    {
        var calm = new TournamentFixture();
        Assert.Equal(RunStatus.Finished, (await calm.RunAsync(Define(format, sides, "wait"))).Status);
        foreach (var life in new[] { 0, 23 })
        {
            var fixture = new TournamentFixture();
            // Two die in the first round, or later.
            fixture.IsGone = name => name is "d3" or "d8" && fixture.Played.Count >= life;
            var stands = await KilledAsync(fixture, Define(format, sides, "wait"), every: 19);
            if (stands.Status == RunStatus.Finished) continue;
            Assert.Equal((RunStatus.Interrupted, FailureKind.Absent), (stands.Status, stands.Cause));
            await AssertOnlyTheAbsentWaitAsync(fixture, ["d3", "d8"]);
            // One comes back: the other is waited for still.
            fixture.IsGone = name => name == "d3";
            stands = await KilledAsync(fixture, null, every: 11);
            if (stands.Status != RunStatus.Finished) await AssertOnlyTheAbsentWaitAsync(fixture, ["d3"]);
            fixture.IsGone = _ => false;
            Assert.Equal(RunStatus.Finished, (await fixture.ResumeAsync()).Status);
            var (report, undisturbed) = (await fixture.ReportAsync(), await calm.ReportAsync());
            Assert.Equal(undisturbed.Standings, report.Standings);
            Assert.Equal(undisturbed.Places, report.Places);
            Assert.Equal(await MeetingsAsync(calm), await MeetingsAsync(fixture));
            Assert.Equal((0, 0), (report.Forfeited, report.Absent.Count));
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Who_forfeits_goes_on_to_the_end_and_is_rated_by_what_was_played(string format, string sides)
    {
        foreach (var (life, back) in new[] { (0, 20), (30, 1000) })
        {
            var fixture = new TournamentFixture();
            fixture.IsGone = name => name == "d3" && fixture.Played.Count >= life
                || name == "d8" && fixture.Played.Count >= life && fixture.Played.Count < back;
            var ended = await KilledAsync(fixture, Define(format, sides, "forfeit"), every: 17);
            Assert.Equal(RunStatus.Finished, ended.Status);
            var report = await fixture.ReportAsync();
            var forgone = (await fixture.EntriesAsync()).OfType<ChildForgone>().ToArray();
            Assert.Equal(forgone.Length, report.Forfeited);
            Assert.Equal(report.Debates, report.Finished + report.Forfeited);
            Assert.All(forgone, f => Assert.Subset(new HashSet<string> { "d3", "d8" }, f.Decision.Split('\n').ToHashSet()));
            Assert.All(forgone, f => Assert.All(f.Decision.Split('\n'), name => Assert.Contains(name, f.Child.Value)));
            if (life == 0) Assert.Contains(forgone, f => f.Decision == "d3");
            await AssertRatedByPlayedAsync(fixture, report, sides == "both");
            // A replay sees the same, whoever is back.
            var before = await fixture.Journal.ReadAsync(new("t"));
            fixture.IsGone = _ => false;
            Assert.Equal(RunStatus.Finished, (await fixture.ResumeAsync()).Status);
            Assert.Equal(before.Count, (await fixture.Journal.ReadAsync(new("t"))).Count);
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task Who_withdraws_forfeits_what_it_did_not_play_and_is_drawn_no_more(string format, string sides)
    {
        var fixture = new TournamentFixture();
        fixture.IsGone = name => name == "d2" && fixture.Played.Count >= 5;
        var stands = await fixture.RunAsync(Define(format, sides, "wait"));
        Assert.Equal(RunStatus.Interrupted, stands.Status);
        var (before, drawn) = (await PlayedAsync(fixture), (await fixture.RoundsAsync()).Length);
        await fixture.Journal.ChangeAsync(new("t"), new SeatsWithdrawn(["d2"]), TimeProvider.System);
        Assert.Equal(RunStatus.Interrupted, (await fixture.ReportAsync()).Status);
        var ended = await KilledAsync(fixture, null, every: 13);
        Assert.Equal(RunStatus.Finished, ended.Status);
        var report = await fixture.ReportAsync();
        Assert.Equal(["d2"], report.Withdrawn);
        Assert.Contains(report.Warnings, w => w == "d2 has withdrawn: what was played counts");
        Assert.Equal(before.Where(IsOfD2), (await PlayedAsync(fixture)).Where(IsOfD2));
        Assert.All((await fixture.EntriesAsync()).OfType<ChildForgone>(), f => Assert.Equal(("d2", "withdrawn"), (f.Decision, f.Reason)));
        Assert.True(report.Forfeited > 0);
        if (format is "swiss" or "information-gain")
            Assert.DoesNotContain((await fixture.RoundsAsync()).Skip(drawn).SelectMany(r => r.Split('\n')), IsOfD2);
        await AssertRatedByPlayedAsync(fixture, report, sides == "both");
        HashChain.Verify(new("t"), await fixture.Journal.ReadAsync(new("t")));
    }

    [Fact]
    public async Task Two_absent_who_meet_both_lose_and_have_not_met()
    {
        var fixture = new TournamentFixture();
        fixture.IsGone = name => name is "d0" or "d2";
        var outcome = await fixture.RunAsync(TournamentFixture.Tournament("swiss", 4, ("absent", "forfeit"), ("concurrency", "1")));
        Assert.Equal(RunStatus.Finished, outcome.Status);
        var report = await fixture.ReportAsync();
        var missed = Assert.Single(report.Rounds[0].Meetings, m => m.A == "d0");
        Assert.Equal((0.0, 0.0, 0, 2), (missed.PointsOfA, missed.PointsOfB, missed.Finished, missed.Forfeited));
        Assert.All((await fixture.EntriesAsync()).OfType<ChildForgone>().Take(2),
            f => Assert.Equal(["d0", "d2"], f.Decision.Split('\n').Order(StringComparer.Ordinal)));
        // In the second round the other two win against one of them each.
        Assert.Equal((2, 6), (report.Finished, report.Forfeited));
        Assert.Equal([("d1", 2.0), ("d3", 1.0), ("d0", 0.0), ("d2", 0.0)], report.Places.Select(p => (p.Name, p.Points)));
    }

    [Fact]
    public async Task Nobody_forfeits_where_most_are_gone_or_a_judge_is()
    {
        var fixture = new TournamentFixture { IsGone = name => name != "d1" };
        var stands = await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 4, ("absent", "forfeit")));
        Assert.Equal((RunStatus.Interrupted, FailureKind.Absent), (stands.Status, stands.Cause));
        Assert.Contains("more than half", stands.Reason, StringComparison.Ordinal);
        Assert.Empty((await fixture.EntriesAsync()).OfType<ChildForgone>());

        fixture = new TournamentFixture { IsGone = name => name == "judge" };
        var judged = TournamentFixture.Tournament("round-robin", 3, ("absent", "forfeit"));
        stands = await fixture.RunAsync(judged with { Seats = [.. judged.Seats, new Seat("judge", "j")] });
        Assert.Equal((RunStatus.Failed, FailureKind.Unreachable), (stands.Status, stands.Cause));
        Assert.Empty((await fixture.EntriesAsync()).OfType<ChildForgone>());
        Assert.Empty((await fixture.ReportAsync()).Absent);
    }

    [Fact]
    public async Task Where_nobody_is_there_it_is_the_outage_that_it_was()
    {
        var fixture = new TournamentFixture { IsGone = _ => true, Trouble = FailureKind.Unauthorised };
        var stands = await fixture.RunAsync(TournamentFixture.Tournament("swiss", 4));
        Assert.Equal((RunStatus.Failed, FailureKind.Unauthorised), (stands.Status, stands.Cause));
        Assert.Equal(4, (await fixture.ReportAsync()).Failed);
    }

    [Fact]
    public async Task A_report_names_who_is_absent_and_how_to_go_on()
    {
        var fixture = new TournamentFixture { IsGone = name => name == "d1" };
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 4, ("concurrency", "1")));
        var report = await fixture.ReportAsync();
        Assert.Equal((48, 24, 24, 0), (report.Debates, report.Finished, report.Failed, report.Forfeited));
        Assert.Equal([new("d1", "model of d1 is gone")], report.Absent);
        Assert.Contains(report.Warnings, w => w.StartsWith(
            "d1 is absent, and its debates wait (model of d1 is gone). When it is back: debate tournament resume t; without it: "
            + "debate tournament withdraw t d1;", StringComparison.Ordinal));
        Assert.Equal("d1 is absent, and 24 debates wait for it: model of d1 is gone", report.Reason);
        Assert.DoesNotContain("forfeits", LeaderboardReport.ToTable(report.ToLeaderboard()).Columns);
        // Of the debates of the absent only those are tried that show whether the other one is there, and one at the end.
        Assert.InRange(fixture.Failed.Count, 1, 6);
    }

    [Fact]
    public async Task Forfeits_are_shown_as_such()
    {
        var fixture = new TournamentFixture { IsGone = name => name == "d3" };
        await fixture.RunAsync(TournamentFixture.Tournament("swiss", 4, ("absent", "forfeit")));
        var report = await fixture.ReportAsync();
        var table = LeaderboardReport.ToTable(report.ToLeaderboard());
        Assert.Equal("forfeits", table.Columns[^1]);
        Assert.Equal("4 lost", table.Rows.Single(r => r[1] == "d3")[^1]);
        Assert.Contains(RoundsReport.ToTable(report.Rounds).Rows, r => r[2].EndsWith(" (forfeit)", StringComparison.Ordinal));
        Assert.Contains("4 debates were forfeited by d3: points and pairing count them, ratings do not", report.Warnings);
        Assert.Equal((0, 4), (report.Standings.Single(s => s.Name == "d3").Losses, report.Standings.Sum(s => s.WonByForfeit ?? 0)));
    }

    [Fact]
    public async Task Who_cannot_be_taken_out_is_told()
    {
        var fixture = new TournamentFixture { IsGone = name => name == "d1" };
        var tournament = TournamentFixture.Tournament("swiss", 3);
        await fixture.RunAsync(tournament);
        string Refusal(RunDefinition from, bool isFinished, params string[] names) =>
            Assert.Throws<InputException>(() => Withdrawals.Validate(from, isFinished, names)).Message;
        Assert.Equal("debater 'x': there is none of that name in t; it has d0, d1, d2", Refusal(tournament, false, "x"));
        Assert.Equal("id 't': it is finished, and nothing is left to withdraw from", Refusal(tournament, true, "d1"));
        Assert.Equal("debater 'd2': somebody must stay in t", Refusal(tournament, false, "d0", "d1", "d2"));
        Assert.Equal("id 't': it is a debate, not a tournament", Refusal(tournament with { Kind = "debate" }, false, "d1"));
        await fixture.Journal.ChangeAsync(new("t"), new SeatsWithdrawn(["d1"]), TimeProvider.System);
        var left = RunDefinitions.FromEntries(await fixture.EntriesAsync());
        Assert.Equal("debater 'd1': it has withdrawn from t already", Refusal(left, false, "d1"));
    }

    private static RunDefinition Define(string format, string sides, string rule) =>
        TournamentFixture.Tournament(format, Debaters, ("absent", rule), ("concurrency", "4"), ("sides", sides), ("intervals", Intervals));

    private static bool IsInRounds(string format) => Schedules.Get(format).DependsOnResults;

    private static bool IsOfD2(string key) => key.Split("--").Contains("d2");

    /// <summary>Runs or resumes until it stands by itself; the process is killed after every so many entries.</summary>
    private static async Task<RunOutcome> KilledAsync(TournamentFixture fixture, RunDefinition? start, int every)
    {
        for (var kills = 0; ; kills++)
        {
            fixture.Journal.DiesAfter = kills < 3 ? every : int.MaxValue;
            try
            {
                return start is null ? await fixture.ResumeAsync() : await fixture.RunAsync(start);
            }
            catch (KilledException)
            {
                start = null;
            }
            finally
            {
                fixture.Journal.Revive();
            }
        }
    }

    /// <summary>Who met whom on what, whatever their sides.</summary>
    private static async Task<string[]> MeetingsAsync(TournamentFixture fixture) =>
        [.. (await PlayedAsync(fixture)).Select(key => string.Join(' ', key.Split("--").Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)];

    /// <summary>Whatever is drawn and has no verdict seats an absent debater, and nothing more can be drawn.</summary>
    private static async Task AssertOnlyTheAbsentWaitAsync(TournamentFixture fixture, string[] absent)
    {
        var entries = await fixture.EntriesAsync();
        var plan = TournamentSchedule.FromDefinition(RunDefinitions.FromEntries(entries));
        var (field, rounds) = plan.ReadRounds(entries);
        Assert.Null(plan.Schedule.NextRound(field, rounds));
        var played = (await PlayedAsync(fixture)).ToHashSet();
        var open = rounds.SelectMany(r => r.Round.Pairings).Where(p => !played.Contains(p.Key)).ToArray();
        Assert.NotEmpty(open);
        Assert.All(open, p => Assert.True(absent.Contains(p.Pro) || absent.Contains(p.Con), p.Key));
        var report = await fixture.ReportAsync();
        Assert.Equal(open.Length, report.Failed);
        Assert.Subset(absent.ToHashSet(), report.Absent.Select(a => a.Name).ToHashSet());
        await AssertRatedByPlayedAsync(fixture, report, field.BothSides);
    }

    /// <summary>The standings are those of the played games alone, as they would come from a file of games.</summary>
    private static async Task AssertRatedByPlayedAsync(TournamentFixture fixture, TournamentReport report, bool bothSides)
    {
        var games = (await PlayedAsync(fixture)).Select(key => key.Split("--")).Select(k => (Motion: k[0], Pro: k[1], Con: k[2]))
            .Select(k => new Game(k.Pro, k.Con, Number(k.Pro) < Number(k.Con) ? 1 : 0, k.Motion)).ToArray();
        var board = Leaderboards.FromDebates(games, SeededRandom.DeriveSeed(7, "standings"),
            Enumerable.Range(0, Debaters).Select(i => $"d{i}"), RatingMethod.FromNames(null, Intervals), bothSides);
        Assert.Equal(board.Standings, [.. report.Standings.Select(s => s with { WonByForfeit = null, LostByForfeit = null })]);
        Assert.Equal(board.Pairs, report.Pairs);
    }

    private static async Task<string[]> PlayedAsync(TournamentFixture fixture) =>
        [.. (await fixture.EntriesAsync()).OfType<ChildCompleted>().Select(c => c.Child.Value[2..]).Order(StringComparer.Ordinal)];

    private static int Number(string debater) => SchedulePlayer.Number(debater);
}
