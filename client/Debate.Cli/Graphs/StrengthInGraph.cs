using System.CommandLine;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Gradual;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Output;
using Debate.Tournaments;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph strength</c>: how strong arguments are.</summary>
internal sealed class StrengthInGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly Option<string> _semantics = new("--semantics")
    {
        Description = "The gradual semantics.",
        DefaultValueFactory = _ => GradualCatalogue.Names[0],
    };
    private readonly Option<string?> _argument = new("--argument", "-a") { Description = "One argument alone.", HelpName = "ID" };

    public StrengthInGraph() : base("strength", "Say how strong the arguments of a map are, in [0, 1].")
    {
        _input.AddTo(this);
        _semantics.AcceptOnlyFromAmong([.. GradualCatalogue.Names]);
        Add(_semantics);
        Add(_argument);
        SetAction(Run);
    }

    private int Run(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        var (graph, semantics) = (_input.Read(parse).Graph, GradualCatalogue.Get(parse.GetRequiredValue(_semantics)));
        var wanted = parse.GetValue(_argument) is { } id ? [graph.GetNode(id)] : Enumerable.Range(0, graph.ArgumentCount).ToList();
        var strengths = Strengths.Compute(graph, semantics);
        if (terminal.IsJson)
            terminal.WriteJson(new
            {
                semantics = semantics.Name,
                strengths.Converged,
                strengths = wanted.Select(a => new { id = graph.Id(a), strength = strengths.Values[a] }),
            });
        else terminal.WriteTable(Table(graph, wanted, strengths));
        if (!strengths.Converged) terminal.Report("A cycle did not settle: its strengths are those of the last round.");
        return strengths.Converged ? Exit.Ok : Exit.Partial;
    }

    private static ReportTable Table(ArgumentGraph graph, List<int> wanted, Strengths strengths) => new(
        ["argument", "base score", "strength"],
        [.. wanted.Select(a => new[]
        {
            graph.IsInference(a) ? $"{graph.Id(a)} (inference)" : graph.Id(a),
            graph.IsInference(a) ? "" : graph.BaseScore(a).ToString("0.####", CultureInfo.InvariantCulture),
            strengths.Values[a].ToString("0.00000", CultureInfo.InvariantCulture),
        })]);
}
