using Debate.Argumentation.Formats.Pages;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Which part of a map is written, and what a picture shows of it. Acceptance and strength are always those of the whole map.
/// </summary>
public sealed record MapView
{
    /// <summary>The whole map, and nothing besides.</summary>
    public static MapView Whole { get; } = new();

    /// <summary>Only what is near the argument of this id; null for all.</summary>
    public string? Focus { get; init; }

    /// <summary>How many steps are near; at least 0.</summary>
    public int Around { get; init; } = 2;

    /// <summary>
    /// How many levels below the claims, at least 0; a picture folds what is deeper, other formats leave it out. Null for all.
    /// </summary>
    public int? Depth { get; init; }

    /// <summary>How a picture is laid out.</summary>
    public PictureShape Shape { get; init; }

    /// <summary>The gradual semantics whose strengths a picture shows; null for none.</summary>
    public string? Strengths { get; init; }

    /// <summary>Whether a picture shows what is accepted under grounded semantics.</summary>
    public bool Accepted { get; init; }

    /// <summary>The part of a map, with what a picture in this format shows of it.</summary>
    /// <exception cref="Core.Input.InputException">The argument or the gradual semantics is unknown.</exception>
    public (ArgumentMap Map, Highlights Highlights) Apply(ArgumentMap map, Highlights highlights, GraphFormat format)
    {
        var graph = map.Graph;
        if (Strengths is { } gradual)
            highlights = highlights with { Strengths = Gradual.Strengths.Compute(graph, GradualCatalogue.Get(gradual)).Values };
        if (Accepted) highlights = highlights with { Labels = Grounded.Labelling(graph) };
        if (Focus is { } focus)
        {
            var near = graph.FindNeighbourhood(graph.GetNode(focus), Around);
            (map, highlights) = Cut(map, highlights, near, $"further than {Around} steps from {focus}");
            map = map with { Motions = [focus] };
        }
        var folds = format == Svg.Format || format == MapPage.Format;
        if (Depth is { } levels && !folds) (map, highlights) = CutBelow(map, highlights, levels);
        return (map, highlights with { Depth = folds ? Depth : null, Shape = Shape });
    }

    private static (ArgumentMap Map, Highlights Highlights) CutBelow(ArgumentMap map, Highlights highlights, int levels)
    {
        var items = MapTree.Create(map).Items;
        var depths = TreeFolding.FindLevels(items, map.Graph);
        var near = items.Where((item, i) => depths[i] <= levels && !map.Graph.IsInference(item.Node));
        return Cut(map, highlights, [.. near.Select(i => i.Node).Distinct().Order()], $"more than {levels} levels below the claims");
    }

    private static (ArgumentMap Map, Highlights Highlights) Cut(
        ArgumentMap map, Highlights given, IReadOnlyList<int> arguments, string others)
    {
        var (whole, left) = (map.Graph, map.Graph.ArgumentCount - arguments.Count);
        var part = whole.Subgraph(arguments);
        var from = Enumerable.Range(0, part.NodeCount).Select(n => whole.FindNode(part.Id(n))).ToArray();
        var cut = map with
        {
            Graph = part,
            Motions = [.. map.Motions.Where(m => part.FindNode(m) >= 0)],
            Notes = left == 0 ? map.Notes : [.. map.Notes, $"{left} arguments {others}"],
        };
        return (cut, given with
        {
            Labels = given.Labels.Count == 0 ? [] : [.. from.Select(n => given.LabelOf(n) ?? Label.Undecided)],
            Strengths = given.Strengths.Count == 0 ? [] : [.. from.Select(n => given.StrengthOf(n) ?? 0)],
            Nodes = from.Index().Where(f => given.Nodes.Contains(f.Item)).Select(f => f.Index).ToHashSet(),
        });
    }
}
