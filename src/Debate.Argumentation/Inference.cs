namespace Debate.Argumentation;

/// <summary>What a step does to its conclusion.</summary>
public enum InferenceKind
{
    /// <summary>The premises speak for the conclusion.</summary>
    Support,

    /// <summary>The premises speak against the conclusion: an attack that is itself argued about, and so is a node of its own.</summary>
    Attack,
}

/// <summary>
/// A step from premises, taken together, to a conclusion. It is a node, so it can be attacked (undercut) without an attack on a
/// premise or on the conclusion. Ids are those of the graph; the conclusion may be an argument or another inference.
/// </summary>
public sealed record Inference(string Id, IReadOnlyList<string> Premises, string Conclusion, InferenceKind Kind = InferenceKind.Support);
