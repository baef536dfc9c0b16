using System.Collections.Immutable;
using System.Globalization;
using Debate.Argumentation;
using Debate.Argumentation.Solving;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>Between the ids of a graph and the numbers of a framework.</summary>
internal static class GraphQuestions
{
    /// <summary>The question as a solver takes it; an <see cref="InputException"/> where the graph gives none.</summary>
    public static SolveCall Formulate(ArgumentGraph graph, string problem, string? argument, long? limit)
    {
        var query = Query.Parse(problem);
        var asked = Query.NeedsArgument(query.Kind)
            ? Argument(graph, argument ?? throw new InputException($"problem '{problem}': it asks about an argument, and none is given"))
            : -1;
        return SolveCall.Of(Framework.Of(graph), query with { Argument = asked, Limit = limit ?? long.MaxValue });
    }

    /// <summary>The answer in ids.</summary>
    public static GraphAnswer Translate(ArgumentGraph graph, long version, SolverReply reply)
    {
        if (reply.Answer is not { } answer) return new(version, false, Trouble: reply.Trouble, Message: reply.Message);
        ImmutableArray<string> Ids(IReadOnlyList<int> numbers) => [.. numbers.Where(n => n < graph.ArgumentCount).Select(graph.Id)];
        return new(
            version,
            answer.Accepted,
            answer.Witness is { } witness ? Ids(witness) : null,
            answer.Extensions is { } extensions ? [.. extensions.Select(Ids)] : null,
            answer.Count?.ToString(CultureInfo.InvariantCulture));
    }

    private static int Argument(ArgumentGraph graph, string id) => graph.IndexOf(id) is var node && !graph.IsInference(node)
        ? node
        : throw new InputException($"argument '{id}': it is an inference");
}
