using Debate.Core.Input;

namespace Debate.Argumentation.Gradual;

/// <summary>
/// How the strength of a node, in [0, 1], follows from its base score and the strengths of its attackers and supporters: a modular
/// semantics of an aggregation and an influence function (Mossakowski and Neuhaus, 2018). An aggregate starts at 0, and a strength of 0
/// must leave it unchanged, so that an absent node has no effect.
/// </summary>
public interface IGradualSemantics
{
    /// <summary>The name by which users select it.</summary>
    string Name { get; }

    /// <summary>Whether supports are defined; if not, a graph with supports is rejected.</summary>
    bool IsBipolar => true;

    /// <summary>The aggregate of attackers (or supporters) after adding one with this strength.</summary>
    double Aggregate(double soFar, double strength);

    /// <summary>The strength of a node from its base score and its two aggregates.</summary>
    double Combine(double baseScore, double attackers, double supporters);

    /// <summary>The base score of an inference after adding one premise of this strength; it starts at 1.</summary>
    double Conjoin(double soFar, double premise) => soFar * premise;

    /// <summary>The base score that is used for an argument.</summary>
    double EffectiveBaseScore(double baseScore) => baseScore;

    /// <summary>The initial strength of a node with this base score in the iteration on a cycle.</summary>
    double InitialStrength(double baseScore) => baseScore;
}

/// <summary>Every gradual semantics available; a new one adds one line here.</summary>
public static class GradualCatalogue
{
    private static readonly IGradualSemantics[] All =
    [
        new DfQuad(),
        new EulerBased(),
        new GroundedStrength(),
        new HCategoriser(),
        new QuadraticEnergy(),
    ];

    /// <summary>Their names, in the order of the catalogue, which is alphabetical.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(s => s.Name)];

    /// <summary>The semantics with that name, ignoring case; null if unknown.</summary>
    public static IGradualSemantics? Find(string name) => Array.Find(All, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The semantics with that name; an <see cref="InputException"/> that lists the names if unknown.</summary>
    public static IGradualSemantics Get(string name) =>
        Find(name) ?? throw new InputException($"gradual semantics '{name}': not one of {string.Join(", ", Names)}");
}

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
