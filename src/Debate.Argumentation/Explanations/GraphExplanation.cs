using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// An explanation in terms of its graph: with names, in sentences (<see cref="ExplanationText"/>), as JSON (<see cref="ExplanationJson"/>)
/// and as a subgraph.
/// </summary>
public sealed class GraphExplanation
{
    private readonly Translation _translation;

    private GraphExplanation(Translation translation, Explanation explanation) => (_translation, Explanation) = (translation, explanation);

    /// <summary>The whole graph.</summary>
    public ArgumentGraph Graph => _translation.Graph;

    /// <summary>How its supports are interpreted.</summary>
    public SupportReading Reading => _translation.Reading;

    /// <summary>The explanation; node n of the graph is argument n there.</summary>
    public Explanation Explanation { get; }

    /// <summary>
    /// The arguments that it mentions, those by which these bear on the argument that is explained, what supports that one, and the attacks
    /// and inferences between them.
    /// </summary>
    public ArgumentGraph Subgraph => Graph.Subgraph(FindConnected(_translation.SelectArguments(Explanation.Mentioned)));

    /// <summary>
    /// Explains why the argument with this id is accepted or not. An unknown id, or that of an inference, is an
    /// <see cref="InputException"/>; for the rest see <see cref="Explainer"/>.
    /// </summary>
    public static GraphExplanation Explain(GraphQuestion question, string argument, ExplanationLimits? limits = null,
        SearchBudget? budget = null)
    {
        var (graph, translation) = (question.Graph, Translation.Create(question.Graph, question.Reading));
        var node = graph.GetNode(argument);
        if (graph.IsInference(node)) throw new InputException($"argument '{argument}': an argument is needed here, this is an inference");
        IExplanationContext setting = graph.InferenceCount == 0 ? new FrameworkContext(translation.Framework)
            : new GraphContext(translation);
        return new(translation, Explainer.Explain(setting, node, question.Acceptance, limits, budget));
    }

    // From each mentioned argument one shortest chain leads to the explained one, so that none of them floats alone in a picture.
    private SortedSet<int> FindConnected(IEnumerable<int> mentioned)
    {
        var goal = Explanation.Argument;
        var (towards, open) = (new Dictionary<int, int> { [goal] = goal }, new Queue<int>([goal]));
        while (open.TryDequeue(out var node))
            Graph.VisitInfluences(node, influence =>
            {
                if (towards.TryAdd(influence, node)) open.Enqueue(influence);
            });
        var kept = new HashSet<int>();
        foreach (var step in Graph.Supporters[goal]) kept.Add(step);
        foreach (var start in mentioned)
            for (var node = start; kept.Add(node) && towards.TryGetValue(node, out var next); node = next) { }
        // An inference is drawn with all its premises, or not at all.
        foreach (var step in kept.Where(Graph.IsInference).ToList()) kept.UnionWith(Graph.Premises[step].ToArray());
        return [.. kept.Where(n => !Graph.IsInference(n))];
    }

    /// <summary>The id of an argument or inference; for an auxiliary argument its meaning.</summary>
    public string Name(int argument) => _translation.Name(argument);

    /// <summary>The text of an argument; empty for any other node.</summary>
    public string Text(int argument) => argument < Graph.ArgumentCount ? Graph.Text(argument) : "";

    /// <summary>The ids of those of some arguments that are no auxiliary ones.</summary>
    internal IReadOnlyList<string> SelectNames(IEnumerable<int> arguments) => [.. arguments.Where(a => !IsAuxiliary(a)).Select(Name)];

    /// <summary>Whether the number denotes an auxiliary argument.</summary>
    internal bool IsAuxiliary(int argument) => argument >= Graph.NodeCount;
}

/// <summary>The graph, acceptance criterion and support interpretation of a question.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Acceptance">The semantics, and whether acceptance is credulous or sceptical.</param>
/// <param name="Reading">How its supports are interpreted.</param>
public sealed record GraphQuestion(ArgumentGraph Graph, Acceptance Acceptance, SupportReading Reading = SupportReading.None);
