namespace Debate.Tournaments.Tests;

/// <summary>Every rating on games that no league plays.</summary>
public sealed class ExtremeGamesTests
{
    public static TheoryData<string, string> Games => [.. from rating in RatingEstimators.Names
        from shape in Shapes.Keys
        select (rating, shape)];

    private static readonly Dictionary<string, Func<IEnumerable<Game>>> Shapes = new()
    {
        ["one game"] = () => [new("p", "q", 1, "m")],
        ["streaks of 3"] = () => Streaks(3, 600),
        ["streaks of 10"] = () => Streaks(10, 1_000),
        ["streaks of 250"] = () => Streaks(250, 2_000),
        ["all draws"] = () => Series(1_000, _ => 0.5),
        ["one way"] = () => Series(1_000, _ => 1),
        ["50,000 one way"] = () => Series(50_000, _ => 1),
        ["50,000 even"] = () => Series(50_000, m => m % 2),
        ["one upset after 50,000"] = () => Series(50_001, m => m < 50_000 ? 1 : 0),
        ["a draw after 50,000"] = () => Series(50_001, m => m < 50_000 ? 1 : 0.5),
        ["a ladder of huge gaps"] = () => from step in Enumerable.Range(0, 12)
                                          from m in Enumerable.Range(0, 200)
                                          select new Game($"p{step:00}", $"p{step + 1:00}", m == 7 ? 0 : 1, $"m{m:000}"),
    };

    [Theory]
    [MemberData(nameof(Games))]
    public void Ratings_and_intervals_stay_in_reach(string rating, string shape)
    {
        var estimator = RatingEstimators.Get(rating);
        var table = GameTable.Create([.. Shapes[shape]()]);
        var fit = estimator.Fit(table);
        var sure = new BootstrapIntervals(5).Compute(estimator, table, fit, 1);
        // TrueSkill's unit is 24 points; a ladder of twelve steps of 99 : 1 is thousands of points high.
        var reach = estimator.Name == "glicko-2" ? new Interval(0, 3000) : new Interval(-6000, 9000);
        for (var i = 0; i < table.Names.Count; i++)
        {
            Assert.InRange(sure.Ratings[i].Low, reach.Low, fit.Ratings[i]);
            Assert.InRange(sure.Ratings[i].High, fit.Ratings[i], reach.High);
            Assert.True(sure.Ratings[i].Low < sure.Ratings[i].High);
        }
        var ends = (fit.Ratings[0], fit.Ratings[^1]);
        if (shape is "all draws" or "50,000 even") Assert.Equal(ends.Item1, ends.Item2, 15.0);
        else if (!shape.StartsWith("streaks", StringComparison.Ordinal)) Assert.True(ends.Item1 > ends.Item2);
    }

    [Fact]
    public void Glicko_2_swings_with_streaks_and_returns_to_the_middle()
    {
        foreach (var length in new[] { 2, 5, 10, 20, 50, 100 })
        {
            var fit = new Glicko2().Fit(GameTable.Create([.. Streaks(length, 1_000)]));
            Assert.Equal(1500, fit.Ratings.Average(), 1e-6);
            Assert.All(fit.Ratings, rating => Assert.InRange(rating, 1100, 1900));
            Assert.All(fit.Deviations, deviation => Assert.InRange(deviation, 20, 350));
        }
    }

    [Fact]
    public void Glicko_2_ends_at_the_mode_where_the_step_of_the_paper_goes_past_it()
    {
        var opponents = Enumerable.Repeat((new Glicko2Rating(1000, 50, 0.06), 0.0), 10).ToArray();
        var after = new Glicko2().Update(new(2000, 200, 0.06), opponents);
        // Losing to somebody says: about as strong as that, or weaker; the paper's step would say 40.
        Assert.InRange(after.Rating, 900, 1100);
        Assert.True(after.Deviation < 120);
    }

    [Fact]
    public void TrueSkill_takes_the_most_unlikely_results()
    {
        foreach (var gap in new[] { 50.0, 500, 5_000 })
            foreach (var isDraw in new[] { false, true })
            {
                var (weak, strong) = new TrueSkill(draws: 0.1).Update(new(0, 8), new(gap, 8), isDraw);
                Assert.True(weak.Mean > 0 && strong.Mean < gap && weak.Mean - strong.Mean < 1, $"{weak} {strong}");
                Assert.True(weak.Deviation is > 0 and < 8.2 && strong.Deviation is > 0 and < 8.2);
            }
    }

    private static IEnumerable<Game> Streaks(int length, int games) => Series(games, m => 1 - m / length % 2);

    private static IEnumerable<Game> Series(int games, Func<int, double> score) =>
        Enumerable.Range(0, games).Select(m => new Game("p", "q", score(m), $"m{m:00000}"));
}
