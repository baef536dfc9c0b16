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
