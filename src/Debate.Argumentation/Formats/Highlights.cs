using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats;

/// <summary>
/// What a picture of a graph shows besides the graph: a labelling, strengths in [0, 1], and nodes that matter. Every list is empty, or
/// as long as the graph has nodes (the strengths and labels of inferences may be left off the end).
/// </summary>
public sealed record Highlights
{
    /// <summary>Nothing but the graph.</summary>
    public static Highlights None { get; } = new();

    /// <summary>Labels by node: in is drawn green, out red, undecided grey.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>Strengths by node, in [0, 1], written beside the argument and drawn as a bar.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [];

    /// <summary>Nodes drawn with a bold outline, such as an extension or an explanation.</summary>
    public IReadOnlySet<int> Nodes { get; init; } = new HashSet<int>();

    /// <summary>The label of a node, where there is one.</summary>
    public Label? LabelOf(int node) => node < Labels.Count ? Labels[node] : null;

    /// <summary>The strength of a node, where there is one.</summary>
    public double? StrengthOf(int node) => node < Strengths.Count ? Strengths[node] : null;
}
