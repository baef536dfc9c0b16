using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Planning;

/// <summary>
/// Value iteration over the admissible actions (Puterman, Markov Decision Processes, 1994, section 6.3; Sutton and Barto, 2018, section
/// 4.4), in place (Gauss-Seidel), until no value changes by more than 1e-13 of the greatest. The result is a policy;
/// <see cref="PolicyChain"/> computes its exact value.
/// </summary>
public static class Planner
{
    /// <summary>
    /// Finds the policy that maximises the expected discounted sum of <paramref name="rewards"/> (an expected reward for each action of
    /// each state). Of equally good actions (within 1e-9) it takes the one with the lowest number or, with gamma 1, one on the way to the
    /// shortest episode: undiscounted, an action that only postpones the end looks as good as the one that reaches it. Throws
    /// <see cref="InputException"/> if the values do not converge.
    /// </summary>
    public static Policy FindOptimalPolicy(string name, TabularEnvironment environment, double[] rewards, double gamma)
    {
        if (gamma is not (> 0 and <= 1)) throw new InputException(FormattableString.Invariant($"gamma: {gamma} is not in (0, 1]"));
        int[][] all = [.. environment.OpenStates.Select(s => environment.Transitions.Admissible(s).ToArray())];
        var best = new ValueIteration(environment, rewards, gamma, all).FindOptimalActions();
        if (gamma == 1) best = new ValueIteration(environment, Array.ConvertAll(rewards, _ => -1.0), gamma, best).FindOptimalActions();
        var choices = new int[environment.States];
        for (var place = 0; place < best.Length; place++) choices[environment.OpenStates[place]] = best[place][0];
        return Policy.Deterministic(name, environment.Actions, choices);
    }

    /// <summary>
    /// The value Q of each admissible action when the policy of a chain continues from there, discounted by the chain's gamma.
    /// </summary>
    public static ActionValues EvaluateActions(TabularEnvironment environment, PolicyChain chain, double[] rewards)
    {
        var after = chain.StateValues(rewards);
        var values = new double[rewards.Length];
        Array.Fill(values, double.NaN);
        foreach (var state in environment.OpenStates)
            foreach (var action in environment.Transitions.Admissible(state))
                values[state * environment.Actions + action] =
                    rewards[state * environment.Actions + action]
                    + chain.Gamma * environment.Transitions.Row(state, action).ExpectedValue(after);
        return new(environment, values);
    }

    /// <summary>The policy with the highest probability of survival (undiscounted) and, among those, the shortest episodes.</summary>
    public static Policy FindMaxSurvivalPolicy(TabularEnvironment environment) =>
        FindOptimalPolicy("optimal", environment, environment.OutcomeRewards(death: 0, survival: 1), gamma: 1);

    private sealed class ValueIteration(TabularEnvironment environment, double[] rewards, double gamma, int[][] allowed)
    {
        private const double Tolerance = 1e-13;
        private const double TieTolerance = 1e-9;
        private const int MaxSweeps = 100_000;

        private readonly double[] _values = new double[environment.States];

        /// <summary>For each non-terminal state, all of its allowed actions that are optimal.</summary>
        public int[][] FindOptimalActions()
        {
            for (var sweep = 0; !Sweep(); sweep++)
                if (sweep == MaxSweeps)
                    throw new InputException($"planning in {environment.Name}: the values do not settle; use a gamma below 1");
            return [.. allowed.Select((actions, place) => OptimalActions(actions, environment.OpenStates[place]))];
        }

        private int[] OptimalActions(int[] actions, int state)
        {
            var min = _values[state] - TieTolerance * Math.Max(1, Math.Abs(_values[state]));
            return [.. actions.Where(action => ActionValue(state, action) >= min)];
        }

        private bool Sweep()
        {
            var (moved, greatest) = (0.0, 1.0);
            for (var place = 0; place < allowed.Length; place++)
            {
                var state = environment.OpenStates[place];
                var best = double.NegativeInfinity;
                foreach (var action in allowed[place]) best = Math.Max(best, ActionValue(state, action));
                moved = Math.Max(moved, Math.Abs(best - _values[state]));
                greatest = Math.Max(greatest, Math.Abs(best));
                _values[state] = best;
            }
            return moved <= Tolerance * greatest;
        }

        private double ActionValue(int state, int action) =>
            rewards[state * environment.Actions + action] + gamma * environment.Transitions.Row(state, action).ExpectedValue(_values);
    }
}
