namespace Debate.Argumentation.Gradual;

/// <summary>
/// The quadratic energy model (Potyka, KR 2018, "Continuous dynamical systems for weighted bipolar argumentation"), in its equilibrium: the
/// energy is the sum of the supporters' strengths less that of the attackers', and the base score moves the fraction h(x) = max(x, 0)^2 /
/// (1 + max(x, 0)^2) of the way towards 1 (0) for positive (negative) energy x (-x). Results stay in [0, 1].
/// </summary>
public sealed class QuadraticEnergy : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "quadratic-energy";

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => soFar + strength;

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters)
    {
        var energy = supporters - attackers;
        return energy >= 0 ? baseScore + (1 - baseScore) * Share(energy) : baseScore - baseScore * Share(-energy);
    }

    private static double Share(double energy) => energy * energy / (1 + energy * energy);
}
