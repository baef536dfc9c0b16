using Debate.Argumentation.Bipolar;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// An argument graph under an interpretation of its supports. Removing an argument also removes its inferences, as
/// <see cref="GraphReachability.Subgraph"/> does.
/// </summary>
public sealed class GraphContext(Translation translation) : IExplanationContext
{
    private readonly ArgumentGraph _graph = translation.Graph;

    /// <inheritdoc/>
    public Framework Framework => translation.Framework;

    /// <inheritdoc/>
    public int ExplainableCount => _graph.ArgumentCount;

    /// <summary>
    /// Not if the defence relies on an argument being rejected: once that argument is removed, so is the support that depended on it.
    /// </summary>
    public bool SurvivesRemovals(IReadOnlyCollection<int> defence) =>
        translation.Reading == SupportReading.None || defence.All(a => a < _graph.NodeCount);

    /// <inheritdoc/>
    public Counterfactual WithArgumentsRemoved(IReadOnlyCollection<int> removed, int argument)
    {
        var part = _graph.Subgraph(Enumerable.Range(0, _graph.ArgumentCount).Where(a => !removed.Contains(a)));
        return new(Translation.Create(part, translation.Reading).Framework, part.GetNode(_graph.Id(argument)));
    }

    /// <inheritdoc/>
    public Counterfactual WithArgumentsAttacked(IReadOnlyCollection<int> targets, int argument) =>
        FrameworkContext.AttackArguments(Framework, targets, argument);
}
