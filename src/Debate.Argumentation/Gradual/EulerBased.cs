namespace Debate.Argumentation.Gradual;

/// <summary>
/// Euler-based semantics (Amgoud and Ben-Naim, IJAR 2018, "Evaluation of arguments in weighted bipolar graphs"): 1 - (1 - w^2) / (1 + we^E)
/// for the base score w and the energy E, the sum of the supporters' strengths less that of the attackers'. Results stay in [w^2, 1], so
/// a base score of 0 or 1 never moves.
/// </summary>
public sealed class EulerBased : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "euler-based";

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => soFar + strength;

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters) =>
        1 - (1 - baseScore * baseScore) / (1 + baseScore * Math.Exp(supporters - attackers));
}
