using Debate.Core;
using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>
/// What clinicians did: rows of features with the action taken there. Sampled in two ways: uniformly over demonstrations, or uniformly over
/// actions and then over the rows of the action, which weights a demonstration by 1 / count(action).
/// </summary>
public sealed class Demonstrations
{
    private readonly int[][] _rowsByAction;
    private readonly int[] _demonstratedActions;
    private readonly int[] _cumulativeCounts;

    /// <param name="name">What they are and where they come from, for reports.</param>
    /// <param name="features">The rows.</param>
    /// <param name="actions">Number of actions there are.</param>
    /// <param name="steps">A row and an action for each demonstration; at least one.</param>
    public Demonstrations(string name, FeatureTable features, int actions, IEnumerable<(int Row, int Action)> steps)
    {
        var rows = Enumerable.Range(0, actions).Select(_ => new List<int>()).ToArray();
        foreach (var (row, action) in steps) rows[action].Add(row);
        (Name, Features, _rowsByAction) = (name, features, [.. rows.Select(r => r.ToArray())]);
        _demonstratedActions = [.. Enumerable.Range(0, actions).Where(a => rows[a].Count > 0)];
        _cumulativeCounts = new int[actions];
        for (var action = 0; action < actions; action++) _cumulativeCounts[action] = Count += rows[action].Count;
        if (Count == 0) throw new InputException($"{name}: there are no demonstrations");
    }

    /// <summary>
    /// Samples the steps of a policy in an environment, from a seed: what a judge is trained on. The states in <paramref name="held"/> are
    /// left out.
    /// </summary>
    public static Demonstrations FromPolicy(
        TabularEnvironment environment, Policy expert, int episodes, long seed, IReadOnlySet<int>? held = null)
    {
        var steps = Rollouts.Generate(environment, expert, episodes, SeededRandom.DeriveSeed(seed, "demonstrations"))
            .Select(t => (t.State, t.Action))
            .Where(t => held?.Contains(t.State) != true);
        var without = held is null ? "" : FormattableString.Invariant($" without {held.Count} held-out states");
        var name = FormattableString.Invariant($"{episodes} episodes of {expert.Name} in {environment.Name}{without}");
        return new(name, environment.Features, environment.Actions, steps);
    }

    /// <summary>What they are and where they come from.</summary>
    public string Name { get; }

    /// <summary>The rows of features.</summary>
    public FeatureTable Features { get; }

    /// <summary>Number of actions there are.</summary>
    public int Actions => _rowsByAction.Length;

    /// <summary>Number of demonstrations.</summary>
    public int Count { get; private set; }

    /// <summary>Samples a demonstration in this way, together with another action, chosen uniformly.</summary>
    internal (int Row, int Action, int Other) SampleComparison(DemonstrationWeighting weighting, SeededRandom draws)
    {
        var (row, action) = weighting == DemonstrationWeighting.Unweighted ? SampleUniform(draws) : SampleByAction(draws);
        var other = draws.NextInt(Actions - 1);
        return (row, action, other < action ? other : other + 1);
    }

    /// <summary>Samples a demonstration, uniformly.</summary>
    internal (int Row, int Action) SampleUniform(SeededRandom draws)
    {
        var place = draws.NextInt(Count);
        var action = 0;
        while (_cumulativeCounts[action] <= place) action++;
        return (_rowsByAction[action][_cumulativeCounts[action] - 1 - place], action);
    }

    /// <summary>Samples one of the demonstrated actions uniformly, then one of its rows uniformly.</summary>
    internal (int Row, int Action) SampleByAction(SeededRandom draws)
    {
        var action = _demonstratedActions[draws.NextInt(_demonstratedActions.Length)];
        return (_rowsByAction[action][draws.NextInt(_rowsByAction[action].Length)], action);
    }
}

/// <summary>How demonstrations are weighted; this defines the distribution that an accuracy belongs to.</summary>
public enum DemonstrationWeighting
{
    /// <summary>
    /// Each row has weight 1 / count(action), the usual weighting against class imbalance (He and Garcia, 2009): every action is
    /// demonstrated equally often, so the frequency of an action carries no information.
    /// </summary>
    InverseFrequency,

    /// <summary>
    /// Each row has the same weight. A trap: the frequency of an action then tells nearly everything, and a judge learns that and little
    /// else.
    /// </summary>
    Unweighted,
}
