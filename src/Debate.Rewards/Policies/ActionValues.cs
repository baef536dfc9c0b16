using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

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

/// <summary>
/// How often Q gives the clinicians' action at least as much as another (Sukovic and Radanovic, ICLR 2024: the share of pairs with Q(s,
/// a_t) >= Q(s, a')), on weighted and on unweighted pairs. Unlike there, pairs consist of admissible actions with known values, they are
/// weighted exactly instead of sampled, and a tie counts half. <see cref="Covered"/> is the share of the unweighted pairs that is known.
/// </summary>
public sealed record Alignment(double Weighted, double Unweighted, double Covered)
{
    private const double TieTolerance = 1e-9;

    /// <summary>Computes the alignment of values with an expert's actions, on the distributions of its pairs.</summary>
    public static Alignment Compute(TabularEnvironment environment, ActionValues values,
        (PairDistribution Weighted, PairDistribution Unweighted) distributions)
    {
        var (weighted, _) = AlignedShare(environment, values, distributions.Weighted);
        var (unweighted, covered) = AlignedShare(environment, values, distributions.Unweighted);
        return new(weighted, unweighted, covered);
    }

    /// <summary>The alignment that no Q exceeds: that of a Q that knows how often each action is taken in each state.</summary>
    public static Alignment UpperBound(TabularEnvironment environment,
        (PairDistribution Weighted, PairDistribution Unweighted) distributions)
    {
        ActionValues Known(PairDistribution distribution) => new(
            environment, [.. Enumerable.Range(0, environment.States).SelectMany(state => distribution.RowWeights(state).ToArray())]);
        var (weighted, _) = AlignedShare(environment, Known(distributions.Weighted), distributions.Weighted);
        var (unweighted, covered) = AlignedShare(environment, Known(distributions.Unweighted), distributions.Unweighted);
        return new(weighted, unweighted, covered);
    }

    private static (double Right, double Covered) AlignedShare(TabularEnvironment environment, ActionValues values,
        PairDistribution distribution)
    {
        var (right, known, all) = (0.0, 0.0, 0.0);
        foreach (var state in environment.OpenStates)
        {
            var (admissible, of) = (environment.Transitions.Admissible(state).ToArray(), values.ValuesOf(state).ToArray());
            foreach (var action in admissible)
            {
                var mass = distribution.RowWeights(state)[action] / Math.Max(1, admissible.Length - 1);
                foreach (var other in admissible)
                {
                    if (other == action) continue;
                    all += mass;
                    if (double.IsNaN(of[action]) || double.IsNaN(of[other])) continue;
                    known += mass;
                    right += mass * WinCredit(of[action], of[other]);
                }
            }
        }
        return (known == 0 ? double.NaN : right / known, all == 0 ? 0 : known / all);
    }

    private static double WinCredit(double value, double other) =>
        Math.Abs(value - other) <= TieTolerance * Math.Max(Math.Abs(value), Math.Abs(other)) ? 0.5 : value > other ? 1 : 0;
}
