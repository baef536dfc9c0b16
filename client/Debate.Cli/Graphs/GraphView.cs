using System.CommandLine;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pages;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Core.Input;

namespace Debate.Cli.Graphs;

/// <summary>The options that say which part of a map is exported, and what a picture shows of it.</summary>
internal sealed class GraphView
{
    private readonly Option<string?> _focus = new("--focus") { Description = "Only what is near this argument.", HelpName = "ID" };
    private readonly Option<int?> _around = new("--around") { Description = "How many steps are near; 2 unless given.", HelpName = "N" };
    private readonly Option<int?> _depth = new("--depth")
    {
        Description = "How many levels below the claims; a picture folds what is deeper, other formats leave it out.",
        HelpName = "N",
    };
    private readonly Option<string?> _layout = new("--layout")
    {
        Description = $"svg: layers, or a tree; a tree where there are more than {Svg.MaxLayered} arguments.",
    };
    private readonly Option<string?> _strengths = new("--strengths") { Description = "Show strengths, under this gradual semantics." };
    private readonly Option<bool> _accepted = new("--accepted") { Description = "Show which arguments are accepted (grounded semantics)." };

    public GraphView()
    {
        _layout.AcceptOnlyFromAmong("layered", "tree");
        _strengths.AcceptOnlyFromAmong([.. GradualCatalogue.Names]);
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _focus, _around, _depth, _layout, _strengths, _accepted }) command.Add(option);
    }

    /// <summary>The chosen part of a map, with what a picture in this format shows of it.</summary>
    public GraphSource Apply(ParseResult parse, GraphSource source, GraphFormat format)
    {
        var (focus, around, depth) = (parse.GetValue(_focus), parse.GetValue(_around), parse.GetValue(_depth));
        if (around is not null && focus is null) throw new InputException($"--around {around}: it needs --focus ID");
        if (around < 0) throw new InputException($"--around {around}: it must be 0 or more");
        if (depth < 0) throw new InputException($"--depth {depth}: it must be 0 or more");
        source = WithStatus(parse, source);
        if (focus is not null) source = Focus(source, focus, around ?? 2);
        var folds = format == Svg.Format || format == MapPage.Format;
        if (depth is { } levels && !folds) source = Deepest(source, levels);
        return source with
        {
            Highlights = source.Highlights with
            {
                Depth = folds ? depth : null,
                Shape = Enum.Parse<PictureShape>(parse.GetValue(_layout) ?? nameof(PictureShape.Auto), ignoreCase: true),
            },
        };
    }

    private GraphSource WithStatus(ParseResult parse, GraphSource source)
    {
        var (graph, highlights) = (source.Map.Graph, source.Highlights);
        if (parse.GetValue(_strengths) is { } gradual)
            highlights = highlights with { Strengths = Strengths.Compute(graph, GradualCatalogue.Get(gradual)).Values };
        if (parse.GetValue(_accepted)) highlights = highlights with { Labels = Grounded.Labelling(graph) };
        return source with { Highlights = highlights };
    }

    private static GraphSource Focus(GraphSource source, string focus, int steps)
    {
        var graph = source.Map.Graph;
        var part = Part(source, graph.FindNeighbourhood(graph.GetNode(focus), steps), $"further than {steps} steps from {focus}");
        return part with { Map = part.Map with { Motions = [focus] } };
    }

    private static GraphSource Deepest(GraphSource source, int levels)
    {
        var items = MapTree.Create(source.Map).Items;
        var depths = TreeFolding.FindLevels(items, source.Map.Graph);
        var near = items.Where((item, i) => depths[i] <= levels && !source.Map.Graph.IsInference(item.Node));
        return Part(source, [.. near.Select(i => i.Node).Distinct().Order()], $"more than {levels} levels below the claims");
    }

    // Acceptance and strength are those of the whole map, whatever part is shown.
    private static GraphSource Part(GraphSource source, IReadOnlyList<int> arguments, string others)
    {
        var (whole, left) = (source.Map.Graph, source.Map.Graph.ArgumentCount - arguments.Count);
        var part = whole.Subgraph(arguments);
        var from = Enumerable.Range(0, part.NodeCount).Select(n => whole.FindNode(part.Id(n))).ToArray();
        var given = source.Highlights;
        return source with
        {
            Map = source.Map with
            {
                Graph = part,
                Motions = [.. source.Map.Motions.Where(m => part.FindNode(m) >= 0)],
                Notes = left == 0 ? source.Map.Notes : [.. source.Map.Notes, $"{left} arguments {others}"],
            },
            Highlights = given with
            {
                Labels = given.Labels.Count == 0 ? [] : [.. from.Select(n => given.LabelOf(n) ?? Label.Undecided)],
                Strengths = given.Strengths.Count == 0 ? [] : [.. from.Select(n => given.StrengthOf(n) ?? 0)],
                Nodes = from.Index().Where(f => given.Nodes.Contains(f.Item)).Select(f => f.Index).ToHashSet(),
            },
        };
    }
}
