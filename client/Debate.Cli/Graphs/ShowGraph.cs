using System.CommandLine;
using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
using Spectre.Console;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph show</c>: a map as a tree for people, or as our JSON.</summary>
internal sealed class ShowGraph : Command
{
    private const int MaxIndent = 40, MinColumns = 24;

    private readonly GraphInput _input = new();
    private readonly Option<int> _lines = new("--lines")
    {
        Description = "Show at most this many lines; 0 for all.",
        DefaultValueFactory = _ => 500,
    };

    public ShowGraph() : base("show", "Show a map: its arguments, and under each what attacks (-), supports (+) and undercuts (~) it.")
    {
        _input.AddTo(this);
        Add(_lines);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var map = (await _input.ReadAsync(parse)).Map;
        var max = parse.GetValue(_lines);
        if (max < 0) throw new InputException($"--lines {max}: it must be 0 or more");
        if (terminal.IsJson) GraphJson.Format.Write!(map, Console.Out, Highlights.None);
        else Print(map, max == 0 ? int.MaxValue : max, terminal);
        return Exit.Ok;
    }

    private static void Print(ArgumentMap map, int max, Terminal terminal)
    {
        terminal.WriteLine(map.Title, new Style(decoration: Decoration.Bold));
        var shown = 0;
        var width = terminal.Result.Profile.Width;
        foreach (var item in MapTree.Create(map).Items)
        {
            if (shown++ == max)
            {
                terminal.Report($"More than {max} lines; --lines 0 shows all.");
                break;
            }
            var start = $"{new string(' ', Math.Min(2 * item.Depth, MaxIndent))}{item.Sign} ";
            var lines = WrappedText.Wrap(ItemText(map, item), Math.Max(MinColumns, width - start.Length - 3), int.MaxValue);
            foreach (var (i, line) in lines.DefaultIfEmpty("").Index())
                terminal.WriteLine(i == 0 ? start + line : $"{new string(' ', start.Length + 2)}{line}", StyleOf(item.Sign));
        }
        foreach (var note in map.Notes) terminal.Report($"Not in the graph: {note}.");
    }

    private static string ItemText(ArgumentMap map, TreeItem item)
    {
        var (graph, id) = (map.Graph, map.Graph.Id(item.Node));
        if (item.IsRepeated) return $"{id} (elsewhere here)";
        if (graph.IsInference(item.Node)) return $"{id}:";
        var score = graph.BaseScore(item.Node) is not 0.5 and var given ? given.ToString(" (0.##)", CultureInfo.InvariantCulture) : "";
        var speaker = map.Provenance.SpeakerOf(id) is { } name ? $" [{name}]" : "";
        return graph.Text(item.Node) is { Length: > 0 } text ? $"{id}{score}{speaker}: {text}" : $"{id}{score}{speaker}";
    }

    private static Style StyleOf(char sign) => sign switch
    {
        '-' or '~' => new Style(Color.Red),
        '+' => new Style(Color.Green),
        _ => Style.Plain,
    };
}
