using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats;

/// <summary>
/// What a picture shows in addition to the graph: a labelling, strengths in [0, 1], and highlighted nodes. Every list is empty or has one
/// item per node (the trailing items of inferences may be omitted).
/// </summary>
public sealed record Highlights
{
    /// <summary>No highlights.</summary>
    public static Highlights None { get; } = new();

    /// <summary>Labels by node: in is drawn green, out red, undecided grey.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>Strengths by node, in [0, 1], written beside the argument and drawn as a bar.</summary>
    public IReadOnlyList<double> Strengths { get; init; } = [];

    /// <summary>Nodes drawn with a bold outline, such as an extension or an explanation.</summary>
    public IReadOnlySet<int> Nodes { get; init; } = new HashSet<int>();

    /// <summary>How many levels below its roots a tree shows; null for as many as are comfortable to read.</summary>
    public int? Depth { get; init; }

    /// <summary>How the picture is laid out.</summary>
    public PictureShape Shape { get; init; }

    /// <summary>The label of a node, if any.</summary>
    public Label? LabelOf(int node) => node < Labels.Count ? Labels[node] : null;

    /// <summary>The strength of a node, if any.</summary>
    public double? StrengthOf(int node) => node < Strengths.Count ? Strengths[node] : null;
}

/// <summary>How a picture is laid out.</summary>
public enum PictureShape
{
    /// <summary>In layers where that is comfortable to read, else as a tree.</summary>
    Auto,

    /// <summary>Claims at the top, what bears on them below.</summary>
    Layered,

    /// <summary>Claims at the left, what bears on them at their right, branches folded.</summary>
    Tree,
}
