using System.CommandLine;
using Debate.Argumentation.Formats;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph export</c>: a map in another format, or as a picture.</summary>
internal sealed class ExportGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly GraphOutput _output = new();

    public ExportGraph() : base("export", "Write a map in another format, or draw it.")
    {
        _input.AddTo(this);
        _output.AddTo(this);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        _output.Write(parse, _input.Read(parse), Highlights.None, terminal);
        return Exit.Ok;
    }
}
