using Debate.Core;

namespace Debate.Tournaments.Tests;

/// <summary>What few games, one-way games and games that compare nobody allow to say, by every rating and kind of intervals.</summary>
public sealed class FewGamesTests
{
    private static readonly RankInterval Either = new(1, 2);

    public static TheoryData<string, string> Methods => [.. from rating in RatingEstimators.Names
        from way in RatingIntervals.Names
        where RatingIntervals.Get(way).FindIncompatibility(RatingEstimators.Get(rating)) is null
        select (rating, way)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Games_that_went_one_way_decide_ranks_where_the_exact_probability_does(string rating, string way)
    {
        for (var games = 1; games <= 10; games++)
        {
            var board = Board([.. Won("x", "y", games)], rating, way);
            var decided = 2 * Math.Pow(0.5, games) <= 0.05;
            Assert.All(board.Standings, line => Assert.True(line.Low < line.Rating && line.Rating < line.High, $"{games}: {line}"));
            RankInterval?[] ranks = decided ? [new(1, 1), new(2, 2)] : [Either, Either];
            Assert.Equal(ranks, board.Standings.Select(line => line.Rank));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_draw_among_few_wins_decides_nothing(string rating, string way)
    {
        Game[] games = [.. Won("x", "y", 3), new("x", "y", 0.5, "m9")];
        Assert.All(Board(games, rating, way).Standings, line => Assert.Equal(Either, line.Rank));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Who_never_met_even_through_others_is_not_ordered(string rating, string way)
    {
        Game[] games = [.. Mixed("a", "b", 30, 10), .. Mixed("c", "d", 40, 0), .. Mixed("d", "e", 40, 0)];
        var board = Board(games, rating, way, "f");
        RankInterval? Rank(string name) => board.Standings.Single(line => line.Name == name).Rank;
        Assert.Equal([new(1, 4), new(2, 5)], new[] { "a", "b" }.Select(Rank));
        Assert.Equal([new(1, 3), new(2, 4), new(3, 5)], new[] { "c", "d", "e" }.Select(Rank));
        Assert.Equal(("f", null), (board.Standings[^1].Name, Rank("f")));
        Assert.Contains("3 groups never met, ratings compare only within each: a, b; c, d, e; f", board.Warnings);
        Assert.All(board.Standings, line => Assert.True(line.Low < line.High));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void One_motion_gives_the_models_intervals_and_no_rank(string rating, string way)
    {
        var games = Enumerable.Range(0, 40).Select(_ => new Game("x", "y", 1, "m")).ToArray();
        var board = Board(games, rating, way);
        Assert.All(board.Standings, line => Assert.Equal(Either, line.Rank));
        Assert.All(board.Standings, line => Assert.True(line.Low < line.Rating && line.Rating < line.High));
        Assert.Contains(board.Warnings, warning => warning.StartsWith("only one motion: how much it decided", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Draws_alone_have_a_width_and_share_all_ranks(string rating, string way)
    {
        foreach (var count in new[] { 1, 3, 40 })
        {
            var board = Board([.. Enumerable.Range(0, count).Select(m => new Game("x", "y", 0.5, $"m{m}"))], rating, way);
            Assert.All(board.Standings, line => Assert.True(line.Rank == Either && line.Low < line.Rating && line.Rating < line.High));
        }
    }

    /// <summary>n draws leave the share of decided games open up to 1 - .025^(1/n), and all of these may have one winner.</summary>
    [Theory]
    [InlineData("bradley-terry", "bootstrap"), InlineData("bradley-terry", "sandwich")]
    [InlineData("margins", "bootstrap"), InlineData("margins", "sandwich")]
    public void Draws_alone_leave_open_what_the_exact_interval_does(string rating, string way)
    {
        foreach (var count in new[] { 6, 25, 100, 1_000 })
        {
            var board = Board([.. Enumerable.Range(0, count).Select(m => new Game("x", "y", 0.5, $"m{m}"))], rating, way);
            var points = 1 - Math.Pow(0.025, 1.0 / count) / 2;
            var bound = RatingScale.PointsPerLogOdds * Math.Log(points / (1 - points)) / 2;
            Assert.InRange((board.Standings[0].High - board.Standings[0].Low) / 2, 0.8 * bound, 1.25 * bound);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void No_interval_is_wider_than_without_a_game(string rating, string way)
    {
        var prior = Wilson.Z95 * RatingEstimators.Get(rating).PriorDeviation!.Value;
        foreach (var (wins, draws, motions) in new[] { (1, 0, 1), (0, 1, 1), (2, 0, 2), (1, 1, 2), (5, 0, 5), (40, 0, 1), (3, 3, 6) })
        {
            var games = Enumerable.Range(0, wins + draws).Select(g => new Game("x", "y", g < wins ? 1 : 0.5, $"m{g % motions}"));
            Assert.All(
                Board([.. games], rating, way).Standings, line => Assert.InRange((line.High - line.Low) / 2, 1e-3, prior - 0.01));
        }
    }

    [Fact]
    public void Margins_that_agree_are_surer_than_wins_that_do_not()
    {
        var games = Enumerable.Range(0, 200).Select(m =>
            new Game("x", "y", m % 2, $"m{m:000}") { Margin = m % 2 == 0 ? -0.1 : 0.3 }).ToArray();
        Assert.All(Board(games, "davidson", "sandwich").Standings, line => Assert.Equal(Either, line.Rank));
        Assert.Equal([new RankInterval(1, 1), new RankInterval(2, 2)], Board(games, "margins", "sandwich").Standings.Select(line => line.Rank));
    }

    [Fact]
    public void Nobody_who_did_not_play_is_rated_surely()
    {
        var board = Leaderboards.FromDebates([], 1, ["a", "b"]);
        Assert.All(board.Standings, line => Assert.Equal(LikelihoodEstimator.PriorPoints * Wilson.Z95, line.High - line.Rating, 0.01));
    }

    /// <summary>Eight debaters of known strength, one to five games a pair, on motions of their own or all on a few.</summary>
    [Theory]
    [InlineData(1, false), InlineData(2, false), InlineData(5, false), InlineData(1, true), InlineData(3, true), InlineData(5, true)]
    public void Small_leagues_are_covered(int perPair, bool sharesMotions)
    {
        const int Leagues = 60, Debaters = 8;
        foreach (var way in new IRatingIntervals[] { new BootstrapIntervals(100), new SandwichIntervals() })
        {
            var covered = 0;
            for (var league = 0; league < Leagues; league++)
            {
                var draws = SeededRandom.Create(league, "small league");
                var games = from round in Enumerable.Range(0, perPair)
                            from a in Enumerable.Range(0, Debaters)
                            from b in Enumerable.Range(a + 1, Debaters - a - 1)
                            let win = draws.NextBool(1 / (1 + Math.Pow(10, (Strength(b) - Strength(a)) / 400.0)))
                            select new Game($"d{a}", $"d{b}", win ? 1 : 0, sharesMotions ? $"m{round}" : $"m{round}-{a}-{b}");
                var table = GameTable.Create([.. games]);
                var estimator = new BradleyTerryDavidson();
                var sure = way.Compute(estimator, table, estimator.Fit(table), league);
                covered += sure.Ratings.Where((interval, i) => interval.Contains(RatingScale.Base + Strength(i))).Count();
            }
            Assert.InRange(covered / (double)(Leagues * Debaters), 0.93, 1);
        }
        static int Strength(int debater) => 300 - 600 * debater / (Debaters - 1);
    }

    private static Leaderboard Board(Game[] games, string rating, string way, params string[] others) => Leaderboards.FromGames(
        games, 1, new(RatingEstimators.Get(rating), way == "bootstrap" ? new BootstrapIntervals(200) : RatingIntervals.Get(way)), others);

    private static IEnumerable<Game> Won(string winner, string loser, int games) => Mixed(winner, loser, games, 0);

    private static IEnumerable<Game> Mixed(string a, string b, int won, int lost) =>
        Enumerable.Range(0, won + lost).Select(m => new Game(a, b, m * lost % (won + lost) < lost ? 0 : 1, $"{a}{m:00}"));
}
