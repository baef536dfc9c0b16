using System.Numerics.Tensors;
using Debate.Core.Input;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Planning;

/// <summary>
/// The Markov chain that a policy induces in an environment, over the n non-terminal states, discounted by gamma in (0, 1] per step: exact
/// policy evaluation (Puterman, Markov Decision Processes, 1994, chapter 6; Sutton and Barto, 2018, section 4.1). Its linear systems are
/// solved by elimination, to rounding error (about 1e-12). I - gamma P is an M-matrix, so elimination needs no pivoting (Berman and
/// Plemmons, 1994, chapter 6). Costs n³/3 multiplications, once.
/// </summary>
public sealed class PolicyChain
{
    private const double PivotTolerance = 1e-11;

    private readonly TabularEnvironment _environment;
    private readonly Policy _policy;
    private readonly double[][] _factors;
    private readonly int[] _indexOfState;
    private readonly List<int> _endlessRows = [];

    /// <summary>The chain of a policy; throws <see cref="InputException"/> if gamma is not in (0, 1].</summary>
    public PolicyChain(TabularEnvironment environment, Policy policy, double gamma = 1)
    {
        if (gamma is not (> 0 and <= 1)) throw new InputException(FormattableString.Invariant($"gamma: {gamma} is not in (0, 1]"));
        (_environment, _policy, _indexOfState, Gamma) = (environment, policy, new int[environment.States], gamma);
        Array.Fill(_indexOfState, -1);
        for (var place = 0; place < environment.OpenStates.Count; place++) _indexOfState[environment.OpenStates[place]] = place;
        _factors = [.. environment.OpenStates.Select(state => BuildRow(state, gamma))];
        Factorise();
    }

    /// <summary>The discount per step, in (0, 1].</summary>
    public double Gamma { get; }

    /// <summary>
    /// The value of each state under the policy: the expected discounted sum of <paramref name="rewards"/> (an expected reward for each
    /// action of each state) to the end of the episode; 0 where it is over. Throws <see cref="InputException"/> if gamma is 1 and rewards
    /// accumulate for ever; an episode that goes on for ever without rewards is worth 0.
    /// </summary>
    public double[] StateValues(ReadOnlySpan<double> rewards)
    {
        var actions = _environment.Actions;
        var gains = new double[_environment.OpenStates.Count];
        for (var place = 0; place < gains.Length; place++)
        {
            var state = _environment.OpenStates[place];
            gains[place] = TensorPrimitives.Dot(_policy.ActionProbabilities(state), rewards.Slice(state * actions, actions));
        }
        return ScatterToStates(Solve(gains));
    }

    /// <summary>
    /// The expected discounted number of steps taken in each state during an episode; undiscounted, their sum is the expected length. Null
    /// if that is infinite: gamma is 1 and an episode may go on for ever.
    /// </summary>
    public double[]? Visits()
    {
        var initial = new double[_environment.OpenStates.Count];
        for (var place = 0; place < initial.Length; place++) initial[place] = _environment.Initial[_environment.OpenStates[place]];
        var visits = SolveTransposed(initial);
        return _endlessRows.Exists(place => visits[place] > PivotTolerance) ? null : ScatterToStates(visits);
    }

    private double[] BuildRow(int state, double gamma)
    {
        var row = new double[_environment.OpenStates.Count];
        row[_indexOfState[state]] = 1;
        var effective = _environment.EffectivePolicy(_policy, state);
        foreach (var action in _environment.Transitions.Admissible(state))
        {
            if (effective[action] == 0) continue;
            var to = _environment.Transitions.Row(state, action);
            for (var i = 0; i < to.Next.Length; i++)
                if (_indexOfState[to.Next[i]] is >= 0 and var place) row[place] -= gamma * effective[action] * to.Probability[i];
        }
        return row;
    }

    // A = LU with ones on the diagonal of L; both overwrite A.
    private void Factorise()
    {
        for (var k = 0; k < _factors.Length; k++)
        {
            // States that lead only to one another: what remains of the last of them is its own row, which is 0.
            if (!(_factors[k][k] > PivotTolerance))
            {
                _endlessRows.Add(k);
                _factors[k][k] = 1;
                _factors[k].AsSpan(k + 1).Clear();
            }
            for (var i = k + 1; i < _factors.Length; i++)
            {
                if (_factors[i][k] == 0) continue;
                var factor = _factors[i][k] /= _factors[k][k];
                var rest = _factors[i].AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(_factors[k].AsSpan(k + 1), -factor, rest, rest);
            }
        }
    }

    private double[] Solve(double[] right)
    {
        for (var i = 0; i < right.Length; i++) right[i] -= TensorPrimitives.Dot<double>(_factors[i].AsSpan(0, i), right.AsSpan(0, i));
        if (_endlessRows.Exists(place => Math.Abs(right[place]) > PivotTolerance))
            throw new InputException($"policy {_policy.Name}: with gamma 1, episodes in {_environment.Name} gather rewards for ever");
        for (var i = right.Length - 1; i >= 0; i--)
            right[i] = (right[i] - TensorPrimitives.Dot<double>(_factors[i].AsSpan(i + 1), right.AsSpan(i + 1))) / _factors[i][i];
        return right;
    }

    private double[] SolveTransposed(double[] right)
    {
        for (var i = 0; i < right.Length; i++)
        {
            right[i] /= _factors[i][i];
            TensorPrimitives.MultiplyAdd(_factors[i].AsSpan(i + 1), -right[i], right.AsSpan(i + 1), right.AsSpan(i + 1));
        }
        for (var i = right.Length - 1; i > 0; i--)
            TensorPrimitives.MultiplyAdd(_factors[i].AsSpan(0, i), -right[i], right.AsSpan(0, i), right.AsSpan(0, i));
        return right;
    }

    private double[] ScatterToStates(double[] places)
    {
        var states = new double[_environment.States];
        for (var place = 0; place < places.Length; place++) states[_environment.OpenStates[place]] = places[place];
        return states;
    }
}

/// <summary>
/// The value of a policy, exact and undiscounted: the probability, in [0, 1], that an episode ends in survival, and its expected length in
/// steps; null if an episode may go on for ever.
/// </summary>
public sealed record PolicyValue(string Policy, double Survival, double? Length)
{
    /// <summary>The probability that an episode never ends; 0 where the length is finite.</summary>
    public double Endless { get; init; }

    /// <summary>Computes the value of a policy.</summary>
    public static PolicyValue Compute(TabularEnvironment environment, Policy policy)
    {
        var chain = new PolicyChain(environment, policy);
        double Probability(double death, double survival) =>
            TensorPrimitives.Dot(chain.StateValues(environment.OutcomeRewards(death, survival)), environment.Initial);
        var length = chain.Visits()?.Sum();
        return new(policy.Name, Probability(death: 0, survival: 1), length)
        {
            Endless = length is null ? Math.Max(0, 1 - Probability(death: 1, survival: 1)) : 0,
        };
    }
}
