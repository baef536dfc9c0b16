using CsCheck;

namespace Debate.Tournaments.Tests;

/// <summary>Laws of every rating with its intervals and ranks: names, columns and the direction of winning mean nothing.</summary>
public sealed class RatingSymmetryTests
{
    private const double Rounding = 1e-4;

    private static readonly Gen<Game> GenGame = Gen.Select(
        Gen.Int[0, 4], Gen.Int[1, 4], Gen.Int[0, 2], Gen.Int[0, 9], Gen.Int[-1, 1], Gen.Int[-1, 1], (a, step, score, motion, side, first) =>
            new Game(Name(a), Name((a + step) % 5), score / 2.0, $"m{motion}") { Side = side, First = first });

    private static readonly Gen<Game[]> GenGames = GenGame.Array[1, 40];

    public static TheoryData<string, string> Methods => FewGamesTests.Methods;

    [Theory]
    [MemberData(nameof(Methods))]
    public void Other_names_give_the_same_ratings_under_other_names(string rating, string way) => GenGames.Sample(games =>
    {
        var renamed = games.Select(game => With(game, Turn(game.A), Turn(game.B), game.Score));
        Same(Board(games, rating, way), Board(renamed, rating, way), Turn);
    }, seed: "0N0XIzNsQ0O2", iter: 15);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Columns_turned_give_the_same_ratings(string rating, string way) => GenGames.Sample(games =>
    {
        var turned = games.Select(game => With(game, game.B, game.A, 1 - game.Score) with { Side = -game.Side, First = -game.First });
        Same(Board(games, rating, way), Board(turned, rating, way), name => name);
    }, seed: "0N0XIzNsQ0O3", iter: 15);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Winners_and_losers_exchanged_mirror_the_board(string rating, string way) => GenGames.Sample(games =>
    {
        var (one, two) = (Board(games, rating, way), Board(games.Select(g => With(g, g.A, g.B, 1 - g.Score)), rating, way));
        var centre = rating switch { "elo" => 1000, "trueskill" => 25, _ => 1500 };
        foreach (var (name, line) in one)
        {
            var mirrored = two[name];
            Assert.Equal(line.Rating - centre, centre - mirrored.Rating, Rounding);
            Assert.Equal(line.Interval.Low - centre, centre - mirrored.Interval.High, Rounding);
            Assert.Equal(line.Interval.High - centre, centre - mirrored.Interval.Low, Rounding);
            Assert.Equal(line.Rank, new RankInterval(1 + one.Count - mirrored.Rank.Worst, 1 + one.Count - mirrored.Rank.Best));
        }
    }, seed: "0N0XIzNsQ0O4", iter: 15);

    private static void Same(Dictionary<string, Line> one, Dictionary<string, Line> two, Func<string, string> name)
    {
        foreach (var (debater, line) in one)
        {
            var other = two[name(debater)];
            Assert.Equal(line.Rating, other.Rating, Rounding);
            Assert.Equal(line.Interval.Low, other.Interval.Low, Rounding);
            Assert.Equal(line.Interval.High, other.Interval.High, Rounding);
            Assert.Equal(line.Rank, other.Rank);
        }
    }

    private static Dictionary<string, Line> Board(IEnumerable<Game> games, string rating, string way)
    {
        var (table, estimator) = (GameTable.Create([.. games]), RatingEstimators.Get(rating));
        var fit = estimator.Fit(table);
        var intervals = way == "bootstrap" ? new BootstrapIntervals(40) : RatingIntervals.Get(way);
        var sure = intervals.Compute(estimator, table, fit, 1);
        return table.Names.Select((name, i) => (name, new Line(fit.Ratings[i], sure.Ratings[i], sure.Ranks[i]!.Value)))
            .ToDictionary(entry => entry.name, entry => entry.Item2);
    }

    private static Game With(Game game, string a, string b, double score) =>
        new(a, b, score, game.Motion) { Side = game.Side, First = game.First };

    private static string Name(int i) => $"d{i}";

    private static string Turn(string name) => Name(4 - (name[1] - '0'));

    private sealed record Line(double Rating, Interval Interval, RankInterval Rank);
}
