namespace Debate.Argumentation.Gradual;

/// <summary>
/// The grounded labelling as strengths: in = 1, out = 0, undecided = 1/2; base scores are ignored. On a cycle every node starts undecided
/// and Kleene's three-valued operators are monotone in the information order, so the iteration ends in the least fixed point, which is the
/// grounded labelling (Caminada and Gabbay, 2009). For the interpretation of supports see <see cref="Semantics.Grounded"/>.
/// </summary>
public sealed class GroundedStrength : IGradualSemantics
{
    /// <inheritdoc/>
    public string Name => "grounded";

    /// <inheritdoc/>
    public double Aggregate(double soFar, double strength) => Math.Max(soFar, strength);

    /// <inheritdoc/>
    public double Combine(double baseScore, double attackers, double supporters) => Math.Min(baseScore, 1 - attackers);

    /// <inheritdoc/>
    public double Conjoin(double soFar, double premise) => Math.Min(soFar, premise);

    /// <inheritdoc/>
    public double InitialStrength(double baseScore) => 0.5;

    /// <inheritdoc/>
    public double EffectiveBaseScore(double baseScore) => 1;
}
