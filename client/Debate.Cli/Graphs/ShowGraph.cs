using System.CommandLine;
using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Argumentation;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;
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

/// <summary>
/// A line of a tree: a node, its relation to the parent line (- attack, + support, ~ undercut, &amp; premise, * none), and whether it was
/// shown before.
/// </summary>
internal readonly record struct GraphLine(int Depth, char Sign, int Node, bool IsRepeated);

/// <summary>
/// A graph as a forest for people: first the motions of the author, then arguments that neither attack nor support anything, then what
/// remains of cycles, then isolated arguments; under each node its attackers, supporters and premises. Every node is expanded once. Without
/// recursion, so chains may be deep.
/// </summary>
internal sealed class GraphTree
{
    private readonly ArgumentGraph _graph;
    private readonly bool[] _shown;
    private readonly Stack<GraphLine> _open = new();

    private GraphTree(ArgumentGraph graph) => (_graph, _shown) = (graph, new bool[graph.NodeCount]);

    public static IEnumerable<GraphLine> Create(ArgumentMap map)
    {
        var tree = new GraphTree(map.Graph);
        var arguments = Enumerable.Range(0, map.Graph.ArgumentCount);
        var roots = map.Motions.Select(map.Graph.FindNode).Where(n => n >= 0)
            .Concat(arguments.Where(a => tree.IsTop(a) && !tree.IsAlone(a)))
            .Concat(arguments.Where(a => !tree.IsAlone(a)))
            .Concat(arguments);
        return roots.Where(root => !tree._shown[root]).SelectMany(tree.Subtree);
    }

    private bool IsTop(int argument) => _graph.DirectAttacks[argument].IsEmpty && _graph.Uses[argument].IsEmpty;

    private bool IsAlone(int argument) => IsTop(argument) && _graph.Attackers[argument].IsEmpty && _graph.Supporters[argument].IsEmpty;

    private IEnumerable<GraphLine> Subtree(int root)
    {
        _open.Push(new(0, '*', root, false));
        while (_open.TryPop(out var line))
        {
            if (_shown[line.Node])
            {
                yield return line with { IsRepeated = true };
                continue;
            }
            _shown[line.Node] = true;
            yield return line;
            foreach (var below in Enumerable.Reverse(ChildLines(line.Node))) _open.Push(below with { Depth = line.Depth + 1 });
        }
    }

    private List<GraphLine> ChildLines(int node)
    {
        var below = new List<GraphLine>();
        foreach (var premise in _graph.Premises[node]) below.Add(new(0, '&', premise, false));
        foreach (var step in _graph.Supporters[node]) below.Add(new(0, '+', Plain(step), false));
        foreach (var attacker in _graph.Attackers[node])
            below.Add(new(0, _graph.IsInference(node) ? '~' : '-', _graph.IsInference(attacker) ? Plain(attacker) : attacker, false));
        return below;
    }

    // An inference with one premise and no attackers or supporters is shown as that premise.
    private int Plain(int step)
    {
        if (_graph.Premises[step].Length != 1 || !_graph.Attackers[step].IsEmpty || !_graph.Supporters[step].IsEmpty) return step;
        _shown[step] = true;
        return _graph.Premises[step][0];
    }
}
