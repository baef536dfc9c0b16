namespace Debate.Tournaments;

/// <summary>
/// Elo's rating (1978), updated game by game in the order given. It depends on that order: useful to compare with others' tables,
/// never for a leaderboard of our own. Starts at 1000 and K = 4 unless told otherwise; the mean stays at the start.
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
        foreach (var game in games.Played())
        {
            var expected = 1 / (1 + Math.Pow(10, (ratings[game.B] - ratings[game.A]) / 400));
            ratings[game.A] += k * (game.Score - expected);
            ratings[game.B] -= k * (game.Score - expected);
        }
        return new RatingFit(ratings);
    }
}
