namespace Debate.Tournaments;

/// <summary>
/// Elo's rating (1978), updated game by game in the given order. Because it depends on that order, it is useful for comparison with other
/// tables but never for our own leaderboard. Defaults: start 1000, K = 4; the mean stays at the start. The deviation is that of a rating
/// from the strength that it approaches, with slow steps and never quite: at the start that of an unrated player in Glickman's Glicko.
/// </summary>
public sealed class Elo(double k = 4, double start = 1000) : IRatingEstimator
{
    /// <inheritdoc/>
    public string Name => "elo";

    /// <inheritdoc/>
    public double? PriorDeviation => LikelihoodEstimator.PriorPoints;

    /// <inheritdoc/>
    public bool DependsOnOrder => true;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var ratings = Enumerable.Repeat(start, games.Names.Count).ToArray();
        var variances = Enumerable.Repeat(PriorDeviation!.Value * PriorDeviation.Value, ratings.Length).ToArray();
        foreach (var game in games.GamesInOrder())
        {
            var expected = 1 / (1 + Math.Pow(10, (ratings[game.B] - ratings[game.A]) / 400));
            ratings[game.A] += k * (game.Score - expected);
            ratings[game.B] -= k * (game.Score - expected);
            variances[game.A] = NextVariance(variances[game.A], expected * (1 - expected));
            variances[game.B] = NextVariance(variances[game.B], expected * (1 - expected));
        }
        return new RatingFit(ratings) { Deviations = [.. variances.Select(Math.Sqrt)] };
    }

    /// <summary>A game takes a share of the distance away and adds K times the deviation of its result.</summary>
    private double NextVariance(double variance, double information)
    {
        var rest = 1 - k * information / RatingScale.PointsPerLogOdds;
        return rest * rest * variance + k * k * information;
    }
}
