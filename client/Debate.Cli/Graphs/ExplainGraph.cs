using System.CommandLine;
using Debate.Argumentation;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Core.Input;

namespace Debate.Cli.Graphs;

/// <summary><c>debate graph explain</c>: why an argument is accepted, or why not.</summary>
internal sealed class ExplainGraph : Command
{
    private readonly GraphInput _input = new();
    private readonly AcceptanceOptions _options = new();
    private readonly Option<string> _argument = AcceptanceOptions.Argument();
    private readonly Option<bool> _why = new("--why") { Description = "Refuse where it is not accepted." };
    private readonly Option<bool> _whyNot = new("--why-not") { Description = "Refuse where it is accepted." };
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "At most this many sets of each sort.",
        DefaultValueFactory = _ => new ExplanationLimits().MaxSets,
        HelpName = "N",
    };
    private readonly Option<string?> _svg = new("--svg") { Description = "Draw the part of the map that it is about.", HelpName = "FILE" };
    private readonly Option<bool> _dot = new("--dot") { Description = "The same on stdout in DOT, instead of the words." };

    public ExplainGraph() : base("explain", "Say why an argument of a map is accepted, or why not and what would change that.")
    {
        _input.AddTo(this);
        Add(_argument);
        _options.AddTo(this);
        foreach (var option in new Option[] { AcceptanceOptions.Sceptical, _why, _whyNot, _limit, _svg, _dot }) Add(option);
        SetAction((parse, stop) => Task.FromResult(Run(parse, stop)));
    }

    private int Run(ParseResult parse, CancellationToken stop)
    {
        var terminal = CommonOptions.Terminal(parse);
        if (parse.GetValue(_dot) && terminal.IsJson) throw new InputException("--dot: it is not JSON; leave out -o json");
        using var svg = WholeFile.Create(parse, _svg);
        var explanation = Explain(parse, terminal, stop);
        if (svg is not null)
        {
            Draw("svg", explanation, svg.Writer);
            svg.Commit();
            terminal.Report($"drawn in {svg.Name}");
        }
        if (parse.GetValue(_dot)) GraphOutput.ToStdout(writer => Draw("dot", explanation, writer));
        else if (terminal.IsJson) Console.Out.WriteLine(ExplanationJson.Write(explanation));
        else foreach (var sentence in ExplanationText.Describe(explanation)) terminal.WriteLine(sentence);
        return Exit.Ok;
    }

    private GraphExplanation Explain(ParseResult parse, Terminal terminal, CancellationToken stop)
    {
        var (graph, sets) = (_input.Read(parse).Graph, parse.GetValue(_limit));
        if (sets < 1) throw new InputException($"--limit {sets}: it must be at least 1");
        var acceptance = new Acceptance(_options.Semantics(parse), parse.GetValue(AcceptanceOptions.Sceptical));
        var question = new GraphQuestion(graph, acceptance, _options.Reading(parse, graph, terminal));
        var (argument, budget) = (parse.GetRequiredValue(_argument), _options.SearchBudget(parse, stop));
        var explanation = AcceptanceOptions.WithinTimeout(() =>
            GraphExplanation.Explain(question, argument, new ExplanationLimits { MaxSets = sets }, budget));
        var accepted = explanation.Explanation.Accepted;
        if (parse.GetValue(accepted ? _whyNot : _why) && !parse.GetValue(accepted ? _why : _whyNot))
            throw new ToolException(Exit.Failed, $"'{argument}' is {(accepted ? $"{acceptance}" : acceptance.NotAcceptedText)}: "
                + $"ask {(accepted ? "--why" : "--why-not")}");
        return explanation;
    }

    // In: the accepted set, with the argument or without it. Out: everything that this set attacks.
    private static void Draw(string format, GraphExplanation about, TextWriter writer)
    {
        var (part, found) = (about.Subgraph, about.Explanation);
        var accepted = (found.Defences.FirstOrDefault() ?? found.Extension ?? []).Where(a => a < about.Graph.NodeCount)
            .Select(about.Graph.Id).Select(part.FindNode).Where(n => n >= 0).ToHashSet();
        var highlights = new Highlights
        {
            Labels = [.. Enumerable.Range(0, part.NodeCount).Select(Status)],
            Nodes = new HashSet<int> { part.GetNode(about.Name(found.Argument)) },
        };
        GraphFormats.GetByName(format).Write!(new ArgumentMap(about.Name(found.Argument), part), writer, highlights);

        Label Status(int node)
        {
            if (accepted.Contains(node)) return Label.In;
            foreach (var attacker in part.Attackers[node]) if (accepted.Contains(attacker)) return Label.Out;
            return Label.Undecided;
        }
    }
}
