using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph show</c>.</summary>
internal sealed class ShowGraph : Command
{
    private readonly GraphInput _input = new();

    public ShowGraph() : base("show", "Show a map: its arguments and what bears on them.")
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
