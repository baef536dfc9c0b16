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
    public ReadOnlySpan<double> ValuesOf(int state) => _values.AsSpan(state * _environment.Actions, _environment.Actions);

    /// <summary>Number of non-terminal states with at least one known action.</summary>
    public int KnownStateCount => _environment.OpenStates.Count(state => BestKnownAction(state) >= 0);

    /// <summary>The greedy policy: always the best action; of equal ones, the one with the lowest number.</summary>
    public Policy GreedyPolicy(string name) => Policy.Deterministic(name, _environment.Actions,
        [.. Enumerable.Range(0, _environment.States)
            .Select(state => BestKnownAction(state) is >= 0 and var best ? best : FallbackAction(state))]);

    /// <summary>
    /// softmax(Q), the policy that Sukovic and Radanovic (ICLR 2024) estimate by importance sampling: the action a with probability
    /// proportional to exp Q(s, a), over the admissible actions.
    /// </summary>
    public Policy SoftmaxPolicy(string name)
    {
        var probability = new double[_values.Length];
        for (var state = 0; state < _environment.States; state++)
            FillSoftmaxRow(state, probability.AsSpan(state * _environment.Actions, _environment.Actions));
        return Policy.FromProbabilities(name, probability, _environment.Outcomes);
    }

    private void FillSoftmaxRow(int state, Span<double> into)
    {
        var best = BestKnownAction(state);
        if (best < 0)
        {
            into[FallbackAction(state)] = 1;
            return;
        }
        var values = ValuesOf(state);
        var sum = 0.0;
        foreach (var action in _environment.Transitions.Admissible(state))
            if (!double.IsNaN(values[action])) sum += into[action] = Math.Exp(values[action] - values[best]);
        foreach (ref var p in into) p /= sum;
    }

    private int BestKnownAction(int state)
    {
        var best = -1;
        var values = ValuesOf(state);
        foreach (var action in _environment.Transitions.Admissible(state))
            if (!double.IsNaN(values[action]) && (best < 0 || values[action] > values[best])) best = action;
        return best;
    }

    private int FallbackAction(int state) => _environment.Transitions.Admissible(state)[0];
}
