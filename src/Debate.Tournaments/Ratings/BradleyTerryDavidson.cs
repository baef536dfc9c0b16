namespace Debate.Tournaments;

/// <summary>
/// Bradley and Terry's model (1952) with Davidson's ties (1970): P(i beats j) : P(tie) : P(j beats i) = p_i : v sqrt(p_i p_j) : p_j.
/// The fit is the mode of likelihood and prior: each log strength is normal with mean 0 and a deviation of 350 rating points (what
/// Glickman's Glicko, 1999, gives an unrated player), log v is normal with mean 0 and deviation 2. So the fit always exists and is unique:
/// an undefeated debater stays finite, and groups that never met are each centred on 1500.
/// </summary>
public sealed class BradleyTerryDavidson : IRatingEstimator
{
    /// <summary>The standard deviation of the prior of a rating, in points.</summary>
    public const double PriorPoints = 350;

    /// <summary>The standard deviation of the prior of the logarithm of the tie parameter.</summary>
    public const double PriorLogTies = 2;

    /// <inheritdoc/>
    public string Name => "bradley-terry-davidson";

    /// <inheritdoc/>
    public RatingFit Fit(GameTable games)
    {
        var n = games.Names.Count;
        var x = Newton.Maximum(new DavidsonLikelihood(games.Counts(), PriorPoints / RatingScale.PointsPerLogOdds, PriorLogTies));
        return new RatingFit(x.Take(n).Select(RatingScale.Of).ToList(), Math.Exp(x[n]));
    }
}
