using Debate.Argumentation.Bipolar;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// An argument graph under an interpretation of its supports. Removing an argument also removes its inferences, as
/// <see cref="GraphReach.Subgraph"/> does.
/// </summary>
public sealed class GraphSetting(Translation translation) : ISetting
{
    private readonly ArgumentGraph _graph = translation.Graph;

    /// <inheritdoc/>
    public Framework Framework => translation.Framework;

    /// <inheritdoc/>
    public int Spoken => _graph.ArgumentCount;

    /// <summary>
    /// Not if the defence relies on an argument being rejected: once that argument is removed, so is the support that depended on it.
    /// </summary>
    public bool Outlasts(IReadOnlyCollection<int> defence) =>
        translation.Reading == SupportReading.None || defence.All(a => a < _graph.NodeCount);

    /// <inheritdoc/>
    public Hypothesis Without(IReadOnlyCollection<int> removed, int argument)
    {
        var part = _graph.Subgraph(Enumerable.Range(0, _graph.ArgumentCount).Where(a => !removed.Contains(a)));
        return new(Translation.Of(part, translation.Reading).Framework, part.IndexOf(_graph.Id(argument)));
    }

    /// <inheritdoc/>
    public Hypothesis Against(IReadOnlyCollection<int> targets, int argument) =>
        FrameworkSetting.Against(Framework, targets, argument);
}
