using CsCheck;
using Debate.Core.Input;

namespace Debate.Tournaments.Tests;

public sealed class BradleyTerryDavidsonTests
{
    private static readonly Gen<Game> GenGame =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 2].Select(half => half / 2.0), Gen.Int[0, 4], (a, step, score, motion) =>
            new Game(SimulatedGames.Names[a], SimulatedGames.Names[(a + step) % 4], score, $"m{motion}"));

    private static readonly Gen<Game[]> GenGames = GenGame.Array[1, 40];

    [Fact]
    public void One_win_lies_where_the_derivative_of_the_posterior_is_zero()
    {
        var fit = Fit([new Game("a", "b", 1, "m")]);
        var strength = (fit.Ratings[0] - RatingScale.Base) / RatingScale.PointsPerLogOdds;
        var (win, tie, loss) = (Math.Exp(strength), fit.Ties!.Value, Math.Exp(-strength));
        var precision = Math.Pow(RatingScale.PointsPerLogOdds / BradleyTerryDavidson.PriorPoints, 2);
        Assert.Equal(precision * strength, (loss + tie / 2) / (win + tie + loss), 1e-9);
        Assert.Equal(-Math.Log(tie) / 4, tie / (win + tie + loss), 1e-9);
    }

    [Fact]
    public void Equal_scores_give_equal_ratings_of_1500()
    {
        var fit = Fit([new Game("a", "b", 1, "m"), new Game("b", "a", 1, "n"), new Game("a", "b", 0.5, "o")]);
        Assert.All(fit.Ratings, rating => Assert.Equal(1500, rating, 1e-9));
    }

    [Fact]
    public void The_order_of_games_does_not_matter() => GenGames.Sample(games =>
        Assert.Equal(Fit(games).Ratings, Fit(games.Reverse().ToArray()).Ratings), seed: "0N0XIzNsQ0O2", iter: 100);

    [Fact]
    public void The_side_of_a_game_does_not_matter() => GenGames.Sample(games =>
    {
        var turned = games.Select(game => new Game(game.B, game.A, 1 - game.Score, game.Motion)).ToArray();
        Assert.Equal(Fit(games).Ratings, Fit(turned).Ratings);
    }, seed: "0N0XIzNsQ0O2", iter: 100);

    [Fact]
    public void Swapping_names_swaps_ratings() => GenGames.Sample(games =>
    {
        static string Swap(string name) => name switch { "a" => "d", "d" => "a", _ => name };
        var swapped = Named(games.Select(game => new Game(Swap(game.A), Swap(game.B), game.Score, game.Motion)).ToArray());
        foreach (var (name, rating) in Named(games)) Assert.Equal(rating, swapped[Swap(name)], 1e-6);
    }, seed: "0N0XIzNsQ0O2", iter: 100);

    [Fact]
    public void The_mean_is_1500_and_every_rating_finite() => GenGames.Sample(games =>
    {
        var fit = Fit(games);
        Assert.All(fit.Ratings, rating => Assert.InRange(rating, -2000, 5000));
        Assert.Equal(1500, fit.Ratings.Average(), 1e-6);
        Assert.InRange(fit.Ties!.Value, 1e-6, 1e6);
    }, seed: "0N0XIzNsQ0O2", iter: 200);

    [Fact]
    public void One_more_win_never_lowers_a_rating() => Gen.Select(GenGames, GenGame).Sample((games, extra) =>
    {
        var win = new Game(extra.A, extra.B, 1, extra.Motion);
        var table = Named(games, extra.A, extra.B);
        Assert.True(Named([.. games, win])[extra.A] >= table[extra.A] - 1e-7);
    }, seed: "0N0XIzNsQ0O2", iter: 1000);

    [Fact]
    public void A_better_result_never_lowers_a_rating() => GenGames.Sample(games =>
    {
        var first = games[0];
        var before = Named([new Game(first.A, first.B, 0, first.Motion), .. games[1..]])[first.A];
        var tied = Named([new Game(first.A, first.B, 0.5, first.Motion), .. games[1..]])[first.A];
        var won = Named([new Game(first.A, first.B, 1, first.Motion), .. games[1..]])[first.A];
        Assert.True(before <= tied + 1e-7 && tied <= won + 1e-7, $"{before} {tied} {won}");
    }, seed: "0N0XIzNsQ0O2", iter: 1000);

    [Fact]
    public void An_undefeated_debater_is_finite_and_first()
    {
        var games = Enumerable.Range(0, 500).SelectMany(m => new[] { new Game("a", "b", 1, $"m{m}"), new Game("b", "c", 1, $"m{m}") });
        var fit = Named(games.ToArray());
        Assert.True(fit["a"] > fit["b"] && fit["b"] > fit["c"]);
        Assert.InRange(fit["a"], 1500, 3500);
    }

    [Theory]
    [InlineData(0.3), InlineData(1.0), InlineData(3.0)]
    public void Simulated_strengths_and_ties_are_recovered(double ties)
    {
        var fit = Fit(SimulatedGames.Games(4000, ties, 11));
        for (var i = 0; i < 4; i++) Assert.Equal(RatingScale.FromLogStrength(SimulatedGames.Strengths[i]), fit.Ratings[i], 12.0);
        Assert.InRange(fit.Ties!.Value / ties, 0.93, 1.07);
    }

    [Fact]
    public void Without_ties_it_nears_plain_Bradley_Terry()
    {
        var games = GameTable.Create(SimulatedGames.Games(3000, 0, 5));
        var plain = new BradleyTerry(null).Fit(games).Ratings;
        var davidson = new BradleyTerryDavidson().Fit(games);
        for (var i = 0; i < 4; i++) Assert.Equal(plain[i], davidson.Ratings[i], 1.0);
        Assert.InRange(davidson.Ties!.Value, 0, 0.01);
    }

    [Fact]
    public void A_hundred_thousand_one_sided_games_still_settle()
    {
        var games = Enumerable.Range(0, 100_000).Select(m => new Game("a", "b", 1, "m")).ToArray();
        Assert.True(double.IsFinite(Fit(games).Ratings[0]));
    }

    [Fact]
    public void Plain_Bradley_Terry_refuses_what_has_no_maximum()
    {
        var games = GameTable.Create([new Game("a", "b", 1, "m"), new Game("b", "c", 0.5, "m")]);
        Assert.Contains("'b' and 'a'", Assert.Throws<InputException>(() => new BradleyTerry(null).Fit(games)).Message);
    }

    private static RatingFit Fit(IReadOnlyCollection<Game> games) => new BradleyTerryDavidson().Fit(GameTable.Create(games));

    private static Dictionary<string, double> Named(IReadOnlyCollection<Game> games, params string[] others)
    {
        var table = GameTable.Create(games, others);
        return table.Names.Zip(new BradleyTerryDavidson().Fit(table).Ratings).ToDictionary(entry => entry.First, entry => entry.Second);
    }
}
