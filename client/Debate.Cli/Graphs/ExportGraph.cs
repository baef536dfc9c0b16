using System.CommandLine;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph export</c>: a map in another format, or as a picture.</summary>
internal sealed class ExportGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly GraphOutput _output = new();
    private readonly GraphView _view = new();

    public ExportGraph()
        : base("export", "Write a map in another format, or draw it (.svg), or make a page of it to zoom, fold and search (.html).")
    {
        _input.AddTo(this);
        _output.AddTo(this);
        _view.AddTo(this);
        SetAction((parse, _) => RunAsync(parse));
    }

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var source = _view.Apply(parse, await _input.ReadAsync(parse), _output.Read(parse));
        _output.Write(parse, source.Map, source.Highlights, terminal);
        return Exit.Ok;
    }
}
