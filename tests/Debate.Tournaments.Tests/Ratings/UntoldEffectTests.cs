namespace Debate.Tournaments.Tests;

/// <summary>Effects of circumstances that games do not tell: no number, and a warning.</summary>
public sealed class UntoldEffectTests
{
    private const string Unstated = "effects that cannot be told, for nobody stated the circumstance: ";

    [Fact]
    public void Nobody_states_anything()
    {
        var board = Board(SimulatedGames.Games(20, 0.8, 1));
        Assert.Empty(board.Effects);
        Assert.Contains(Unstated + "for the motion, heard first, longer by one deviation", board.Warnings);
    }

    [Fact]
    public void A_file_with_the_winner_first_is_rated_as_one_with_the_columns_turned()
    {
        var games = SimulatedGames.Games(20, 0, 3);
        string Line(Game g, bool winnerFirst) => (g.Score == 1) == winnerFirst
            ? $"p{g.A},p{g.B},{(g.Score == 1 ? 'a' : 'b')},{g.Motion}" : $"p{g.B},p{g.A},{(g.Score == 1 ? 'b' : 'a')},{g.Motion}";
        Leaderboard Read(bool winnerFirst) =>
            Board(GameFile.Read("a,b,winner,motion\n" + string.Join('\n', games.Select(g => Line(g, winnerFirst))), "g").Games);
        var (one, two) = (Read(true), Read(false));
        Assert.Equal(one.Standings, two.Standings);
        Assert.Empty(one.Effects);
        Assert.Equal(one.Standings.Select(line => line.Rating), Board(games, "davidson").Standings.Select(line => line.Rating));
    }

    [Theory]
    [InlineData(1), InlineData(-1)]
    public void Whoever_is_favoured_always_wins(int sign)
    {
        var games = SimulatedGames.Games(20, 0.8, 2)
            .Select(g => g with { First = g.Score == 0.5 ? 1 : g.Score == 1 ? sign : -sign, Side = 1 });
        var board = Board([.. games]);
        Assert.Equal(["for the motion"], board.Effects.Select(effect => effect.Name));
        Assert.Contains(
            $"heard first: whoever it favours {(sign > 0 ? "won" : "lost")} every decided game, "
            + "its effect cannot be told and is in no rating", board.Warnings);
    }

    [Fact]
    public void The_longer_one_always_wins()
    {
        var games = SimulatedGames.Games(20, 0, 2).Select((g, i) => g with { Length = (2 * g.Score - 1) * (0.1 + i % 5 * 0.1) });
        Assert.Empty(Board([.. games]).Effects);
    }

    [Fact]
    public void The_side_decides_wherever_the_champion_does_not()
    {
        var games = SimulatedGames.Games(20, 0, 2).Select((g, i) =>
        {
            var side = (i + i / 6) % 2 == 0 ? 1 : -1;
            return new Game(g.A, g.B, g.A == "a" ? 1 : (1 + side) / 2.0, g.Motion) { Side = side, First = i % 3 == 0 ? 1 : -1 };
        });
        var board = Board([.. games]);
        Assert.DoesNotContain(board.Effects, effect => effect.Name == "for the motion");
        Assert.Contains(board.Warnings,
            warning => warning.StartsWith("for the motion: its effect cannot be told", StringComparison.Ordinal));
    }

    [Fact]
    public void Who_always_takes_one_side_hides_what_the_side_is_worth()
    {
        var games = Enumerable.Range(0, 60).Select(m => new Game("x", "y", m % 3 == 0 ? 0 : 1, $"m{m}") { Side = 1 }).ToArray();
        var board = Board(games);
        Assert.Empty(board.Effects);
        Assert.Equal(Board(games, "davidson").Standings.Select(l => l.Rating), board.Standings.Select(l => l.Rating));
    }

    [Fact]
    public void One_who_wins_everything_tells_nothing_of_the_side()
    {
        var games = Enumerable.Range(0, 60).Select(m => new Game("x", "y", 1, $"m{m}") { Side = m % 2 == 0 ? 1 : -1 }).ToArray();
        Assert.Empty(Board(games).Effects);
    }

    [Fact]
    public void What_goes_with_the_side_has_no_effect_of_its_own_and_the_side_keeps_its()
    {
        var games = SimulatedGames.Games(40, 0.8, 6).Select((g, i) => g with { Side = i % 2 == 0 ? 1 : -1 })
            .Select(g => g with { First = -g.Side }).ToArray();
        var board = Board(games);
        Assert.Equal(["for the motion"], board.Effects.Select(effect => effect.Name));
        Assert.Contains(board.Warnings, warning => warning.StartsWith("heard first: its effect cannot be told", StringComparison.Ordinal));
    }

    /// <summary>
    /// With one exception alone an effect could still be of any size, for who won there could be as much stronger.
    /// </summary>
    [Fact]
    public void A_strong_effect_with_exceptions_is_told_and_with_one_it_is_not()
    {
        Leaderboard Except(Predicate<int> exceptions) => Board(SimulatedGames.Games(60, 0, 6).Select((g, i) =>
            new Game(i / 6 % 2 == 0 ? g.A : g.B, i / 6 % 2 == 0 ? g.B : g.A, exceptions(i) ? 0 : 1, g.Motion) { First = 1 }).ToArray());
        var effect = Assert.Single(Except(i => i % 7 == 3).Effects);
        Assert.Equal("heard first", effect.Name);
        Assert.InRange(RatingScale.PointsPerLogOdds * Math.Log(6), effect.Low, effect.High);
        Assert.True(effect.Low > 200 && effect.High < 450, $"{effect}");
        Assert.Empty(Except(i => i == 100).Effects);
    }

    private static Leaderboard Board(IReadOnlyCollection<Game> games, string rating = "contextual") =>
        Leaderboards.FromGames(games, 1, RatingMethod.FromNames(rating, "sandwich"));
}
