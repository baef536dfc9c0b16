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
        var terminal = Common.Terminal(parse);
        var map = _input.Read(parse);
        var most = parse.GetValue(_lines);
        if (most < 0) throw new InputException($"--lines {most}: it must be 0 or more");
        if (terminal.IsJson) GraphJson.Format.Write!(map, Console.Out, Highlights.None);
        else Print(map, most == 0 ? int.MaxValue : most, terminal);
        return Exit.Ok;
    }

    private static void Print(ArgumentMap map, int most, Terminal terminal)
    {
        terminal.Line(map.Title, new Style(decoration: Decoration.Bold));
        var shown = 0;
        foreach (var line in GraphTree.Of(map))
        {
            if (shown++ == most)
            {
                terminal.Note($"More than {most} lines; --lines 0 shows all.");
                break;
            }
            terminal.Line($"{new string(' ', Math.Min(2 * line.Depth, 60))}{line.Sign} {Told(map.Graph, line)}", StyleOf(line.Sign));
        }
        foreach (var note in map.Notes) terminal.Note($"Not in the graph: {note}.");
    }

    private static string Told(ArgumentGraph graph, GraphLine line)
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
