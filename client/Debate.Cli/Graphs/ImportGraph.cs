using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph import</c>.</summary>
internal sealed class ImportGraph : Command
{
    private readonly GraphInput _input = new();

    public ImportGraph() : base("import", "Read a map, say what came in, and convert it.")
    {
        _input.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = Common.Terminal(parse);
        var map = _input.Read(parse);
        terminal.Line(map.Title);
        return Exit.Ok;
    }
}
