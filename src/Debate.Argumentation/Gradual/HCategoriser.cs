namespace Debate.Argumentation.Gradual;

/// <summary>
/// The h-categoriser (Besnard and Hunter, Artificial Intelligence 2001): 1 / (1 + the sum of the attackers' strengths). Base scores play no
/// part, and supports have no meaning here, so a graph with some is refused. An inference of the kind attack weighs the product of its
/// premises' strengths, lessened in the same way by what attacks it. On cycles too the strengths exist and are unique (Pu, Zhang, Luo and
/// Luo, 2014).
/// </summary>
public sealed class HCategoriser : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "h-categoriser";

    /// <inheritdoc/>
    public bool ReadsSupports => false;

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => soFar + strength;

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters) => baseScore / (1 + attackers);

    /// <inheritdoc/>
    public double Prior(double baseScore) => 1;
}
