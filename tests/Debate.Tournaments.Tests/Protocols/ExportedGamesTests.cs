using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

/// <summary>A tournament is rated again from whatever was exported of it, with the ratings that it has.</summary>
public sealed class ExportedGamesTests
{
    public static TheoryData<string, string, string> Exports => new()
    {
        { "games", "round-robin", "both" }, { "games-jsonl", "round-robin", "both" }, { "json", "round-robin", "both" },
        { "jsonl", "round-robin", "both" }, { "projection", "round-robin", "both" },
        { "games", "swiss", "one" }, { "json", "swiss", "one" }, { "jsonl", "swiss", "one" }, { "projection", "swiss", "both" },
        { "games-jsonl", "double-elimination", "both" },
    };

    [Theory, MemberData(nameof(Exports))]
    public async Task Every_export_is_rated_as_the_tournament_is(string form, string format, string sides)
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament(format, 6, Schedules.Get(format).DependsOnResults ? [("sides", sides)] : []));
        var report = await fixture.ReportAsync();
        foreach (var rating in new[] { "davidson", "contextual", "elo" })
        {
            var method = RatingMethod.FromNames(rating);
            var names = report.Standings.Select(s => s.Name);
            var plain = Leaderboards.FromDebates(await GamesAsync(fixture), 5, names, method, sides == "both");
            var again = GameFile.Read(await ExportAsync(fixture, form), "x").Rate(5, method);
            Assert.Equal(JsonSerializer.Serialize(plain), JsonSerializer.Serialize(again));
        }
    }

    /// <summary>With debates that nobody judged and a debater who withdrew, as the tournament itself is rated, to the last digit.</summary>
    [Theory, MemberData(nameof(Exports))]
    public async Task An_export_has_the_same_standings_without_a_seed(string form, string format, string sides)
    {
        var fixture = new TournamentFixture
        {
            IsUnread = key => key.StartsWith("m0--", StringComparison.Ordinal) && key.Contains("--d5", StringComparison.Ordinal),
            Strength = 5,
        };
        await fixture.RunAsync(TournamentFixture.Tournament(format, 6, Schedules.Get(format).DependsOnResults ? [("sides", sides)] : []));
        fixture.Strength = int.MaxValue;
        await fixture.Journal.ChangeAsync(new("t"), new SeatsWithdrawn(["d2"]), TimeProvider.System);
        await fixture.ResumeAsync();
        var report = await fixture.ReportAsync();
        Assert.Contains(report.Standings, line => line.NotJudged > 0);
        var list = GameFile.Read(await ExportAsync(fixture, form), "x");
        var again = list.Rate(list.Seed!.Value, RatingMethod.FromNames());
        Assert.Equal(report.Standings.Select(line => line with { WonByForfeit = null, LostByForfeit = null }), again.Standings);
    }

    [Fact]
    public async Task Debates_that_nobody_judged_count_for_points_and_in_no_rating()
    {
        var plain = new TournamentFixture();
        var fixture = new TournamentFixture { IsUnread = key => key.StartsWith("m1", StringComparison.Ordinal) };
        foreach (var each in new[] { plain, fixture }) await each.RunAsync(TournamentFixture.Tournament("round-robin", 4));
        var (whole, report) = (await plain.ReportAsync(), await fixture.ReportAsync());
        Assert.Equal([0, 0, 0, 0], report.Standings.Select(line => line.Draws));
        Assert.Equal([6, 6, 6, 6], report.Standings.Select(line => line.NotJudged!.Value));
        Assert.Equal((48, 12, 36), (report.Finished, report.NotRead, report.Pairs.Sum(pair => pair.Games)));
        Assert.Contains("12 of 48 debates have no decision that could be read; they are in no rating", report.Warnings);
        var asked = TournamentReport.FromJournal(
            await fixture.EntriesAsync(), [], Deliberation.Usage.None, isRunning: false, ratesUnjudged: true);
        Assert.Equal(whole.Standings.Select(line => line.Wins + line.Losses),
            asked.Standings.Select(line => line.Wins + line.Draws + line.Losses));
        var swiss = new TournamentFixture { IsUnread = _ => true };
        await swiss.RunAsync(TournamentFixture.Tournament("swiss", 4));
        var drawn = await swiss.ReportAsync();
        Assert.All(drawn.Places, place => Assert.Equal(1, place.Points));
        Assert.All(drawn.Standings, line => Assert.Null(line.Rank));
        Assert.Contains("8 of 8 debates have no decision that could be read; they are in no rating, and drawn for points", drawn.Warnings);
        Assert.All(drawn.Rounds.SelectMany(round => round.Meetings), meeting => Assert.Equal(2, meeting.NotJudged));
    }

    [Fact]
    public async Task A_list_of_games_says_all_that_a_debate_was()
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 2));
        var lines = (await ExportAsync(fixture, "games")).Split('\n');
        Assert.Equal("a,b,winner,motion,sides,side,first,length_a,length_b,margin,round,debate,fault,forfeit,seed", lines[0]);
        Assert.StartsWith("d0,d1,a,m0,both,pro,none,,,1,1,m0--d0--d1,,false,", lines[1], StringComparison.Ordinal);
        Assert.Equal(9, lines.Length);
    }

    [Fact]
    public async Task A_report_without_games_is_rated_from_its_pairs_and_says_so()
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 4));
        var report = await fixture.ReportAsync();
        var read = GameFile.Read(JsonSerializer.Serialize(report, JsonSerializerOptions.Web), "x");
        Assert.Equal((48, null), (read.Games.Count, read.BothSides));
        Assert.Contains("read from the points of pairs", read.Notes[0], StringComparison.Ordinal);
        Assert.Equal(report.Standings.Select(s => (s.Name, s.Wins, s.Losses)),
            read.Rate(1, RatingMethod.FromNames()).Standings.Select(s => (s.Name, s.Wins, s.Losses)));
    }

    [Theory]
    [InlineData("Kind = x")]
    [InlineData("none played")]
    public async Task A_journal_without_games_is_refused(string why)
    {
        var fixture = new TournamentFixture { Strength = why == "none played" ? 0 : int.MaxValue };
        await fixture.RunAsync(TournamentFixture.Tournament("swiss", 4));
        var journal = await ExportAsync(fixture, "jsonl");
        if (why == "Kind = x") journal = journal.Replace("\"kind\":\"tournament\"", "\"kind\":\"debate\"", StringComparison.Ordinal);
        Assert.StartsWith("x:", Assert.Throws<InputException>(() => GameFile.Read(journal, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tournament_can_be_rated_by_another_method()
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 4));
        var entries = await fixture.EntriesAsync();
        TournamentReport Report(string? rating, string? intervals) =>
            TournamentReport.FromJournal(entries, [], Deliberation.Usage.None, isRunning: false, (rating, intervals));
        Assert.Equal(("elo", "bootstrap"), (Report("elo", null).Rating, Report("elo", null).Intervals));
        Assert.Equal(("davidson", "sandwich"), (Report(null, "sandwich").Rating, Report(null, "sandwich").Intervals));
        Assert.Equal(("contextual", "sandwich"), (Report("contextual", null).Rating, Report("contextual", null).Intervals));
        Assert.NotEqual(Report(null, null).Standings.Select(s => s.Rating), Report("elo", null).Standings.Select(s => s.Rating));
        Assert.Throws<InputException>(() => Report("elo", "sandwich"));
    }

    private static async Task<IReadOnlyList<Game>> GamesAsync(TournamentFixture fixture)
    {
        var entries = await fixture.EntriesAsync();
        var plan = TournamentSchedule.FromDefinition(RunDefinitions.FromEntries(entries));
        return [.. plan.ReadRounds(entries).Rounds.SelectMany(r => r.Games)];
    }

    private static async Task<string> ExportAsync(TournamentFixture fixture, string form)
    {
        var id = new Deliberation.DeliberationId("t");
        var (stored, entries) = (await fixture.Journal.ReadAsync(id), await fixture.EntriesAsync());
        var games = GameRecord.FromJournal(entries);
        return form switch
        {
            "games" => string.Join('\n', GameRecord.ToCsv(games)),
            "games-jsonl" => string.Join('\n', games.Select(game => JsonSerializer.Serialize(game, JsonSerializerOptions.Web))),
            "json" => JsonSerializer.Serialize(await fixture.ReportAsync() with { Games = games },
                new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }),
            "jsonl" => string.Join('\n', stored.Select(entry => JsonLines.FormatEntry(id, entry))),
            _ => string.Join('\n', CanonicalProjection.Format(RunRecord.Read(id, stored))),
        };
    }
}
