using Debate.Rewards.Environments;

namespace Debate.Rewards.Policies;

/// <summary>
/// Q(s, a): estimated values of the actions in each state. An action about which nothing is known has no value and is not chosen; in a
/// state about which nothing is known, the admissible action with the lowest number is chosen.
/// </summary>
public sealed class ActionValues
{
    private readonly TabularEnvironment _environment;
    private readonly double[] _values;

    /// <summary>Values, state after state (states x A); NaN where nothing is known.</summary>
    public ActionValues(TabularEnvironment environment, double[] values)
    {
        if (values.Length != environment.States * environment.Actions)
            throw new InputException($"action values: {values.Length}, not one for each action of each state");
        (_environment, _values) = (environment, values);
    }

    /// <summary>The values of a state's A actions; NaN where nothing is known.</summary>
    public ReadOnlySpan<double> In(int state) => _values.AsSpan(state * _environment.Actions, _environment.Actions);

    /// <summary>Number of non-terminal states with at least one known action.</summary>
    public int KnownStates => _environment.Open.Count(state => Best(state) >= 0);

    /// <summary>The greedy policy: always the best action; of equal ones, the one with the lowest number.</summary>
    public Policy Greedy(string name) => Policy.Choosing(name, _environment.Actions,
        [.. Enumerable.Range(0, _environment.States).Select(state => Best(state) is >= 0 and var best ? best : Default(state))]);

    /// <summary>
    /// softmax(Q), the policy that Sukovic and Radanovic (ICLR 2024) estimate by importance sampling: the action a with probability
    /// proportional to exp Q(s, a), over the admissible actions.
    /// </summary>
    public Policy Softmax(string name)
    {
        var probability = new double[_values.Length];
        for (var state = 0; state < _environment.States; state++)
            Softmax(state, probability.AsSpan(state * _environment.Actions, _environment.Actions));
        return Policy.Of(name, probability, _environment.Outcomes);
    }

    private void Softmax(int state, Span<double> into)
    {
        var best = Best(state);
        if (best < 0)
        {
            into[Default(state)] = 1;
            return;
        }
        var values = In(state);
        var sum = 0.0;
        foreach (var action in _environment.Transitions.Admissible(state))
            if (!double.IsNaN(values[action])) sum += into[action] = Math.Exp(values[action] - values[best]);
        foreach (ref var p in into) p /= sum;
    }

    private int Best(int state)
    {
        var best = -1;
        var values = In(state);
        foreach (var action in _environment.Transitions.Admissible(state))
            if (!double.IsNaN(values[action]) && (best < 0 || values[action] > values[best])) best = action;
        return best;
    }

    private int Default(int state) => _environment.Transitions.Admissible(state)[0];
}
