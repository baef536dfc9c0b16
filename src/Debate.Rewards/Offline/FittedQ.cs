using System.Numerics.Tensors;
using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Offline;

/// <summary>
/// Fitted Q iteration (Ernst, Geurts and Wehenkel, 2005) with a table: Q(s, a) is the mean, over the logged steps, of the reward plus gamma
/// times the greatest Q of the next state, iterated until no value changes by more than 1e-9 of the greatest. Only actions that are
/// admissible and in the data have a value, so nothing is bootstrapped from what was never observed.
/// </summary>
public static class FittedQ
{
    private const double Tolerance = 1e-9;
    private const int MaxSweeps = 100_000;

    /// <summary>
    /// Learns the values on a log in which step i pays <paramref name="rewards"/>[i]. Throws <see cref="InputException"/> if gamma is not
    /// in (0, 1), or so near 1 that the values still change after 100 000 sweeps.
    /// </summary>
    public static ActionValues Learn(TransitionLog log, IReadOnlyList<double> rewards, double gamma)
    {
        if (gamma is not (> 0 and < 1)) throw new InputException(FormattableString.Invariant($"gamma: {gamma} is not in (0, 1)"));
        var environment = log.Environment;
        var (samples, best) = (GroupSamples(log, rewards), new double[environment.States]);
        for (var sweep = 0; !Sweep(samples, best, gamma); sweep++)
            if (sweep == MaxSweeps)
                throw new InputException(FormattableString.Invariant(
                    $"gamma: {gamma} is too near 1: the values still change after {MaxSweeps} sweeps"));
        var values = new double[environment.States * environment.Actions];
        Array.Fill(values, double.NaN);
        foreach (var (state, actions) in samples)
            foreach (var sample in actions) values[state * environment.Actions + sample.Action] = sample.BackedUpValue(best, gamma);
        return new(environment, values);
    }

    private static bool Sweep((int State, Sample[] Actions)[] samples, double[] best, double gamma)
    {
        var (moved, greatest) = (0.0, 1.0);
        foreach (var (state, actions) in samples)
        {
            var value = double.NegativeInfinity;
            foreach (var sample in actions) value = Math.Max(value, sample.BackedUpValue(best, gamma));
            moved = Math.Max(moved, Math.Abs(value - best[state]));
            greatest = Math.Max(greatest, Math.Abs(value));
            best[state] = value;
        }
        return moved <= Tolerance * greatest;
    }

    private static (int State, Sample[] Actions)[] GroupSamples(TransitionLog log, IReadOnlyList<double> rewards)
    {
        var steps = Enumerable.Range(0, log.Steps.Count).Where(i => log.Supports(log.Steps[i].State, log.Steps[i].Action));
        return [.. steps.GroupBy(i => log.Steps[i].State).OrderBy(state => state.Key)
            .Select(state => (state.Key, state.GroupBy(i => log.Steps[i].Action).OrderBy(action => action.Key)
                .Select(action => Sample.FromSteps(action.Key, [.. action], log, rewards)).ToArray()))];
    }

    /// <summary>The data on one action in one state: its mean reward, and the relative frequency of each next state.</summary>
    private sealed record Sample(int Action, double Reward, (int Next, double Share)[] Next)
    {
        public static Sample FromSteps(int action, int[] steps, TransitionLog log, IReadOnlyList<double> rewards) => new(
            action, steps.Average(i => rewards[i]),
            [.. steps.GroupBy(i => log.Steps[i].Next).OrderBy(n => n.Key).Select(n => (n.Key, n.Count() / (double)steps.Length))]);

        /// <summary>
        /// Its backed-up value when the next states are worth <paramref name="best"/> (one number for each state); 0 where an episode is
        /// over.
        /// </summary>
        public double BackedUpValue(double[] best, double gamma)
        {
            var after = 0.0;
            foreach (var (next, share) in Next) after += share * best[next];
            return Reward + gamma * after;
        }
    }
}

/// <summary>
/// Weighted importance sampling (Precup, Sutton and Singh, 2000) as in Sukovic and Radanovic (ICLR 2024), together with the true value,
/// which only a known environment has. It estimates the value of softmax(Q) when survival pays 1 and death -1, discounted by gamma per
/// step. EffectiveEpisodes is (sum of weights)² / sum of squared weights, Kish's effective sample size (1965).
/// </summary>
public sealed record WeightedEstimate(double Value, double Truth, double EffectiveEpisodes, int Episodes)
{
    private const double MinWeight = 1e-8, MaxWeight = 100;

    /// <summary>
    /// Computes the estimate from a log of <paramref name="behaviour"/>: the weight of an episode is the product over its steps of the
    /// probability of the action under the policy divided by that under the behaviour policy, clipped to [1e-8, 100].
    /// </summary>
    public static WeightedEstimate Compute(TransitionLog log, Policy policy, Policy behaviour, double gamma)
    {
        var (weights, squares, sum, episodes) = (0.0, 0.0, 0.0, 0);
        var (ratio, discount) = (1.0, 1.0);
        for (var i = 0; i < log.Steps.Count; i++)
        {
            var step = log.Steps[i];
            ratio *= policy.ActionProbabilities(step.State)[step.Action] / behaviour.ActionProbabilities(step.State)[step.Action];
            if (i + 1 < log.Steps.Count && log.Steps[i + 1].Episode == step.Episode)
            {
                discount *= gamma;
                continue;
            }
            var weight = Math.Clamp(ratio, MinWeight, MaxWeight);
            (weights, squares, sum) = (weights + weight, squares + weight * weight, sum + weight * discount * log.OutcomeOf(i));
            (ratio, discount, episodes) = (1, 1, episodes + 1);
        }
        return new(sum / weights, ComputeTruth(log.Environment, policy, gamma), weights * weights / squares, episodes);
    }

    private static double ComputeTruth(TabularEnvironment environment, Policy policy, double gamma) => TensorPrimitives.Dot(
        new PolicyChain(environment, policy, gamma).StateValues(environment.OutcomeRewards(-1, 1)), environment.Initial);
}
