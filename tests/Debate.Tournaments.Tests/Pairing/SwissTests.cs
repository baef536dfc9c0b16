using CsCheck;
using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class SwissTests
{
    private static readonly Gen<(int Debaters, int Rounds, int Seed)> Any = Gen.Select(Gen.Int[2, 8], Gen.Int[1, 8], Gen.Int);

    [Fact]
    public void Every_round_costs_what_the_cheapest_costs_of_those_that_leave_a_schedule() => Any.Sample((debaters, rounds, seed) =>
    {
        foreach (var both in new[] { true, false })
        {
            var field = SchedulePlayer.Field(debaters) with { Rounds = rounds, BothSides = both };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            Assert.Equal(rounds, played.Count);
            for (var round = 0; round < rounds; round++)
            {
                var costs = new SwissCosts(field, played[..round]);
                var cheapest = SchedulePlayer.Matchings(debaters + debaters % 2)
                    .OrderBy(m => SchedulePlayer.Cost(m, costs.ComputeCost)).First(m => LeavesSchedule(m, field, played[..round]));
                Assert.Equal(SchedulePlayer.Cost(cheapest, costs.ComputeCost),
                    SchedulePlayer.Cost(Mates(played[round].Round, debaters), costs.ComputeCost));
            }
        }
    }, seed: "0N0XIzNsQ0O4", iter: 24);

    /// <summary>
    /// Whether the rounds left of this cycle can be played without a pair that met more often than others; true where none could be.
    /// </summary>
    private static bool LeavesSchedule(int[] mates, Entrants field, List<PlayedRound> played)
    {
        var (n, board) = (field.Debaters.Count, new Scoreboard(field, played));
        int Met(int a, int b) => Math.Max(a, b) == n ? board.Byes[Math.Min(a, b)] : board.MeetingCount(a, b);
        var least = (from a in Enumerable.Range(0, mates.Length) from b in Enumerable.Range(0, a) select Met(a, b)).Min();
        var cycle = mates.Length - 1;
        var left = Math.Min(field.Rounds!.Value, (played.Count / cycle + 1) * cycle) - played.Count;
        var open = new bool[mates.Length, mates.Length];
        for (var a = 0; a < mates.Length; a++)
            for (var b = 0; b < mates.Length; b++) open[a, b] = a != b && Met(a, b) == least && mates[a] != b;
        return mates.Index().All(m => Met(m.Index, m.Item) == least) && SwissLookAheadTests.HasMatchings(open, left - 1);
    }

    [Fact]
    public void Nobody_meets_again_before_it_is_forced() => Any.Sample((debaters, rounds, seed) =>
    {
        var field = SchedulePlayer.Field(debaters) with { Rounds = rounds };
        var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
        for (var round = 0; round < rounds; round++)
        {
            var board = new Scoreboard(field, played[..round]);
            int Again(int[] mates) =>
                Enumerable.Range(0, debaters).Where(i => i < mates[i] && mates[i] < debaters).Sum(i => board.MeetingCount(i, mates[i]));
            Assert.Equal(SchedulePlayer.Matchings(debaters + debaters % 2).Min(Again), Again(Mates(played[round].Round, debaters)));
        }
    }, seed: "0N0XIzNsQ0O5", iter: 60);

    [Fact]
    public void In_an_odd_field_of_the_usual_rounds_nobody_has_two_byes_and_nobody_meets_again() =>
        Gen.Select(Gen.Int[1, 10], Gen.Bool, Gen.Int).Sample((half, both, seed) =>
        {
            var field = SchedulePlayer.Field(2 * half + 1) with { BothSides = both };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            Assert.All(played.Select(r => Assert.Single(r.Round.Byes)).CountBy(name => name), b => Assert.Equal(1, b.Value));
            Assert.Distinct(played.SelectMany(r => r.Meetings)
                .Select(m => string.Join('-', new[] { m.A, m.B }.Order(StringComparer.Ordinal))));
        }, seed: "0N0XIzNsQ0O6", iter: 60);

    /// <summary>
    /// Rematches and second byes weigh more than sides, so one field in thousands leaves somebody two out of balance: these do not.
    /// </summary>
    [Fact]
    public void On_one_side_a_motion_everybody_speaks_for_as_often_as_against_up_to_one()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var field = SchedulePlayer.Field(4 + seed % 21) with { BothSides = false };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            for (var round = 1; round <= played.Count; round++)
                Assert.All(new Scoreboard(field, played[..round]).Balance, balance => Assert.InRange(balance, -1, 1));
        }
    }

    [Fact]
    public void On_one_side_a_motion_nobody_is_sitterof_balance_by_more_than_two() =>
        Gen.Select(Gen.Int[4, 24], Gen.Int).Sample((debaters, seed) =>
        {
            var field = SchedulePlayer.Field(debaters) with { BothSides = false };
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            for (var round = 1; round <= played.Count; round++)
                Assert.All(new Scoreboard(field, played[..round]).Balance, balance => Assert.InRange(balance, -2, 2));
        }, seed: "0N0XIzNsQ0O7", iter: 60);

    [Fact]
    public void Both_sides_of_a_motion_are_one_meeting_and_leave_nobody_sitterof_balance()
    {
        var field = SchedulePlayer.Field(6) with { MotionsPerRound = 2 };
        var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByStrength);
        Assert.Equal(3, played.Count);
        Assert.All(new Scoreboard(field, played).Balance, balance => Assert.Equal(0, balance));
        Assert.All(played.SelectMany(r => r.Meetings), m => Assert.Equal(4, m.Debates));
        Assert.Equal(["m0", "m1"], played[0].Round.Pairings.Select(p => p.Motion).Distinct());
        Assert.Equal(["m2", "m0"], played[1].Round.Pairings.Select(p => p.Motion).Distinct());
    }

    [Fact]
    public void First_the_upper_half_meets_the_lower_half_then_winners_meet_winners()
    {
        var played = SchedulePlayer.Of(new Swiss(), SchedulePlayer.Field(8), SchedulePlayer.ByStrength);
        Assert.Equal(["d0-d4", "d1-d5", "d2-d6", "d3-d7"], Names(played[0]));
        Assert.Equal(["d0-d2", "d1-d3", "d4-d6", "d5-d7"], Names(played[1]));
        Assert.Equal(3, played.Count);
    }

    [Fact]
    public void Places_go_by_points_and_then_by_the_points_of_the_opponents()
    {
        var field = SchedulePlayer.Field(8);
        var places = new Swiss().RankDebaters(field, SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByStrength));
        Assert.Equal(("d0", 3.0, (int?)1), (places[0].Name, places[0].Points, places[0].Position));
        Assert.Equal(("d7", 0.0, (int?)8), (places[^1].Name, places[^1].Points, places[^1].Position));
        Assert.Equal(places.OrderByDescending(p => p.Points).ThenByDescending(p => p.Opposition).Select(p => p.Name),
            places.Select(p => p.Name));
        // Of the first round one meeting is played: the six others have no place.
        var round = new Swiss().NextRound(field, [])!;
        Game[] one = [.. round.Pairings.Take(1).Select(p => new Game(p.Pro, p.Con, 0, p.Motion))];
        var opened = new Swiss().RankDebaters(field, [new(round, one)]);
        Assert.Equal([1, 2, null, null, null, null, null, null], opened.Select(p => p.Position));
        Assert.Equal(round.Pairings[0].Pro, opened[1].Name);
    }

    [Fact]
    public void A_bye_counts_as_an_opponent_with_ones_own_points()
    {
        var field = SchedulePlayer.Field(5);
        var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByStrength);
        var places = new Swiss().RankDebaters(field, played);
        var points = places.ToDictionary(p => p.Name, p => p.Points);
        foreach (var place in places)
        {
            var met = played.SelectMany(r => r.Meetings).Where(m => m.A == place.Name || m.B == place.Name)
                .Sum(m => points[m.A == place.Name ? m.B : m.A]);
            var byes = played.Count(r => r.Round.Byes.Contains(place.Name));
            Assert.Equal(met + byes * place.Points, place.Opposition);
        }
        Assert.Equal(3, played.Sum(r => r.Round.Byes.Count));
    }

    [Theory]
    [InlineData(5), InlineData(7), InlineData(9)]
    public void Level_with_one_who_met_everybody_nobody_is_placed_lower_or_higher_for_a_bye(int debaters)
    {
        var (above, level, below) = (0, 0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var field = SchedulePlayer.Field(debaters);
            var played = SchedulePlayer.Of(new Swiss(), field, SchedulePlayer.ByChance(seed));
            var byes = played.SelectMany(r => r.Round.Byes).ToHashSet();
            var places = new Swiss().RankDebaters(field, played);
            foreach (var sitter in places.Where(p => byes.Contains(p.Name)))
                foreach (var other in places.Where(p => p.Points == sitter.Points && !byes.Contains(p.Name)))
                {
                    if (sitter.Position < other.Position) above++;
                    else if (sitter.Position > other.Position) below++;
                    else level++;
                }
        }
        Assert.InRange((above + level / 2.0) / (above + level + below), 0.35, 0.65);
    }

    [Fact]
    public void A_forced_rematch_on_the_same_motion_has_a_key_of_its_own()
    {
        var played = SchedulePlayer.Of(new Swiss(), SchedulePlayer.Field(2, motions: 1) with { Rounds = 3 }, SchedulePlayer.ByStrength);
        Assert.Equal(["m0--d0--d1", "m0--d0--d1--2", "m0--d0--d1--3"],
            played.SelectMany(r => r.Round.Pairings).Where(p => p.Pro == "d0").Select(p => p.Key));
        var field = SchedulePlayer.Field(2, motions: 1);
        Assert.Equal(played[1].Round.Pairings, RoundCodec.Read(RoundCodec.Write(played[1].Round), field).Pairings);
    }

    [Fact]
    public void Rounds_whose_costs_would_overflow_are_refused_before_the_first()
    {
        var field = SchedulePlayer.Field(64) with { Rounds = 146 };
        new Swiss().Validate(field);
        var wrong = Assert.Throws<InputException>(() => new Swiss().Validate(field with { Rounds = 147 }));
        Assert.StartsWith(
            "rounds: 147 are too many for a Swiss of 64 debaters with 2 debates a meeting", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new Swiss().Validate(SchedulePlayer.Field(64, 10) with { Rounds = 93, MotionsPerRound = 10 }));
        for (var debaters = 2; debaters <= Swiss.MaxDebaters; debaters++) new Swiss().Validate(SchedulePlayer.Field(debaters));
    }

    [Fact]
    public void Too_many_debaters_are_refused()
    {
        Assert.Throws<InputException>(() => new Swiss().Validate(SchedulePlayer.Field(Swiss.MaxDebaters + 1)));
        var wrong = Assert.Throws<InputException>(() => new Swiss().NextRound(SchedulePlayer.Field(Swiss.MaxDebaters + 1), []));
        Assert.Contains("at most 256", wrong.Message, StringComparison.Ordinal);
    }

    internal static int[] Mates(Round round, int debaters)
    {
        var mates = new int[debaters + debaters % 2];
        foreach (var pairing in round.Pairings) mates[SchedulePlayer.Number(pairing.Pro)] = SchedulePlayer.Number(pairing.Con);
        foreach (var pairing in round.Pairings) mates[SchedulePlayer.Number(pairing.Con)] = SchedulePlayer.Number(pairing.Pro);
        foreach (var bye in round.Byes) (mates[SchedulePlayer.Number(bye)], mates[debaters]) = (debaters, SchedulePlayer.Number(bye));
        return mates;
    }

    private static IEnumerable<string> Names(PlayedRound round) =>
        round.Meetings.Select(m => string.Join('-', new[] { m.A, m.B }.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal);
}
