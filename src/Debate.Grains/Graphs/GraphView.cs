using System.Globalization;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Solving;
using Debate.Argumentation;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Graphs;

/// <summary>A graph at a version; translates questions and answers between argument ids and the numbers of a framework.</summary>
internal sealed record GraphView(ArgumentGraph Graph, long Version)
{
    /// <summary>The graph with what its file said of it.</summary>
    public ArgumentMap Map { get; init; } = new("", Graph);

    /// <summary>Whether there is a graph, and not just nothing to read.</summary>
    public bool Exists { get; init; }

    /// <summary>
    /// Writes the graph in a format; throws <see cref="InputException"/> if the format is unknown or cannot express the graph.
    /// </summary>
    public string Write(string name, string format, MapView? view = null)
    {
        var found = GraphFormats.GetByName(format);
        var write = found.Write ?? throw new InputException($"format '{format}': it is only read");
        var map = Map.Name.Length > 0 ? Map : Map with { Name = name, Title = Map.Title.Length > 0 ? Map.Title : name };
        var (part, highlights) = (view ?? MapView.Whole).Apply(map, Highlights.None, found);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(part, text, highlights);
        return text.ToString();
    }

    /// <summary>Translates a question into a solver call; throws <see cref="InputException"/> if the question is invalid.</summary>
    public SolveCall Formulate(GraphQuery question)
    {
        var query = Query.Parse(question.Problem) with { Limit = question.Limit ?? long.MaxValue };
        if (Query.NeedsArgument(query.Kind)) query = query with { Argument = FindNode(question) };
        return SolveCall.Create(Translation.Create(Graph, question.Supports).Framework, query);
    }

    /// <summary>Translates a solver's reply into argument ids.</summary>
    public GraphAnswer ToAnswer(SolverReply reply) => reply.Answer is not { } answer
        ? new(Version, false, reply.Trouble, reply.Message)
        : new(Version, answer.Accepted)
        {
            Witness = answer.Witness is { } witness ? GetIds(witness) : null,
            Extensions = answer.Extensions?.Select(GetIds).ToArray(),
            Count = answer.Count?.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>Computes the strengths under a gradual semantics.</summary>
    public GraphStrengths ComputeStrengths(string semantics, SearchBudget budget)
    {
        var strengths = Strengths.Compute(Graph, GradualCatalogue.Get(semantics), budget);
        return new(
            Version, [.. Enumerable.Range(0, Graph.ArgumentCount).Select(a => new ArgumentStrength(Graph.Id(a), strengths.Values[a]))],
            strengths.Converged);
    }

    /// <summary>Explains why an argument is accepted or not.</summary>
    public GraphReasons Explain(GraphQuery question, SearchBudget budget)
    {
        var query = Query.Parse(question.Problem);
        if (!Query.NeedsArgument(query.Kind)) throw new InputException($"problem '{question.Problem}': DC and DS can be explained");
        var asked = new GraphQuestion(Graph, new(query.Semantics, query.Kind == QueryKind.Sceptical), question.Supports);
        var found = GraphExplanation.Explain(asked, RequireArgument(question), budget: budget);
        return new(Version, found.Explanation.Accepted)
        {
            Sentences = ExplanationText.Describe(found),
            Mentioned = GetIds(found.Explanation.Mentioned),
            Part = GraphJson.Write(found.Subgraph),
        };
    }

    private string[] GetIds(IReadOnlyList<int> numbers) => [.. numbers.Where(n => n < Graph.ArgumentCount).Select(Graph.Id)];

    private int FindNode(GraphQuery question) => Graph.GetNode(RequireArgument(question)) is var node && !Graph.IsInference(node)
        ? node
        : throw new InputException($"argument '{question.Argument}': an argument is needed here, this is an inference");

    private static string RequireArgument(GraphQuery question) =>
        question.Argument ?? throw new InputException($"problem '{question.Problem}': it asks about an argument, and none is given");
}

/// <summary>Caches answers about the current version of a graph; a new version clears the cache.</summary>
internal sealed class VersionedAnswers
{
    private const int Capacity = 256;

    private readonly Dictionary<object, object> _answers = [];
    private object? _graph;

    /// <summary>Gets the answer to a question about a graph, from <paramref name="find"/> if it is not cached.</summary>
    /// <param name="graph">The graph, compared by reference: a changed graph is a new object.</param>
    /// <param name="question">The question; equal questions share an answer.</param>
    /// <param name="find">Finds the answer, and tells whether it may be cached.</param>
    public async Task<T> GetOrAddAsync<T>(object graph, object question, Func<Task<(T Answer, bool Lasts)>> find) where T : class
    {
        if (!ReferenceEquals(graph, _graph)) _answers.Clear();
        _graph = graph;
        if (_answers.TryGetValue(question, out var known)) return (T)known;
        var (answer, lasts) = await find();
        if (lasts && ReferenceEquals(graph, _graph) && _answers.Count < Capacity) _answers[question] = answer;
        return answer;
    }
}
