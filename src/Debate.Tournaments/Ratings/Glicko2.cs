namespace Debate.Tournaments;

/// <summary>The Glicko-2 state of a player, on Glicko's scale: mean 1500; an unrated player has a deviation of 350.</summary>
public readonly record struct Glicko2Rating(double Rating, double Deviation, double Volatility)
{
    /// <summary>The state of an unrated player.</summary>
    public static Glicko2Rating Unrated { get; } = new(1500, 350, 0.06);
}

/// <summary>
/// Glickman's Glicko-2 ("Example of the Glicko-2 system", 2012): ratings with a deviation that shrinks with games and a volatility. The
/// games, in the given order, are cut into rating periods of about ten games a debater, as he advises. Within a period the order does not
/// matter; across periods it does. <paramref name="tau"/>, 0.3 to 1.2, constrains the change of volatility.
/// </summary>
public sealed class Glicko2(double tau = 0.5) : IRatingEstimator
{
    private const double PointsPerUnit = 173.7178, Tolerance = 1e-6;
    private const int GamesPerPeriod = 10;

    /// <inheritdoc/>
    public string Name => "glicko-2";

    /// <inheritdoc/>
    public bool DependsOnOrder => true;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var field = Enumerable.Repeat(Glicko2Rating.Unrated, games.Names.Count).ToArray();
        foreach (var period in games.GamesInOrder().Chunk(Math.Max(1, games.Names.Count * GamesPerPeriod / 2)))
        {
            var results = Array.ConvertAll(field, _ => new List<(Glicko2Rating, double)>());
            foreach (var game in period)
            {
                results[game.A].Add((field[game.B], game.Score));
                results[game.B].Add((field[game.A], 1 - game.Score));
            }
            field = [.. field.Select((player, i) => Update(player, results[i]))];
        }
        return new RatingFit([.. field.Select(p => p.Rating)]) { Deviations = [.. field.Select(p => p.Deviation)] };
    }

    /// <summary>The player's state after a rating period with these results, each against the opponent's state before the period.</summary>
    public Glicko2Rating Update(Glicko2Rating player, IReadOnlyCollection<(Glicko2Rating Opponent, double Score)> results)
    {
        var (mu, phi) = ((player.Rating - RatingScale.Base) / PointsPerUnit, player.Deviation / PointsPerUnit);
        var (information, surplus) = (0.0, 0.0);
        foreach (var (opponent, score) in results)
        {
            var spread = opponent.Deviation / PointsPerUnit;
            var g = 1 / Math.Sqrt(1 + 3 * spread * spread / (Math.PI * Math.PI));
            var expected = 1 / (1 + Math.Exp(-g * (mu - (opponent.Rating - RatingScale.Base) / PointsPerUnit)));
            information += g * g * expected * (1 - expected);
            surplus += g * (score - expected);
        }
        if (results.Count == 0)
            return player with { Deviation = PointsPerUnit * Math.Sqrt(phi * phi + player.Volatility * player.Volatility) };
        var volatility = SolveVolatility(player.Volatility, phi, 1 / information, surplus / information);
        var after = 1 / Math.Sqrt(1 / (phi * phi + volatility * volatility) + information);
        return new(RatingScale.Base + PointsPerUnit * (mu + after * after * surplus), PointsPerUnit * after, volatility);
    }

    /// <summary>The new volatility: the zero of Glickman's f, by the Illinois method of his step 5.</summary>
    private double SolveVolatility(double sigma, double phi, double v, double delta)
    {
        var a = Math.Log(sigma * sigma);
        double F(double x)
        {
            var (e, sum) = (Math.Exp(x), phi * phi + v + Math.Exp(x));
            return e * (delta * delta - sum) / (2 * sum * sum) - (x - a) / (tau * tau);
        }
        var (low, high) = (a, FindOtherBracket(F, a, phi, v, delta));
        var (atLow, atHigh) = (F(low), F(high));
        while (Math.Abs(high - low) > Tolerance)
        {
            var next = low + (low - high) * atLow / (atHigh - atLow);
            var atNext = F(next);
            if (atNext * atHigh <= 0) (low, atLow) = (high, atHigh);
            else atLow /= 2;
            (high, atHigh) = (next, atNext);
        }
        return Math.Exp(low / 2);
    }

    private double FindOtherBracket(Func<double, double> f, double a, double phi, double v, double delta)
    {
        if (delta * delta > phi * phi + v) return Math.Log(delta * delta - phi * phi - v);
        var steps = 1;
        while (f(a - steps * tau) < 0) steps++;
        return a - steps * tau;
    }
}
