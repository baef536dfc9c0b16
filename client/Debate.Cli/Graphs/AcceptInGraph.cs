using System.CommandLine;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph accept</c>: whether an argument is accepted.</summary>
internal sealed class AcceptInGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly AcceptanceOptions _options = new();
    private readonly Option<string> _argument = AcceptanceOptions.Argument();

    public AcceptInGraph() : base("accept", "Say whether an argument of a map is accepted, with an extension that shows it.")
    {
        _input.AddTo(this);
        Add(_argument);
        _options.AddTo(this);
        Add(AcceptanceOptions.Sceptical);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        var graph = (await _input.ReadAsync(parse)).Map.Graph;
        var argument = graph.GetNode(parse.GetRequiredValue(_argument));
        var acceptance = new Acceptance(_options.Semantics(parse), parse.GetValue(AcceptanceOptions.Sceptical));
        var translation = Translation.Create(graph, _options.Reading(parse, graph, terminal));
        var budget = _options.SearchBudget(parse, stop);
        var answer = AcceptanceOptions.WithinTimeout(() => acceptance.Ask(translation.Framework, argument, budget));
        var shown = answer.Witness is { } witness ? translation.SelectArguments(witness).Select(translation.Name).ToList() : null;
        if (terminal.IsJson)
            terminal.WriteJson(new
            {
                argument = graph.Id(argument),
                semantics = acceptance.Semantics.Name,
                acceptance.Sceptical,
                support = translation.Reading,
                answer.Accepted,
                witness = shown,
            });
        else
        {
            var told = answer.Accepted ? $"yes: {graph.Id(argument)} is {acceptance}" : $"no: {graph.Id(argument)} is {acceptance.NotAcceptedText}";
            terminal.WriteLine(told);
            if (shown is not null) terminal.WriteLine($"{(answer.Accepted ? "with" : "without it")}: {{{string.Join(", ", shown)}}}");
        }
        return Exit.Ok;
    }
}
