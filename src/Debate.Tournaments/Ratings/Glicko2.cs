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
/// <remarks>
/// His update is one step of Newton's method towards the mode of the posterior, and diverges on streaks: who is far ahead and loses all is
/// sent further below than it was above, again and again. Where the step goes past the mode and is contradicted by more than half as much
/// as the rating before it, the mode itself is taken. Besides, a deviation is at most that of an unrated player (Glickman, "The Glicko
/// system", 1999), a volatility at most 0.1 and a rating 0 to 3000.
/// </remarks>
public sealed class Glicko2(double tau = 0.5) : IRatingEstimator
{
    private const double PointsPerUnit = 173.7178, Tolerance = 1e-6, MaxVolatility = 0.1;

    /// <summary>A step, in units, within which the information cannot grow so much that the step is contradicted by half.</summary>
    private const double SafeStep = 0.75;

    private const int GamesPerPeriod = 10, MaxSteps = 100;
    private static readonly double MaxDeviation = Glicko2Rating.Unrated.Deviation;

    /// <inheritdoc/>
    public string Name => "glicko-2";

    /// <inheritdoc/>
    public Interval Bounds { get; } = new(0, 3000);

    /// <inheritdoc/>
    public double? PriorDeviation => MaxDeviation;

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
        if (results.Count == 0)
            return player with { Deviation = BoundedDeviation(phi * phi + player.Volatility * player.Volatility) };
        var (surplus, information) = Score(mu, results);
        var volatility = SolveVolatility(player.Volatility, phi, 1 / information, surplus / information);
        var before = phi * phi + volatility * volatility;
        var next = mu + surplus / (1 / before + information);
        double Slope(double x) => Score(x, results).Surplus - (x - mu) / before;
        if (Math.Abs(next - mu) > SafeStep && Slope(next) / surplus < -0.5)
        {
            next = Math.Sign(surplus) * Bisection.FindRoot(distance => -Slope(mu + Math.Sign(surplus) * distance) * Math.Sign(surplus),
                0, Math.Abs(next - mu)) + mu;
            information = Score(next, results).Information;
        }
        return new(
            Math.Clamp(RatingScale.Base + PointsPerUnit * next, Bounds.Low, Bounds.High),
            BoundedDeviation(1 / (1 / before + information)), volatility);
    }

    private static double BoundedDeviation(double variance) => Math.Min(PointsPerUnit * Math.Sqrt(variance), MaxDeviation);

    /// <summary>The slope of the log likelihood of the results at a rating (points beyond those expected), and their information.</summary>
    private static (double Surplus, double Information) Score(double mu, IEnumerable<(Glicko2Rating Opponent, double Score)> results)
    {
        var (information, surplus) = (0.0, 0.0);
        foreach (var (opponent, score) in results)
        {
            var spread = opponent.Deviation / PointsPerUnit;
            var g = 1 / Math.Sqrt(1 + 3 * spread * spread / (Math.PI * Math.PI));
            var expected = 1 / (1 + Math.Exp(-g * (mu - (opponent.Rating - RatingScale.Base) / PointsPerUnit)));
            information += g * g * expected * (1 - expected);
            surplus += g * (score - expected);
        }
        return (surplus, information);
    }

    /// <summary>
    /// The new volatility: the zero of Glickman's f, by the Illinois method of his step 5, or the greatest one where f has none below.
    /// </summary>
    private double SolveVolatility(double sigma, double phi, double v, double delta)
    {
        var a = Math.Log(sigma * sigma);
        double F(double x)
        {
            var (e, sum) = (Math.Exp(x), phi * phi + v + Math.Exp(x));
            return e * (delta * delta - sum) / (2 * sum * sum) - (x - a) / (tau * tau);
        }
        var top = Math.Log(MaxVolatility * MaxVolatility);
        if (!(F(top) < 0)) return MaxVolatility;
        var (low, high) = (a, FindOtherBracket(F, a, phi, v, delta));
        var (atLow, atHigh) = (F(low), F(high));
        // The bound is for ends that rounding keeps apart; the method needs about ten steps.
        for (var step = 0; step < MaxSteps && Math.Abs(high - low) > Tolerance; step++)
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
