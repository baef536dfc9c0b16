namespace Debate.Tournaments;

/// <summary>
/// Elo's rating (1978), updated game by game in the given order. Because it depends on that order, it is useful for comparison with other
/// tables but never for our own leaderboard. Defaults: start 1000, K = 4; the mean stays at the start.
/// </summary>
public sealed class Elo(double k = 4, double start = 1000) : IRatingEstimator
{
    /// <inheritdoc/>
    public string Name => "elo";

    /// <inheritdoc/>
    public bool DependsOnOrder => true;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var ratings = Enumerable.Repeat(start, games.Names.Count).ToArray();
        foreach (var game in games.GamesInOrder())
        {
            var expected = 1 / (1 + Math.Pow(10, (ratings[game.B] - ratings[game.A]) / 400));
            ratings[game.A] += k * (game.Score - expected);
            ratings[game.B] -= k * (game.Score - expected);
        }
        return new RatingFit(ratings);
    }
}
