using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>What forfeits and withdrawals do to points and pairing.</summary>
public sealed class ForfeitTests
{
    public static TheoryData<string> Formats => [.. Schedules.Names];

    [Theory, MemberData(nameof(Formats))]
    public void Any_pattern_of_forfeits_and_games_comes_to_an_end_within_the_bounds_of_the_format(string format)
    {
        var schedule = Schedules.Get(format);
        for (var seed = 0; seed < 60; seed++)
        {
            var field = SchedulePlayer.Field(2 + seed % 13) with { BothSides = seed % 2 == 0 };
            var (rounds, draws) = (new List<PlayedRound>(), SeededRandom.Create(seed, "forfeits"));
            while (schedule.NextRound(field, rounds) is { } round)
            {
                rounds.Add(Play(round, draws));
                Assert.True(rounds.Count <= schedule.MaxRounds(field));
            }
            Assert.All(rounds, r => Assert.True(r.IsFinished));
            var keys = rounds.SelectMany(r => r.Round.Pairings).Select(p => p.Key).ToArray();
            Assert.Distinct(keys);
            Assert.True(keys.Length <= schedule.MaxDebates(field));
            var places = schedule.RankDebaters(field, rounds);
            if (places.Count > 0) Assert.Equal(field.Debaters.Order(), places.Select(p => p.Name).Order());
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void A_bracket_with_open_meetings_draws_what_is_known_and_ends_as_one_without(string format)
    {
        var schedule = Schedules.Get(format);
        for (var seed = 0; seed < 40; seed++)
        {
            var field = SchedulePlayer.Field(3 + seed % 14);
            var calm = SchedulePlayer.Of(schedule, field, SchedulePlayer.ByChance(seed));
            var (rounds, draws) = (new List<PlayedRound>(), SeededRandom.Create(seed, "open"));
            // Some meetings of a round stand open until nothing else can be drawn.
            for (; ; )
            {
                if (schedule.NextRound(field, rounds) is { } round)
                    rounds.Add(new(round, [.. Games(round, seed).Where(g => !IsHeld(g, draws))]));
                else if (rounds.FindIndex(r => !r.IsFinished) is >= 0 and var open)
                    rounds[open] = new(rounds[open].Round, [.. Games(rounds[open].Round, seed)]);
                else break;
            }
            Assert.Equal(Keys(calm), Keys(rounds));
            Assert.Equal(schedule.RankDebaters(field, calm), schedule.RankDebaters(field, rounds));
        }
    }

    [Fact]
    public void A_meeting_won_by_forfeit_is_like_a_bye_and_not_like_a_game()
    {
        var field = SchedulePlayer.Field(4);
        var round = new Swiss().NextRound(field, [])!;
        var met = round.Pairings.Where(p => p.Pro is "d0" or "d2" && p.Con is "d0" or "d2").ToArray();
        Assert.Equal(2, met.Length);
        var others = round.Pairings.Except(met).Select(p => new Game(p.Pro, p.Con, SchedulePlayer.ByStrength(p), p.Motion)).ToArray();
        var board = new Scoreboard(field, [new(round, others) { Forfeits = [.. met.Select(p => Forfeit.Create(p, ["d0"])!)] }]);
        Assert.Equal([0, 1, 1, 0], board.Points);
        Assert.Equal([0, 0, 1, 0], board.Byes);
        Assert.Equal((0, 1), (board.MeetingCount(0, 2), board.MeetingCount(1, 3)));
        var half = new PlayedRound(round, [.. others, new(met[0].Pro, met[0].Con, 0.5, met[0].Motion)])
        {
            Forfeits = [Forfeit.Create(met[1], ["d0"])!],
        };
        board = new Scoreboard(field, [half]);
        Assert.Equal([0, 1, 1, 0], board.Points);
        Assert.Equal([0, 0, 0, 0], board.Byes);
        Assert.Equal((1, 1), (board.MeetingCount(0, 2), Math.Abs(board.Balance[0])));
        Assert.Null(Forfeit.Create(met[0], ["d1"]));
    }

    [Theory, InlineData("single-elimination"), InlineData("double-elimination")]
    public void Nobody_advances_from_a_meeting_to_which_neither_came(string format)
    {
        var (schedule, field) = (Schedules.Get(format), SchedulePlayer.Field(4));
        var rounds = new List<PlayedRound>();
        while (schedule.NextRound(field, rounds) is { } round)
        {
            var missed = round.Pairings.Where(p => p.Pro is "d0" or "d3" && p.Con is "d0" or "d3").ToArray();
            var played = round.Pairings.Except(missed).Select(p => new Game(p.Pro, p.Con, SchedulePlayer.ByStrength(p), p.Motion));
            rounds.Add(new(round, [.. played])
            {
                Forfeits = [.. missed.Select(p => Forfeit.Create(p, ["d0", "d3"])!)],
            });
        }
        var places = schedule.RankDebaters(field, rounds);
        Assert.Equal(("d1", (int?)1), (places[0].Name, places[0].Position));
        Assert.All(places.Where(p => p.Name is "d0" or "d3"), p => Assert.Equal((rounds[0].Round.Name, 0.0), (p.Out, p.Points)));
    }

    [Fact]
    public void A_level_meeting_goes_to_whoever_was_there_more_often()
    {
        var pairing = new Pairing("m0", "d0", "d1", "k");
        var meeting = new Meeting("d0", "d1", 2, [new("d1", "d0", 0, "m0")]) { Forfeits = [Forfeit.Create(pairing, ["d0"])!] };
        Assert.Equal((0.5, "d1"), (meeting.Score, meeting.FindWinner("d0")));
        Assert.Equal("d0", meeting.Judged.FindWinner("d1"));
        Assert.Null(new Meeting("d0", "d1", 1, []) { Forfeits = [Forfeit.Create(pairing, ["d0", "d1"])!] }.FindWinner("d0"));
    }

    [Fact]
    public void Ratings_of_strengths_for_pairing_know_no_forfeit()
    {
        var field = SchedulePlayer.Field(4);
        var first = new InformationGain().NextRound(field, [])!;
        var unplayed = new PlayedRound(first, []) { Forfeits = [.. first.Pairings.Select(p => Forfeit.Create(p, [p.Pro])!)] };
        var met = new InformationGain().NextRound(field, [unplayed])!;
        Assert.Equal(Pairs(first), Pairs(met));
    }

    [Theory, InlineData("swiss"), InlineData("information-gain"), InlineData("round-robin"), InlineData("double-round-robin")]
    public void Nothing_is_drawn_for_who_has_withdrawn(string format)
    {
        for (var debaters = 2; debaters < 9; debaters++)
        {
            var field = SchedulePlayer.Field(debaters) with { Withdrawn = ["d0", "d4"] };
            var rounds = SchedulePlayer.Of(Schedules.Get(format), field, SchedulePlayer.ByStrength);
            var named = rounds.SelectMany(r => r.Round.Pairings.SelectMany(p => new[] { p.Pro, p.Con }).Concat(r.Round.Byes)).ToHashSet();
            Assert.DoesNotContain("d0", named);
            Assert.DoesNotContain("d4", named);
            Assert.Equal(debaters == 2, rounds.Count == 0);
        }
    }

    private static PlayedRound Play(Round round, SeededRandom draws)
    {
        var (games, forfeits) = (new List<Game>(), new List<Forfeit>());
        foreach (var pairing in round.Pairings)
        {
            string[] absent = [.. new[] { pairing.Pro, pairing.Con }.Where(_ => draws.NextBool(0.3))];
            if (Forfeit.Create(pairing, absent) is { } forfeit) forfeits.Add(forfeit);
            else games.Add(new(pairing.Pro, pairing.Con, draws.NextInt(3) / 2.0, pairing.Motion));
        }
        return new(round, games) { Forfeits = forfeits };
    }

    private static IEnumerable<Game> Games(Round round, int seed) =>
        round.Pairings.Select(p => new Game(p.Pro, p.Con, SchedulePlayer.ByChance(seed)(p), p.Motion));

    private static bool IsHeld(Game game, SeededRandom draws) => draws.NextBool(0.2) && game.A != game.B;

    private static string[] Keys(IEnumerable<PlayedRound> rounds) =>
        [.. rounds.SelectMany(r => r.Round.Pairings).Select(p => p.Key).Order(StringComparer.Ordinal)];

    private static string[] Pairs(Round round) =>
        [.. round.Pairings.Select(p => string.Join(' ', new[] { p.Pro, p.Con }.Order(StringComparer.Ordinal))).Distinct().Order()];
}
