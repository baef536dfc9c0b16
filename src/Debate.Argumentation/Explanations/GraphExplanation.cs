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

    /// <summary>The arguments that it mentions, and the attacks and inferences between them.</summary>
    public ArgumentGraph Subgraph => Graph.Subgraph(_translation.SelectArguments(Explanation.Mentioned));

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

    /// <summary>The id of an argument or inference; for an auxiliary argument its meaning.</summary>
    public string Name(int argument) => _translation.Name(argument);

    /// <summary>The text of an argument; empty for any other node.</summary>
    public string Text(int argument) => argument < Graph.ArgumentCount ? Graph.Text(argument) : "";

    /// <summary>Whether the number denotes an auxiliary argument.</summary>
    internal bool IsAuxiliary(int argument) => argument >= Graph.NodeCount;
}

/// <summary>The graph, acceptance criterion and support interpretation of a question.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Acceptance">The semantics, and whether acceptance is credulous or sceptical.</param>
/// <param name="Reading">How its supports are interpreted.</param>
public sealed record GraphQuestion(ArgumentGraph Graph, Acceptance Acceptance, SupportReading Reading = SupportReading.None);
