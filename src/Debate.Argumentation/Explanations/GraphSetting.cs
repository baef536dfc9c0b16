using Debate.Argumentation.Bipolar;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// An argument graph under a reading of its supports. Taking an argument away takes its inferences away too, as
/// <see cref="GraphReach.Subgraph"/> does.
/// </summary>
public sealed class GraphSetting(ArgumentGraph graph, SupportReading reading = SupportReading.None) : ISetting
{
    /// <summary>The translation that explanations of this setting are numbered by.</summary>
    public Translation Translation { get; } = Translation.Of(graph, reading);

    /// <inheritdoc/>
    public Framework Framework => Translation.Framework;

    /// <inheritdoc/>
    public int Spoken => graph.ArgumentCount;

    /// <summary>The setting of a graph: of its attacks alone where it has no inferences, which can be searched further.</summary>
    public static ISetting Of(ArgumentGraph graph, SupportReading reading = SupportReading.None) =>
        graph.InferenceCount == 0 ? new FrameworkSetting(Framework.Of(graph)) : new GraphSetting(graph, reading);

    /// <inheritdoc/>
    public Hypothesis Without(IReadOnlyCollection<int> removed, int argument)
    {
        var part = graph.Subgraph(Enumerable.Range(0, graph.ArgumentCount).Where(a => !removed.Contains(a)));
        return new(Translation.Of(part, Translation.Reading).Framework, part.IndexOf(graph.Id(argument)));
    }

    /// <inheritdoc/>
    public Hypothesis Against(IReadOnlyCollection<int> targets, int argument)
    {
        var (count, framework) = (Framework.Count, Framework);
        var (from, to) = (new List<int>(), new List<int>());
        for (var a = 0; a < count; a++) foreach (var b in framework.Attacked[a]) { from.Add(a); to.Add(b); }
        foreach (var target in targets) { from.Add(count); to.Add(target); }
        return new(Framework.Of(count + 1, from.ToArray(), to.ToArray()), argument);
    }
}
