namespace Debate.Argumentation.Gradual;

/// <summary>
/// The h-categoriser (Besnard and Hunter, Artificial Intelligence 2001): 1 / (1 + the sum of the attackers' strengths). Base scores are
/// ignored, and supports are undefined, so a graph with supports is rejected. An inference of kind attack has the product of its premises'
/// strengths as its initial weight, reduced in the same way by its attackers. Strengths exist and are unique on cycles too (Pu, Zhang, Luo
/// and Luo, 2014).
/// </summary>
public sealed class HCategoriser : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "h-categoriser";

    /// <inheritdoc/>
    public bool IsBipolar => false;

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => soFar + strength;

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters) => baseScore / (1 + attackers);

    /// <inheritdoc/>
    public double EffectiveBaseScore(double baseScore) => 1;
}
