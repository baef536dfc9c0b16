using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph export</c>.</summary>
internal sealed class ExportGraph : Command
{
    private readonly GraphInput _input = new();

    public ExportGraph() : base("export", "Write a map in another format, or draw it.")
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
