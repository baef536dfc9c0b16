namespace Debate.Argumentation.Gradual;

/// <summary>
/// DF-QuAD (Rago, Toni, Aurisicchio and Baroni, KR 2016): strengths aggregate by probabilistic sum, a + s - a*s, and the base score moves
/// the fraction |attackers - supporters| of the way towards 0 or 1. Monotone in every strength; results stay in [0, 1].
/// </summary>
public sealed class DfQuad : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "df-quad";

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => soFar + strength - soFar * strength;

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters) => attackers >= supporters
        ? baseScore - baseScore * (attackers - supporters)
        : baseScore + (1 - baseScore) * (supporters - attackers);
}
