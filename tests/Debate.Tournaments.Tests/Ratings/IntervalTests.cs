using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class IntervalTests
{
    public static TheoryData<string> Ways => [.. RatingIntervals.Names];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Intervals_cover_the_true_rating_about_as_often_as_they_say(string way)
    {
        const int Tournaments = 120;
        var intervals = way == "bootstrap" ? new BootstrapIntervals(LongRun.Size(200, 300)) : RatingIntervals.Get(way);
        var covered = 0;
        for (var t = 0; t < Tournaments; t++)
        {
            var sure = Uncertain(SimulatedGames.Games(40, 0.8, 1000 + t), intervals, t).Ratings;
            covered += sure.Where((interval, i) => interval.Contains(RatingScale.FromLogStrength(SimulatedGames.Strengths[i]))).Count();
        }
        Assert.InRange(covered / (4.0 * Tournaments), 0.92, 0.98);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Results_that_move_together_on_a_motion_widen_the_intervals(string way)
    {
        var alone = SimulatedGames.Games(40, 0.8, 3);
        double Width(List<Game> games)
        {
            var interval = Uncertain(games, RatingIntervals.Get(way), 1).Ratings[0];
            return interval.High - interval.Low;
        }
        Assert.Equal(Width(alone), Width([.. Enumerable.Range(0, 5).SelectMany(copy => alone)]), Width(alone) * 0.15);
    }

    [Fact]
    public void Bootstrap_and_sandwich_agree_on_many_motions()
    {
        var games = SimulatedGames.Games(400, 0.8, 5);
        var (one, two) = (Uncertain(games, new BootstrapIntervals(), 1), Uncertain(games, new SandwichIntervals(), 1));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(one.Ratings[i].Low, two.Ratings[i].Low, 4.0);
            Assert.Equal(one.Ratings[i].High, two.Ratings[i].High, 4.0);
        }
        Assert.Equal(one.Ranks, two.Ranks);
    }

    [Fact]
    public void The_sandwich_of_two_debaters_is_what_a_hand_computes()
    {
        var games = Enumerable.Range(0, 60).Select(m => new Game("a", "b", m % 3 == 0 ? 0 : 1, $"m{m:00}")).ToArray();
        var table = GameTable.Create(games);
        var estimator = new BradleyTerry(null);
        var sure = new SandwichIntervals().Compute(estimator, table, estimator.Fit(table), 0);
        // 40 of 60 won: d = ln 2 with variance 1 / (60 p q), times 60 / 59; a has half of d, hence half of its deviation.
        var deviation = Math.Sqrt(1 / (60 * 2 / 9.0) * 60 / 59) / 2;
        var half = StudentT.HalfWidth(59) * deviation * RatingScale.PointsPerLogOdds;
        Assert.Equal(RatingScale.FromLogStrength(Math.Log(2) / 2) - half, sure.Ratings[0].Low, 1e-6);
        Assert.Equal(new RankInterval?[] { new(1, 1), new(2, 2) }, sure.Ranks);
    }

    [Fact]
    public void Equals_share_all_ranks()
    {
        var games = Enumerable.Range(0, 40).Select(m => new Game("a", "b", m % 2, $"m{m:00}")).ToList();
        foreach (var way in RatingIntervals.Names)
            Assert.Equal(new RankInterval?[] { new(1, 2), new(1, 2) }, Uncertain(games, RatingIntervals.Get(way), 1).Ranks);
    }

    [Fact]
    public void A_sandwich_without_a_likelihood_is_refused() =>
        Assert.Contains("'elo' has no likelihood", Assert.Throws<InputException>(() => RatingMethod.FromNames("elo", "sandwich")).Message);

    [Fact]
    public void Every_rating_has_intervals_that_hold_it()
    {
        foreach (var name in RatingEstimators.Names)
        {
            var board = Leaderboards.FromGames(SimulatedGames.Games(12, 0.8, 2), 1, RatingMethod.FromNames(name));
            Assert.All(board.Standings, line => Assert.InRange(line.Rating, line.Low, line.High));
            Assert.All(board.Standings, line => Assert.True(line.Low < line.High, name));
        }
    }

    private static RatingUncertainty Uncertain(List<Game> games, IRatingIntervals way, long seed)
    {
        var table = GameTable.Create(games);
        var estimator = new BradleyTerryDavidson();
        return way.Compute(estimator, table, estimator.Fit(table), seed);
    }
}
