using System.Globalization;

namespace Debate.Tournaments.Tests;

/// <summary>Evalica's golden answers on its 16 games (see shared/data/ratings).</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Bradley_Terry_with_ties_as_halves_equals_the_golden_strengths()
    {
        var (games, golden) = Read("bradley_terry");
        var strengths = new BradleyTerry(null).Fit(games)
            .Ratings.Select(rating => Math.Exp((rating - RatingScale.Base) / RatingScale.PointsPerLogOdds)).ToList();
        for (var i = 0; i < games.Names.Count; i++) Assert.Equal(golden[games.Names[i]], strengths[i] / strengths.Sum(), 2e-6);
    }

    [Fact]
    public void Elo_in_file_order_equals_the_golden_ratings()
    {
        var (games, golden) = Read("elo");
        var ratings = new Elo().Fit(games).Ratings;
        for (var i = 0; i < games.Names.Count; i++) Assert.Equal(golden[games.Names[i]], ratings[i], 1e-9);
    }

    [Fact]
    public void Average_win_rates_equal_the_golden_ones()
    {
        var (games, golden) = Read("average_win_rate");
        var pairs = games.CountPairs().PlayedPairs().ToArray();
        for (var i = 0; i < games.Names.Count; i++)
        {
            // Evalica's rate is the mean over opponents of the share of points, without opponents that were never met.
            var shares = pairs.Where(pair => pair.A == i || pair.B == i).Select(pair => pair.A == i ? pair.B : pair.A)
                .Select(j => games.CountPairs().Points(i, j) / games.CountPairs().Games(i, j));
            Assert.Equal(golden[games.Names[i]], shares.Average(), 1e-12);
        }
    }

    private static (GameTable Games, Dictionary<string, double> Golden) Read(string algorithm)
    {
        var folder = SharedData.Folder("ratings");
        var games = Rows(Path.Combine(folder, "simple.csv")).Select((row, i) =>
            new Game(row[0], row[1], row[2] switch { "left" => 1, "right" => 0, _ => 0.5 }, $"row {i}")).ToList();
        var golden = Rows(Path.Combine(folder, "simple-golden.csv")).Where(row => row[0] == algorithm)
            .ToDictionary(row => row[1], row => double.Parse(row[2], CultureInfo.InvariantCulture));
        Assert.Equal((16, 5), (games.Count, golden.Count));
        return (GameTable.Create(games), golden);
    }

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(file).Skip(1).Select(line => line.Split(','));
}
