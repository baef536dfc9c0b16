using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Tests.Engine;
using Debate.Tournaments.Protocols;

namespace Debate.Tournaments.Tests.Protocols;

public sealed class TournamentTests
{
    public static TheoryData<string> Formats => [.. Schedules.All.Select(s => s.Name)];

    [Theory, MemberData(nameof(Formats))]
    public async Task A_tournament_that_breaks_down_in_every_round_goes_on_with_the_same_pairings_and_plays_nothing_twice(string format)
    {
        var calm = new TournamentFixture();
        var tournament = TournamentFixture.Tournament(format, 6, ("seeding", "drawn"));
        Assert.Equal(RunStatus.Finished, (await calm.RunAsync(tournament)).Status);
        var torn = new TournamentFixture { Strength = 3 };
        var outcome = await torn.RunAsync(tournament);
        for (var lives = 0; outcome.Status != RunStatus.Finished; lives++)
        {
            Assert.Equal(RunStatus.Failed, outcome.Status);
            Assert.InRange(lives, 0, 60);
            torn.Strength = 3;
            outcome = await torn.ResumeAsync();
        }
        Assert.Equal(await calm.RoundsAsync(), await torn.RoundsAsync());
        Assert.Equal(calm.Played.Order(StringComparer.Ordinal), torn.Played.Order(StringComparer.Ordinal));
        Assert.Distinct(torn.Played);
        Assert.Equal((await calm.ReportAsync()).Standings, (await torn.ReportAsync()).Standings);
        Assert.Equal((await calm.ReportAsync()).Places, (await torn.ReportAsync()).Places);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_process_that_dies_at_any_entry_leaves_a_tournament_that_ends_as_an_undisturbed_one(string format)
    {
        var calm = new TournamentFixture();
        var tournament = TournamentFixture.Tournament(format, 4);
        await calm.RunAsync(tournament);
        for (var appends = 3; appends < 40; appends += 6)
        {
            var torn = new TournamentFixture { Journal = { DiesAfter = appends } };
            try
            {
                await torn.RunAsync(tournament);
                break;
            }
            catch (KilledException)
            {
                torn.Journal.Revive();
            }
            Assert.Equal(RunStatus.Finished, (await torn.ResumeAsync()).Status);
            Assert.Equal(await calm.RoundsAsync(), await torn.RoundsAsync());
        }
    }

    [Fact]
    public async Task Side_swapped_twins_have_their_answers_in_the_same_drawn_order()
    {
        var fixture = new TournamentFixture();
        var tournament = TournamentFixture.Tournament("round-robin", 2, ("match.orders", "drawn"), ("panel-seed", "3"));
        await fixture.RunAsync(tournament with
        {
            Problem = tournament.Problem with { Parts = [.. Enumerable.Range(0, 12).Select(i => new Problem($"m{i}", $"motion {i}"))] },
        });
        var motions = fixture.Orders.GroupBy(o => o.Key.Split("--")[0], o => o.Value).ToArray();
        Assert.Equal(12, motions.Length);
        Assert.All(motions, orders => Assert.Equal(2, orders.Count()));
        Assert.All(motions, orders => Assert.Single(orders.Distinct()));
        Assert.Equal(["given", "reversed"], motions.Select(orders => orders.First()).Distinct().Order());
    }

    [Fact]
    public async Task A_recorded_round_counts_whatever_the_schedule_would_draw_now()
    {
        var fixture = new TournamentFixture { Strength = 1 };
        await fixture.RunAsync(TournamentFixture.Tournament("round-robin", 3));
        Assert.Equal(24, (await fixture.RoundsAsync())[0].Split('\n').Length - 1);
        // A debater joins in the middle: the round already drawn is played first.
        await fixture.Journal.ChangeAsync(new("t"), new SeatsJoined([TournamentFixture.Debater("d9")]), TimeProvider.System);
        fixture.Strength = int.MaxValue;
        Assert.Equal(RunStatus.Finished, (await fixture.ResumeAsync()).Status);
        Assert.Equal(24, fixture.Played.TakeWhile(key => !key.Contains("d9", StringComparison.Ordinal)).Count());
        Assert.Equal(48, fixture.Played.Count);
    }

    [Theory, InlineData("round-robin", 4), InlineData("double-round-robin", 1), InlineData("information-gain", 0)]
    public async Task A_newcomer_to_a_finished_tournament_plays_and_nobody_plays_again(string format, int motionsOfAll)
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament(format, 4));
        var (before, first) = (fixture.Played.ToArray(), await fixture.ReportAsync());
        await fixture.Journal.ChangeAsync(new("t"), new SeatsJoined([TournamentFixture.Debater("d9")]), TimeProvider.System);
        Assert.Equal(RunStatus.Interrupted, (await fixture.Journal.FindSummaryAsync(new("t")))!.Status);
        var outcome = await fixture.ResumeAsync();
        Assert.Equal((RunStatus.Finished, (long)fixture.Played.Count), (outcome.Status, outcome.Usage.Calls));
        var added = fixture.Played.Skip(before.Length).ToArray();
        if (motionsOfAll > 0) Assert.Equal(4 * 2 * motionsOfAll, added.Length);
        if (motionsOfAll > 0) Assert.All(added, key => Assert.Contains("d9", key, StringComparison.Ordinal));
        Assert.Empty(added.Intersect(before));
        var report = await fixture.ReportAsync();
        Assert.Equal((RunStatus.Finished, 5), (report.Status, report.Standings.Count));
        Assert.True(report.Standings.Single(s => s.Name == "d9").Losses > 0);
        Assert.Equal(first.Finished + added.Length, report.Finished);
        HashChain.Verify(new("t"), await fixture.Journal.ReadAsync(new("t")));
        // A second one may join too, and resuming a finished run only returns its outcome.
        await fixture.Journal.ChangeAsync(new("t"), new SeatsJoined([TournamentFixture.Debater("d8")]), TimeProvider.System);
        Assert.Equal(RunStatus.Finished, (await fixture.ResumeAsync()).Status);
        var count = fixture.Played.Count;
        Assert.Equal(RunStatus.Finished, (await fixture.ResumeAsync()).Status);
        Assert.Equal(count, fixture.Played.Count);
    }

    [Fact]
    public void Nobody_joins_a_bracket_or_under_a_name_that_is_taken()
    {
        string Refusal(string format, Seat seat) =>
            Assert.Throws<InputException>(() => LateEntrants.Validate(TournamentFixture.Tournament(format, 3), [seat])).Message;
        Assert.Equal("id 't': nobody can join a swiss once its first round is drawn", Refusal("swiss", TournamentFixture.Debater("x")));
        Assert.Equal("debater 'd1': there is one of that name in t", Refusal("round-robin", TournamentFixture.Debater("d1")));
        Assert.StartsWith("debater 'judge'", Refusal("round-robin", new Seat("judge", "m")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seeds_are_drawn_from_the_tournament_s_seed_and_recorded()
    {
        async Task<string> SeedingAsync(long seed)
        {
            var fixture = new TournamentFixture();
            await fixture.RunAsync(TournamentFixture.Tournament("single-elimination", 8, ("seeding", "drawn")) with { Seed = seed });
            return (await fixture.EntriesAsync()).OfType<DecisionRecorded>().First(r => r.Name == "seeding").Value;
        }
        Assert.Equal(await SeedingAsync(1), await SeedingAsync(1));
        Assert.NotEqual(await SeedingAsync(1), await SeedingAsync(2));
    }

    [Fact]
    public async Task A_report_in_the_middle_of_a_round_shows_what_is_missing()
    {
        var fixture = new TournamentFixture { Strength = 3 };
        await fixture.RunAsync(TournamentFixture.Tournament("swiss", 4, ("concurrency", "1")));
        var report = await fixture.ReportAsync();
        Assert.Equal((RunStatus.Failed, 8, 3, 1), (report.Status, report.Debates, report.Finished, report.Failed));
        Assert.Equal([2, 1], Assert.Single(report.Rounds).Meetings.Select(m => m.Finished));
    }

    [Fact]
    public async Task One_side_a_meeting_is_rated_too()
    {
        var fixture = new TournamentFixture();
        await fixture.RunAsync(TournamentFixture.Tournament("swiss", 8, ("sides", "one")));
        var report = await fixture.ReportAsync();
        Assert.Equal((12, 12, "d0"), (report.Debates, report.Finished, report.Standings[0].Name));
        Assert.DoesNotContain(report.Warnings, w => w.Contains("only one finished debate", StringComparison.Ordinal));
    }
}
