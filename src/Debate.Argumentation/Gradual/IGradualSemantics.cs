namespace Debate.Argumentation.Gradual;

/// <summary>
/// How the strength of a node in [0, 1] follows from its base score and from the strengths of what attacks and supports it. An
/// aggregate starts at 0 and a strength of 0 must leave it unchanged, so that a node that is not there weighs nothing.
/// </summary>
public interface IGradualSemantics
{
    /// <summary>The name users choose it by.</summary>
    string Name { get; }

    /// <summary>Whether supports have a meaning; a graph with supports is refused where not.</summary>
    bool ReadsSupports => true;

    /// <summary>The aggregate of attackers (or supporters) after one more with this strength.</summary>
    double Aggregate(double soFar, double strength);

    /// <summary>The strength of a node from its base score and its two aggregates.</summary>
    double Combine(double baseScore, double attackers, double supporters);

    /// <summary>The base score of an inference after one more premise of this strength; it starts at 1.</summary>
    double Conjoin(double soFar, double premise) => soFar * premise;

    /// <summary>What an argument's base score counts as.</summary>
    double Prior(double baseScore) => baseScore;

    /// <summary>Where the iteration on a cycle starts a node with this base score.</summary>
    double Start(double baseScore) => baseScore;
}
