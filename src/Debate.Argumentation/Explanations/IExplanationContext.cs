using Debate.Argumentation.Bipolar;

namespace Debate.Argumentation.Explanations;

/// <summary>
/// The framework to explain, and its counterfactuals. A counterfactual keeps the argument that is explained and holds its number in the
/// changed framework.
/// </summary>
public interface IExplanationContext
{
    /// <summary>The framework as it is.</summary>
    Framework Framework { get; }

    /// <summary>Arguments 0..ExplainableCount-1 are those that an explanation may remove or attack; the others are auxiliary.</summary>
    int ExplainableCount { get; }

    /// <summary>Whether a set that defends the argument still does so whatever arguments outside it are removed.</summary>
    bool SurvivesRemovals(IReadOnlyCollection<int> defence) => true;

    /// <summary>The framework without some arguments.</summary>
    Counterfactual WithArgumentsRemoved(IReadOnlyCollection<int> removed, int argument);

    /// <summary>The framework with one new, unattacked argument against each of some arguments.</summary>
    Counterfactual WithArgumentsAttacked(IReadOnlyCollection<int> targets, int argument);
}

/// <summary>A changed framework and the number of the explained argument in it.</summary>
public readonly record struct Counterfactual(Framework Framework, int Argument);

/// <summary>A framework with attacks only.</summary>
public sealed class FrameworkContext(Framework framework) : IExplanationContext
{
    /// <inheritdoc/>
    public Framework Framework => framework;

    /// <inheritdoc/>
    public int ExplainableCount => framework.Count;

    /// <summary>The other arguments keep their numbers: a removed argument stays as an isolated one, which affects nothing.</summary>
    public Counterfactual WithArgumentsRemoved(IReadOnlyCollection<int> removed, int argument)
    {
        var (from, to) = (new List<int>(framework.AttackCount), new List<int>(framework.AttackCount));
        for (var a = 0; a < framework.Count; a++)
            foreach (var b in removed.Contains(a) ? [] : framework.Attacked[a])
                if (!removed.Contains(b)) AddPair(from, to, a, b);
        return new(Framework.Create(framework.Count, from.ToArray(), to.ToArray()), argument);
    }

    /// <inheritdoc/>
    public Counterfactual WithArgumentsAttacked(IReadOnlyCollection<int> targets, int argument) =>
        AttackArguments(framework, targets, argument);

    internal static Counterfactual AttackArguments(Framework framework, IReadOnlyCollection<int> targets, int argument)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (var a = 0; a < framework.Count; a++) foreach (var b in framework.Attacked[a]) AddPair(from, to, a, b);
        foreach (var target in targets) AddPair(from, to, framework.Count, target);
        return new(Framework.Create(framework.Count + 1, from.ToArray(), to.ToArray()), argument);
    }

    private static void AddPair(List<int> from, List<int> to, int attacker, int attacked)
    {
        from.Add(attacker);
        to.Add(attacked);
    }
}

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
