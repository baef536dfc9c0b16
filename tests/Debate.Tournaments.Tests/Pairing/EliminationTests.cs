using CsCheck;
using Debate.Core;

namespace Debate.Tournaments.Tests;

public sealed class EliminationTests
{
    public static TheoryData<string> Formats => new("single-elimination", "double-elimination");

    [Theory, MemberData(nameof(Formats))]
    public void The_best_under_an_order_of_strength_is_crowned_whatever_the_seeds(string format) =>
        Gen.Select(Gen.Int[2, 20], Gen.Int).Sample((debaters, seed) =>
        {
            var names = SchedulePlayer.Field(debaters).Debaters.ToArray();
            SeededRandom.Create(seed, "seeds").Shuffle(names);
            var field = SchedulePlayer.Field(debaters) with { Debaters = names };
            var played = SchedulePlayer.Of(Schedules.Get(format), field, SchedulePlayer.ByStrength);
            var places = Schedules.Get(format).RankDebaters(field, played);
            Assert.Equal(("d0", (int?)1, null), (places[0].Name, places[0].Position, places[0].Out));
            if (format == "double-elimination") Assert.Equal("d1", places[1].Name);
        }, seed: "0N0XIzNsQ0O8", iter: 100);

    [Theory, MemberData(nameof(Formats))]
    public void Everybody_but_one_goes_out_by_the_losses_that_it_takes(string format) =>
        Gen.Select(Gen.Int[2, 20], Gen.Int).Sample((debaters, seed) =>
        {
            var lives = format == "double-elimination" ? 2 : 1;
            var field = SchedulePlayer.Field(debaters);
            var played = SchedulePlayer.Of(Schedules.Get(format), field, SchedulePlayer.ByChance(seed));
            var losses = played.SelectMany(r => r.Meetings)
                .Select(m => m.Score == 0.5 ? Math.Max(SchedulePlayer.Number(m.A), SchedulePlayer.Number(m.B))
                    : SchedulePlayer.Number(m.Score == 1 ? m.B : m.A))
                .CountBy(loser => loser).ToDictionary();
            Assert.Equal(debaters - 1, losses.Count(l => l.Value == lives));
            Assert.All(losses.Values, l => Assert.InRange(l, 1, lives));
            var places = Schedules.Get(format).RankDebaters(field, played);
            Assert.Single(places, p => p.Out is null);
            Assert.True(losses.GetValueOrDefault(SchedulePlayer.Number(places[0].Name)) < lives);
        }, seed: "0N0XIzNsQ0O9", iter: 100);

    [Fact]
    public void Seeds_are_kept_apart_and_the_best_have_byes()
    {
        var played = SchedulePlayer.Of(new SingleElimination(), SchedulePlayer.Field(6), SchedulePlayer.ByStrength);
        Assert.Equal(["quarter-final", "semi-final", "final"], played.Select(r => r.Round.Name));
        Assert.Equal(["d0", "d1"], played[0].Round.Byes);
        Assert.Equal([("d3", "d4"), ("d2", "d5")], played[0].Meetings.Select(m => (m.A, m.B)));
        Assert.Equal(["d0", "d1"], played[^1].Round.Pairings[0] is var p ? new[] { p.Pro, p.Con }.Order() : []);
    }

    [Fact]
    public void A_level_meeting_goes_to_the_better_seed()
    {
        var field = SchedulePlayer.Field(4);
        var played = SchedulePlayer.Of(new SingleElimination(), field, _ => 0.5);
        Assert.Equal(["d0", "d1", "d2", "d3"], new SingleElimination().RankDebaters(field, played).Select(p => p.Name));
        Assert.Equal([1, 2, 3, 3], new SingleElimination().RankDebaters(field, played).Select(p => p.Position));
    }

    [Theory, MemberData(nameof(Formats))]
    public void Whose_first_meeting_is_open_has_no_place_and_stands_last(string format)
    {
        var (schedule, field) = (Schedules.Get(format), SchedulePlayer.Field(6) with { BothSides = false });
        var first = schedule.NextRound(field, [])!;
        Assert.All(schedule.RankDebaters(field, []), p => Assert.Null(p.Position));
        var played = new PlayedRound(
            first, [.. first.Pairings.Take(1).Select(p => new Game(p.Pro, p.Con, SchedulePlayer.ByStrength(p), p.Motion))]);
        var places = schedule.RankDebaters(field, [played]);
        var met = new[] { first.Pairings[0].Pro, first.Pairings[0].Con };
        Assert.Equal(met.Order(), places.Take(2).Select(p => p.Name).Order());
        // The others may all be better than who is out, and none of them is first.
        Assert.Equal(format == "double-elimination" ? [1, 1] : new int?[] { 1, 6 }, places.Take(2).Select(p => p.Position));
        Assert.All(places.Skip(2), p => Assert.Null(p.Position));
    }

    [Fact]
    public void Who_comes_from_below_must_win_the_grand_final_twice()
    {
        var field = SchedulePlayer.Field(4) with { BothSides = false };
        // The best debater loses its first meeting and none after it.
        var played = SchedulePlayer.Of(new DoubleElimination(), field, p => p is { Motion: "m0", Pro: "d0" } ? 0
            : SchedulePlayer.ByStrength(p));
        Assert.Equal(
            ["upper semi-final", "upper final, lower round 1", "lower final", "grand final", "grand final again"],
            played.Select(r => r.Round.Name));
        Assert.Equal("d0", new DoubleElimination().RankDebaters(field, played)[0].Name);
    }
}
