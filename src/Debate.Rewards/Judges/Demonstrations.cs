using Debate.Rewards.Environments;

namespace Debate.Rewards.Judges;

/// <summary>
/// What clinicians did: rows of features with the action taken there. Sampled in two ways: uniformly over demonstrations, or uniformly over
/// actions and then over the rows of the action, which weights a demonstration by 1 / count(action).
/// </summary>
public sealed class Demonstrations
{
    private readonly int[][] _byAction;
    private readonly int[] _demonstrated;
    private readonly int[] _ends;

    /// <param name="name">What they are and where they come from, for reports.</param>
    /// <param name="features">The rows.</param>
    /// <param name="actions">Number of actions there are.</param>
    /// <param name="steps">A row and an action for each demonstration; at least one.</param>
    public Demonstrations(string name, FeatureTable features, int actions, IEnumerable<(int Row, int Action)> steps)
    {
        var rows = Enumerable.Range(0, actions).Select(_ => new List<int>()).ToArray();
        foreach (var (row, action) in steps) rows[action].Add(row);
        (Name, Features, _byAction) = (name, features, [.. rows.Select(r => r.ToArray())]);
        _demonstrated = [.. Enumerable.Range(0, actions).Where(a => rows[a].Count > 0)];
        _ends = new int[actions];
        for (var action = 0; action < actions; action++) _ends[action] = Count += rows[action].Count;
        if (Count == 0) throw new InputException($"{name}: there are no demonstrations");
    }

    /// <summary>
    /// Samples the steps of a policy in an environment, from a seed: what a judge is trained on. The states in <paramref name="held"/> are
    /// left out.
    /// </summary>
    public static Demonstrations Of(
        TabularEnvironment environment, Policy expert, int episodes, long seed, IReadOnlySet<int>? held = null)
    {
        var steps = Rollouts.Play(environment, expert, episodes, Draws.Seed(seed, "demonstrations")).Select(t => (t.State, t.Action))
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
    public int Actions => _byAction.Length;

    /// <summary>Number of demonstrations.</summary>
    public int Count { get; private set; }

    /// <summary>How often an action was demonstrated.</summary>
    public int CountOf(int action) => _byAction[action].Length;

    /// <summary>Samples a demonstration in this way, together with another action, chosen uniformly.</summary>
    internal (int Row, int Action, int Other) Comparison(Weighting weighting, Draws draws)
    {
        var (row, action) = weighting == Weighting.Unweighted ? Any(draws) : AnyOfAnyAction(draws);
        var other = draws.Below(Actions - 1);
        return (row, action, other < action ? other : other + 1);
    }

    /// <summary>Samples a demonstration, uniformly.</summary>
    internal (int Row, int Action) Any(Draws draws)
    {
        var place = draws.Below(Count);
        var action = 0;
        while (_ends[action] <= place) action++;
        return (_byAction[action][_ends[action] - 1 - place], action);
    }

    /// <summary>Samples one of the demonstrated actions uniformly, then one of its rows uniformly.</summary>
    internal (int Row, int Action) AnyOfAnyAction(Draws draws)
    {
        var action = _demonstrated[draws.Below(_demonstrated.Length)];
        return (_byAction[action][draws.Below(_byAction[action].Length)], action);
    }
}
