using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Projections;

/// <summary>The argument graph of a deliberation, whatever its protocol.</summary>
public static class DeliberationGraph
{
    /// <summary>The name under which a protocol records its graph, as the JSON of <see cref="GraphJson"/>.</summary>
    public const string Name = "graph";

    /// <summary>
    /// The graph that the protocol recorded last; else the graph of the problem; else one made of the transcript: each statement is an
    /// argument that attacks the latest earlier statement of another seat.
    /// </summary>
    /// <exception cref="InputException">The recorded graph or that of the problem cannot be read.</exception>
    public static ArgumentMap Build(RunRecord run)
    {
        var problem = run.Definition.Problem;
        return (FindRecorded(run) ?? problem.Graph) is { } json
            ? GraphJson.Read(run.Id.Value, json)
            : new ArgumentMap(run.Id.Value, BuildFromStatements(Transcript.Read(run))) { Title = problem.Text };
    }

    /// <summary>The JSON of the graph that the protocol recorded last; null where it recorded none.</summary>
    public static string? FindRecorded(RunRecord run) =>
        run.EntriesByPath.Select(e => e.Body).OfType<DecisionRecorded>().LastOrDefault(r => r.Name == Name)?.Value;

    private static ArgumentGraph BuildFromStatements(IReadOnlyList<Statement> statements)
    {
        var graph = new ArgumentGraphBuilder();
        var latest = new List<(string Seat, int Argument)>();
        foreach (var said in statements)
        {
            var argument = graph.AddArgument(graph.CreateUniqueId(FormattableString.Invariant($"{said.Seat}-{said.Round}")), said.Text);
            var answered = latest.FindLastIndex(l => l.Seat != said.Seat);
            if (answered >= 0) graph.AddAttack(argument, latest[answered].Argument);
            latest.RemoveAll(l => l.Seat == said.Seat);
            latest.Add((said.Seat, argument));
        }
        return graph.Build();
    }
}
