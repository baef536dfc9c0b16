namespace Debate.Tournaments;

/// <summary>A belief about a skill: its mean and deviation.</summary>
public readonly record struct Skill(double Mean, double Deviation);

/// <summary>
/// TrueSkill (Herbrich, Minka and Graepel, "TrueSkill: a Bayesian skill rating system", 2007) for two players with draws, where the factor
/// graph has a closed form. Updated game by game in the given order, on which it depends; the rating is the mean of the belief. The scale
/// is the paper's: unrated 25 with a deviation of 25/3; performance has deviation beta, half of that; skill drifts by a hundredth of it
/// (tau) a game.
/// </summary>
/// <param name="draws">The probability of a draw, inside (0, 1); by default the share of draws in the games themselves.</param>
/// <param name="unrated">The belief about an unrated player; by default the paper's.</param>
public sealed class TrueSkill(double? draws = null, Skill? unrated = null) : IRatingEstimator
{
    private readonly Skill _unrated = unrated ?? new(25, 25 / 3.0);

    /// <inheritdoc/>
    public string Name => "trueskill";

    /// <inheritdoc/>
    public string Scale => FormattableString.Invariant($"TrueSkill's own scale: unrated is {_unrated.Mean:0.##}");

    /// <inheritdoc/>
    public double? PriorDeviation => _unrated.Deviation;

    /// <inheritdoc/>
    public bool DependsOnOrder => true;

    private double Beta => _unrated.Deviation / 2;

    private double Drift => _unrated.Deviation / 100;

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var margin = DrawMargin(draws ?? EstimateDrawProbability(games));
        var field = Enumerable.Repeat(_unrated, games.Names.Count).ToArray();
        foreach (var game in games.GamesInOrder())
        {
            var (winner, loser) = game.Score >= 0.5 ? (game.A, game.B) : (game.B, game.A);
            (field[winner], field[loser]) = Update(field[winner], field[loser], game.Score == 0.5, margin);
        }
        return new RatingFit([.. field.Select(s => s.Mean)]) { Deviations = [.. field.Select(s => s.Deviation)] };
    }

    /// <summary>Both beliefs after a game that the first player won, or that was drawn.</summary>
    public (Skill First, Skill Second) Update(Skill first, Skill second, bool isDraw) =>
        Update(first, second, isDraw, DrawMargin(draws ?? 0.1));

    private (Skill First, Skill Second) Update(Skill first, Skill second, bool isDraw, double margin)
    {
        var (one, two) = (DriftedVariance(first), DriftedVariance(second));
        var c = Math.Sqrt(2 * Beta * Beta + one + two);
        var (v, w) = isDraw
            ? TruncateBothSides((first.Mean - second.Mean) / c, margin / c)
            : TruncateBelow((first.Mean - second.Mean - margin) / c);
        return (UpdateSkill(first.Mean, one, v, w, c), UpdateSkill(second.Mean, two, -v, w, c));
    }

    private double DriftedVariance(Skill skill) => skill.Deviation * skill.Deviation + Drift * Drift;

    private static Skill UpdateSkill(double mean, double variance, double v, double w, double c) =>
        new(mean + variance / c * v, Math.Sqrt(variance * (1 - variance / (c * c) * w)));

    /// <summary>The corrections v and w of a normal truncated from below: the update of a win.</summary>
    private static (double V, double W) TruncateBelow(double t)
    {
        var v = Normal.InverseMills(t);
        return (v, v * (v + t));
    }

    /// <summary>
    /// The corrections v and w of a normal truncated on both sides: the update of a draw. v is odd in t, so only the side without
    /// cancellation is computed; all densities are relative to the one at the nearer end, so that none vanishes far from it.
    /// </summary>
    private static (double V, double W) TruncateBothSides(double t, double margin)
    {
        var far = Math.Abs(t);
        double near = margin - far, other = -margin - far;
        var density = Math.Exp(-2 * margin * far);
        var chance = 1 / Normal.InverseMills(near) - density / Normal.InverseMills(other);
        var v = (density - 1) / chance;
        var w = v * v + (near - other * density) / chance;
        return (t < 0 ? -v : v, w);
    }

    private double DrawMargin(double probability) => Normal.Quantile((probability + 1) / 2) * Math.Sqrt(2) * Beta;

    /// <summary>The share of draws, with half a draw and one game added as pseudo-counts: never 0 or 1.</summary>
    private static double EstimateDrawProbability(GameTable games)
    {
        var (played, drawn) = (0, 0);
        foreach (var game in games.GamesInOrder())
        {
            played++;
            if (game.Score == 0.5) drawn++;
        }
        return (drawn + 0.5) / (played + 1);
    }
}
