namespace Debate.Tournaments.Tests;

public sealed class WarningTests
{
    [Fact]
    public void A_circle_of_three_is_named_once()
    {
        var games = new[] { ("a", "b"), ("b", "c"), ("c", "a") }.SelectMany(pair =>
            Enumerable.Range(0, 30).Select(m => new Game(pair.Item1, pair.Item2, m % 10 == 0 ? 0 : 1, $"m{m:00}"))).ToArray();
        Assert.Equal(["a beats b beats c beats a: one rating each cannot say that"], Warnings(games));
    }

    [Fact]
    public void A_group_that_lost_nothing_to_the_others_is_named()
    {
        var games = Enumerable.Range(0, 20).SelectMany(m => new Game[]
        {
            new("a", "b", m % 2, $"m{m:00}"), new("c", "d", m % 2, $"m{m:00}"), new("a", "c", 1, $"m{m:00}"), new("b", "d", 1, $"m{m:00}"),
        }).ToArray();
        Assert.Equal(["a, b lost no point to the others: how far they are apart is the prior's word"], Warnings(games));
    }

    [Fact]
    public void Too_few_games_are_named_with_their_number()
    {
        List<Game> games = [.. Enumerable.Range(0, 40).Select(m => new Game("a", "b", m % 2, $"m{m:00}"))];
        games.AddRange([new("c", "a", 1, "m00"), new("c", "a", 0, "m01")]);
        Assert.Equal(["fewer than 10 games, too few for a rating: c (2)"], Warnings(games));
    }

    [Fact]
    public void An_order_that_matters_is_said()
    {
        var board = Leaderboards.FromGames(SimulatedGames.Games(30, 0.8, 1), 1, RatingMethod.FromNames("elo"));
        Assert.Equal(
            ["elo depends on the order of the games: other orders give other ratings, intervals are of this order"], board.Warnings);
    }

    private static IReadOnlyList<string> Warnings(IReadOnlyCollection<Game> games) =>
        Leaderboards.FromGames(games, 1, RatingMethod.FromNames("davidson", "sandwich")).Warnings;
}
