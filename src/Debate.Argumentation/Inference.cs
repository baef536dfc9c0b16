namespace Debate.Argumentation;

/// <summary>How an inference relates to its conclusion.</summary>
public enum InferenceKind
{
    /// <summary>The premises support the conclusion.</summary>
    Support,

    /// <summary>The premises attack the conclusion: an attack that can itself be attacked or supported, and is therefore a node.</summary>
    Attack,
}

/// <summary>
/// A step from joint premises to a conclusion. It is a node, so it can be attacked (undercut) without attacking a premise or the
/// conclusion. Ids are those of the graph; the conclusion may be an argument or another inference.
/// </summary>
public sealed record Inference(string Id, IReadOnlyList<string> Premises, string Conclusion, InferenceKind Kind = InferenceKind.Support);
