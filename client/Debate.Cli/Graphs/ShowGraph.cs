using System.CommandLine;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Spectre.Console;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph show</c>: a map as a tree for people, or as our JSON.</summary>
internal sealed class ShowGraph : Command
{
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
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var map = _input.Read(parse);
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
        foreach (var line in GraphTree.Create(map))
        {
            if (shown++ == max)
            {
                terminal.Report($"More than {max} lines; --lines 0 shows all.");
                break;
            }
            terminal.WriteLine($"{new string(' ', Math.Min(2 * line.Depth, 60))}{line.Sign} {LineText(map.Graph, line)}",
                StyleOf(line.Sign));
        }
        foreach (var note in map.Notes) terminal.Report($"Not in the graph: {note}.");
    }

    private static string LineText(ArgumentGraph graph, GraphLine line)
    {
        if (line.IsRepeated) return $"{graph.Id(line.Node)} (above)";
        if (graph.IsInference(line.Node)) return $"{graph.Id(line.Node)}:";
        var score = graph.BaseScore(line.Node) is not 0.5 and var given ? given.ToString(" (0.##)", CultureInfo.InvariantCulture) : "";
        return graph.Text(line.Node) is { Length: > 0 } text
            ? $"{graph.Id(line.Node)}{score}: {text.ReplaceLineEndings(" ")}" : $"{graph.Id(line.Node)}{score}";
    }

    private static Style StyleOf(char sign) => sign switch
    {
        '-' or '~' => new Style(Color.Red),
        '+' => new Style(Color.Green),
        _ => Style.Plain,
    };
}
