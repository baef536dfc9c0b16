using System.CommandLine;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Gradual;
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
        var view = new MapView
        {
            Focus = focus,
            Around = around ?? 2,
            Depth = depth,
            Shape = Enum.Parse<PictureShape>(parse.GetValue(_layout) ?? nameof(PictureShape.Auto), ignoreCase: true),
            Strengths = parse.GetValue(_strengths),
            Accepted = parse.GetValue(_accepted),
        };
        var (map, highlights) = view.Apply(source.Map, source.Highlights, format);
        return source with { Map = map, Highlights = highlights };
    }
}
