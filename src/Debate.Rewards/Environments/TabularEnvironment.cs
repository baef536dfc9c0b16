using Debate.Core.Input;

namespace Debate.Rewards.Environments;

/// <summary>
/// A finite Markov decision process whose episodes end in death or survival. The caller supplies rewards: the environment defines what
/// happens, not what it is worth. An inadmissible action behaves like an admissible one chosen uniformly (ICU-Sepsis, Choudhary et al.,
/// 2024), so every policy over all actions is defined.
/// </summary>
public sealed class TabularEnvironment
{
    private const double Tolerance = 1e-6;

    private readonly EpisodeEnd[] _outcomes;
    private readonly double[] _initial;

    /// <summary>Creates an environment; throws <see cref="InputException"/> if its parts do not fit together.</summary>
    public TabularEnvironment(string name, TransitionTable transitions, double[] initial, EpisodeEnd[] outcomes, FeatureTable features)
    {
        (Name, Transitions, Features, _outcomes) = (name, transitions, features, outcomes);
        if (initial.Length != States) throw new InputException($"initial distribution: {initial.Length} numbers for {States} states");
        if (outcomes.Length != States) throw new InputException($"outcomes: {outcomes.Length} for {States} states");
        if (features.Rows != States) throw new InputException($"features: {features.Rows} rows for {States} states");
        var sum = initial.Sum();
        if (initial.Any(p => !(p >= 0)) || !(Math.Abs(sum - 1) <= Tolerance))
            throw new InputException(FormattableString.Invariant(
                $"initial distribution: it sums to {sum}; it must be non-negative and sum to 1"));
        if (initial.Where((p, s) => p > 0 && outcomes[s] != EpisodeEnd.Ongoing).Any())
            throw new InputException("initial distribution: an episode may not start where it is over");
        _initial = Array.ConvertAll(initial, p => p / sum);
        OpenStates = [.. Enumerable.Range(0, States).Where(s => outcomes[s] == EpisodeEnd.Ongoing)];
    }

    /// <summary>The name by which users select it.</summary>
    public string Name { get; }

    /// <summary>The transition probabilities.</summary>
    public TransitionTable Transitions { get; }

    /// <summary>The features of each state: what can be revealed about it.</summary>
    public FeatureTable Features { get; }

    /// <summary>Number of states.</summary>
    public int States => Transitions.States;

    /// <summary>Number of actions.</summary>
    public int Actions => Transitions.Actions;

    /// <summary>The non-terminal states, ascending.</summary>
    public IReadOnlyList<int> OpenStates { get; }

    /// <summary>For each state, whether and how an episode has ended there.</summary>
    public IReadOnlyList<EpisodeEnd> Outcomes => _outcomes;

    /// <summary>The initial distribution: one probability for each state.</summary>
    public ReadOnlySpan<double> Initial => _initial;

    /// <summary>
    /// The distribution over <em>admissible</em> actions that has the same effect as <paramref name="policy"/> in this state: the mass on
    /// inadmissible actions is spread evenly over the admissible ones. One number for each action; 0 for inadmissible ones.
    /// </summary>
    public double[] EffectivePolicy(Policy policy, int state)
    {
        var chosen = policy.ActionProbabilities(state);
        var effective = new double[Actions];
        var admissible = Transitions.Admissible(state);
        var lost = 1.0;
        foreach (var action in admissible) lost -= effective[action] = chosen[action];
        foreach (var action in admissible) effective[action] += Math.Max(0, lost) / admissible.Length;
        return effective;
    }

    /// <summary>
    /// The expected value of <paramref name="values"/> (one for each state) at the next state after an action, admissible or not.
    /// </summary>
    public double ExpectedValue(int state, int action, ReadOnlySpan<double> values)
    {
        if (Transitions.IsAdmissible(state, action)) return Transitions.Row(state, action).ExpectedValue(values);
        var sum = 0.0;
        var admissible = Transitions.Admissible(state);
        foreach (var each in admissible) sum += Transitions.Row(state, each).ExpectedValue(values);
        return sum / admissible.Length;
    }

    /// <summary>
    /// The expected reward of each action of each state (state after state) when entering death pays <paramref name="death"/> and entering
    /// survival <paramref name="survival"/>; 0 where the episode is over.
    /// </summary>
    public double[] OutcomeRewards(double death, double survival)
    {
        var worth = Array.ConvertAll(_outcomes, o => o switch { EpisodeEnd.Death => death, EpisodeEnd.Survival => survival, _ => 0 });
        var rewards = new double[States * Actions];
        foreach (var state in OpenStates)
            for (var action = 0; action < Actions; action++) rewards[state * Actions + action] = ExpectedValue(state, action, worth);
        return rewards;
    }
}

/// <summary>Whether and how an episode has ended in a state.</summary>
public enum EpisodeEnd
{
    /// <summary>The episode goes on.</summary>
    Ongoing,

    /// <summary>The episode has ended without survival.</summary>
    Death,

    /// <summary>The episode has ended with survival.</summary>
    Survival,

    /// <summary>The absorbing state that some files place after an end; no episode enters it.</summary>
    Absorbing,
}
