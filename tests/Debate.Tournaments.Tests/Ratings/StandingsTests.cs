using System.Text.Json;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class StandingsTests
{
    [Theory]
    [InlineData(1, 0, 1.0)]
    [InlineData(1, 1, 0.5)]
    [InlineData(0, 1, 0.0)]
    [InlineData(0.5, 0.5, 0.5)]
    [InlineData(1, 0.5, 1.0)]
    [InlineData(0.5, 1, 0.0)]
    [InlineData(0, 0.5, 0.0)]
    public void Two_debates_with_sides_swapped_are_one_result(double aAsPro, double bAsPro, double expected)
    {
        var pairs = MotionPairs.FromDebates([new Game("a", "b", aAsPro, "m"), new Game("b", "a", bAsPro, "m")]);
        Assert.Equal([new Game("a", "b", expected, "m")], pairs.Results);
        Assert.Equal(0, pairs.Incomplete);
    }

    [Fact]
    public void A_pair_with_one_finished_debate_is_counted_as_incomplete()
    {
        var pairs = MotionPairs.FromDebates([new Game("a", "b", 1, "m"), new Game("b", "a", 0, "n"), new Game("a", "b", 1, "n")]);
        Assert.Equal([new Game("a", "b", 1, "n")], pairs.Results);
        Assert.Equal(1, pairs.Incomplete);
    }

    [Fact]
    public void Standings_count_debates_and_are_sorted()
    {
        var board = Leaderboards.FromDebates(Debates(20), 1);
        Assert.Equal(["strong", "middle", "weak"], board.Standings.Select(line => line.Name));
        Assert.All(board.Standings, line => Assert.Equal(80, line.Wins + line.Draws + line.Losses));
        Assert.All(board.Standings, line => Assert.True(line.Low <= line.Rating && line.Rating <= line.High));
        Assert.Equal(4500, board.Standings.Sum(line => line.Rating), 0.05);
    }

    [Fact]
    public void Same_seed_same_bytes_whatever_the_order_of_debates()
    {
        var debates = Debates(12);
        var one = JsonSerializer.Serialize(Leaderboards.FromDebates(debates, 7));
        Assert.Equal(one, JsonSerializer.Serialize(Leaderboards.FromDebates(debates.AsEnumerable().Reverse().ToList(), 7)));
        Assert.NotEqual(one, JsonSerializer.Serialize(Leaderboards.FromDebates(debates, 8)));
    }

    [Fact]
    public void Json_has_the_names_of_the_contract()
    {
        var line = new Standing("a", 1512.5, 1490, 1530.25, 3, 2, 1) { Rank = new(1, 2) };
        Assert.Equal(
            """{"name":"a","rating":1512.5,"low":1490,"high":1530.25,"wins":3,"draws":2,"losses":1,"rank":{"best":1,"worst":2}}""",
            JsonSerializer.Serialize(line, JsonSerializerOptions.Web));
    }

    [Fact]
    public void What_a_journal_keeps_of_a_tournament_comes_back_unchanged()
    {
        static void Same<T>(T value) => Assert.Equal(value, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value)));
        Same(new Game("a", "b", 0.5, "m"));
        Same(new Pairing("m", "a", "b", "m--a--b"));
        Same(new Standing("a", 1512.5, 1490, 1530.25, 3, 2, 1));
        Same(new PairedComparison("a", "b", 10, 2, McNemar.ExactPValue(10, 2)));
        Same(new CurvePoint(0.5, "debate", 0.875, 40));
        Same(new Interval(0.1, 0.2));
    }

    [Fact]
    public void Equal_ratings_are_ordered_by_name()
    {
        var board = Leaderboards.FromDebates([new Game("b", "a", 0.5, "m"), new Game("a", "b", 0.5, "m")], 1, ["c"]);
        Assert.Equal(["a", "b", "c"], board.Standings.Select(line => line.Name));
        Assert.All(board.Standings, line => Assert.Equal(1500, line.Rating));
    }

    [Fact]
    public void Who_has_no_rated_game_stands_last_without_a_rank()
    {
        var board = Leaderboards.FromDebates([.. Debates(20), new Game("middle", "half", 0, "m00")], 1, ["absent"]);
        Assert.Equal(["strong", "middle", "weak", "half", "absent"], board.Standings.Select(line => line.Name));
        Assert.Equal([1, 2, 3, null, null], board.Standings.Select(line => line.Rank?.Best));
        Assert.Equal([1, 2, 3], board.Standings.Select(line => line.Rank?.Worst).OfType<int>());
        Assert.Equal(
            ["–|half|–|–|–|1|0|0", "–|absent|–|–|–|0|0|0"],
            LeaderboardReport.ToTable(board).Rows.Skip(3).Select(row => string.Join('|', row)));
        Assert.DoesNotContain("absent", RatingIntervalsSvg.Draw(board).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Debates_that_nobody_judged_are_in_no_rating_unless_asked_for()
    {
        var (debates, unjudged) = (Debates(20), new Game("strong", "weak", 0.5, "m20") { IsJudged = false });
        Game[] all = [.. debates, unjudged, unjudged with { IsJudged = true, Motion = "m21" }, new("weak", "strong", 0.5, "m21"),
            new("weak", "strong", 0.5, "m20") { IsJudged = false }];
        foreach (var rating in RatingEstimators.Names)
        {
            var method = RatingMethod.FromNames(rating);
            var (board, plain) = (Leaderboards.FromDebates(all, 1, null, method),
                Leaderboards.FromDebates([.. all.Where(g => g.IsJudged)], 1, null, method));
            Assert.Equal(plain.Standings.Select(line => line with { NotJudged = line.Name == "middle" ? 0 : 2 }), board.Standings);
            var asked = Leaderboards.FromDebates(all, 1, null, method with { RatesUnjudged = true });
            Assert.Equal(plain.Standings.Sum(line => line.Draws) + 4, asked.Standings.Sum(line => line.Draws));
            Assert.All(asked.Standings, line => Assert.Null(line.NotJudged));
        }
        Assert.Equal("not judged", LeaderboardReport.ToTable(Leaderboards.FromDebates(all, 1)).Columns[^1]);
    }

    [Fact]
    public void Warnings_name_what_limits_the_ratings()
    {
        var board = Leaderboards.FromDebates([.. Both("a", "b", "m"), .. Both("c", "d", "m"), new Game("a", "c", 1, "m")], 1);
        Assert.Equal(
        [
            "1 pair has only one finished debate on a motion and does not count for ratings",
            "only one motion: how much it decided cannot be told, so intervals are the model's own and no rank is sure",
            "2 groups never met, ratings compare only within each: a, b; c, d",
            "a won every pair: the prior alone keeps the rating finite, its upper end is no bound",
            "b lost every pair: the prior alone keeps the rating finite, its lower end is no bound",
            "c won every pair: the prior alone keeps the rating finite, its upper end is no bound",
            "d lost every pair: the prior alone keeps the rating finite, its lower end is no bound",
        ], board.Warnings);
    }

    [Fact]
    public void A_sound_tournament_has_no_warnings() => Assert.Empty(Leaderboards.FromDebates(Debates(20), 1).Warnings);

    [Fact]
    public void No_debates_give_the_prior_and_a_warning()
    {
        var board = Leaderboards.FromDebates([], 1, ["b", "a"]);
        Assert.Equal(["a", "b"], board.Standings.Select(line => line.Name));
        Assert.All(board.Standings, line => Assert.Equal((1500, 3000), (line.Rating, line.Low + line.High)));
        Assert.All(board.Standings, line => Assert.Null(line.Rank));
        Assert.Single(board.Warnings);
    }

    [Fact]
    public void Impossible_games_are_refused()
    {
        var refusal = Assert.Throws<InputException>(() => new Game("a", "b", 0.7, "m"));
        Assert.Equal("game 'a' - 'b' on 'm': score 0.7 must be 1, 0.5 or 0", refusal.Message);
        Assert.Throws<InputException>(() => new Game("a", "a", 1, "m"));
    }

    [Fact]
    public void Clearly_different_skill_gives_disjoint_intervals()
    {
        var board = Leaderboards.FromDebates(Debates(20), 1).Standings;
        Assert.True(board[0].Low > board[2].High);
    }

    private static Game[] Both(string winner, string loser, string motion) =>
        [new(winner, loser, 1, motion), new(loser, winner, 0, motion)];

    /// <summary>The stronger debater usually wins, and sometimes loses or draws.</summary>
    private static List<Game> Debates(int motions) => RoundRobin.CreatePairings(["weak", "middle", "strong"],
        Enumerable.Range(0, motions).Select(i => $"m{i:00}").ToArray()).Select(pairing =>
    {
        var edge = Skill(pairing.Pro) - Skill(pairing.Con);
        var unit = SeededRandom.Create(42, pairing.Key).NextDouble() + 0.22 * edge;
        return new Game(pairing.Pro, pairing.Con, unit > 0.55 ? 1 : unit > 0.45 ? 0.5 : 0, pairing.Motion);
    }).ToList();

    private static int Skill(string name) => Array.IndexOf(["weak", "middle", "strong"], name);
}
