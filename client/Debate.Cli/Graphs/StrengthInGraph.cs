using System.CommandLine;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Gradual;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Spectre.Console;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph strength</c>: how strong arguments are, the strongest first, and what makes them so.</summary>
internal sealed class StrengthInGraph : Command
{
    private const int ShownReasons = 3, NumberColumns = 9;

    private readonly GraphInput _input = new();
    private readonly Option<string> _semantics = new("--semantics")
    {
        Description = "The gradual semantics.",
        DefaultValueFactory = _ => GradualCatalogue.Names[0],
    };
    private readonly Option<string?> _argument =
        new("--argument", "-a") { Description = "One argument alone, and every argument that changes its strength.", HelpName = "ID" };

    public StrengthInGraph()
        : base("strength", "Say how strong the arguments of a map are, in [0, 1], and which argument adds or takes how much: by taking it "
            + "away.")
    {
        _input.AddTo(this);
        _semantics.AcceptOnlyFromAmong([.. GradualCatalogue.Names]);
        Add(_semantics);
        Add(_argument);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var (map, semantics) = ((await _input.ReadAsync(parse)).Map, GradualCatalogue.Get(parse.GetRequiredValue(_semantics)));
        var (graph, one) = (map.Graph, parse.GetValue(_argument));
        var network = Contributions.ShowAll(graph, semantics);
        var wanted = one is not null ? [graph.GetNode(one)]
            : Enumerable.Range(0, graph.ArgumentCount).OrderByDescending(network.Strength).ToList();
        var isMeasured = one is not null || Contributions.AreCheap(graph);
        var rows = wanted.ConvertAll(node =>
            new StrengthRow(map, node, network.Strength(node), isMeasured ? Explain(graph, network, node, one is not null) : []));
        if (terminal.IsJson)
            terminal.WriteJson(new { semantics = semantics.Name, network.Converged, strengths = rows.Select(r => r.ToJson()) });
        else foreach (var row in rows) Print(row, one is null ? ShownReasons : int.MaxValue, terminal);
        if (!isMeasured) terminal.Report("There is a long cycle: what adds how much is told of one argument at a time; see --argument ID.");
        if (!network.Converged) terminal.Report("A cycle did not settle: its strengths are those of the last round.");
        return network.Converged ? Exit.Ok : Exit.Partial;
    }

    private static IReadOnlyList<Contribution> Explain(ArgumentGraph graph, StrengthNetwork network, int node, bool all) =>
        Contributions.Measure(network, node,
            all && !graph.IsInference(node) ? graph.Ancestors(node) : Contributions.FindDirect(graph, node));

    private static void Print(StrengthRow row, int reasons, Terminal terminal)
    {
        var (number, bold) = (Format(row.Strength, "0.00000"), new Style(decoration: Decoration.Bold));
        PrintHanging(number, row.Describe(row.Node, whole: true), NumberColumns, terminal, bold);
        var telling = row.Reasons.Where(r => r.Added != 0).ToList();
        foreach (var reason in telling.Take(reasons))
            PrintHanging($"  {Format(reason.Added, "+0.00000;-0.00000")}", row.Describe(reason.Argument, whole: false), NumberColumns + 4,
                terminal, new Style(reason.Added > 0 ? Color.Green : Color.Red));
        if (telling.Count > reasons) terminal.WriteLine($"  and {telling.Count - reasons} more; --argument {row.Id} tells all");
    }

    private static void PrintHanging(string number, string text, int indent, Terminal terminal, Style style)
    {
        var lines = WrappedText.Wrap(text, Math.Max(24, terminal.Result.Profile.Width - indent - 1), int.MaxValue);
        foreach (var (i, line) in lines.Index()) terminal.WriteLine($"{(i == 0 ? number : "").PadRight(indent)}{line}", style);
    }

    private static string Format(double number, string form) => number.ToString(form, CultureInfo.InvariantCulture);
}

/// <summary>An argument or inference with its strength and what makes it so.</summary>
internal sealed record StrengthRow(ArgumentMap Map, int Node, double Strength, IReadOnlyList<Contribution> Reasons)
{
    private const int MaxTextLength = 90;

    public string Id => Map.Graph.Id(Node);

    /// <summary>Id, base score, speaker and text of a node, the text whole or cut.</summary>
    public string Describe(int node, bool whole)
    {
        var (graph, id) = (Map.Graph, Map.Graph.Id(node));
        if (graph.IsInference(node)) return $"{id} (inference)";
        var score = whole ? string.Create(CultureInfo.InvariantCulture, $" ({graph.BaseScore(node):0.####})") : "";
        var speaker = Map.Provenance.SpeakerOf(id) is { } name ? $" [{name}]" : "";
        var text = graph.Text(node);
        if (!whole && text.Length > MaxTextLength) text = text[..(MaxTextLength - 1)] + "\u2026";
        return text.Length > 0 ? $"{id}{score}{speaker}: {text}" : $"{id}{score}{speaker}";
    }

    public object ToJson()
    {
        var graph = Map.Graph;
        var isInference = graph.IsInference(Node);
        return new
        {
            id = Id,
            strength = Strength,
            score = isInference ? null : (double?)graph.BaseScore(Node),
            text = isInference ? null : graph.Text(Node),
            speaker = Map.Provenance.SpeakerOf(Id),
            why = Reasons.Select(r => new { id = graph.Id(r.Argument), adds = r.Added, without = r.Without }),
        };
    }
}
