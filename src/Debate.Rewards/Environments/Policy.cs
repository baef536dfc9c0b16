using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Rewards.Environments;

/// <summary>A probability for each action in each state; the rows of ongoing states sum to 1.</summary>
public sealed class Policy
{
    private const double Tolerance = 1e-6;

    private readonly double[] _probability;

    private Policy(string name, int actions, double[] probability) => (Name, Actions, _probability) = (name, actions, probability);

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>The probabilities of the actions in a state.</summary>
    public ReadOnlySpan<double> ActionProbabilities(int state) => _probability.AsSpan(state * Actions, Actions);

    /// <summary>The most probable action in a state; of equally probable ones, the one with the lowest number.</summary>
    public int MostProbableAction(int state) => TensorPrimitives.IndexOfMax(ActionProbabilities(state));

    /// <summary>
    /// A policy from <paramref name="probability"/>, one row for each state. Rows are scaled to sum to 1; throws
    /// <see cref="InputException"/> if a sum is off by more than 1e-6 or a number is negative. A row of zeros is allowed where the episode
    /// is over.
    /// </summary>
    public static Policy FromProbabilities(string name, ReadOnlySpan<double> probability, IReadOnlyList<EpisodeEnd> outcomes)
    {
        var actions = outcomes.Count == 0 ? 0 : probability.Length / outcomes.Count;
        if (actions == 0 || actions * outcomes.Count != probability.Length)
            throw new InputException($"policy {name}: {probability.Length} probabilities for {outcomes.Count} states");
        var scaled = probability.ToArray();
        for (var state = 0; state < outcomes.Count; state++)
        {
            var row = scaled.AsSpan(state * actions, actions);
            var sum = 0.0;
            foreach (var p in row)
            {
                if (!(p >= 0))
                    throw new InputException(FormattableString.Invariant($"policy {name}: state {state}: {p} is not a probability"));
                sum += p;
            }
            if (outcomes[state] != EpisodeEnd.Ongoing && sum == 0) continue;
            if (!(Math.Abs(sum - 1) <= Tolerance))
                throw new InputException(FormattableString.Invariant($"policy {name}: state {state}: the row sums to {sum}, not 1"));
            foreach (ref var p in row) p /= sum;
        }
        return new(name, actions, scaled);
    }

    /// <summary>The uniform policy over all actions, admissible or not.</summary>
    public static Policy Uniform(string name, int states, int actions)
    {
        var probability = new double[states * actions];
        Array.Fill(probability, 1.0 / actions);
        return new(name, actions, probability);
    }

    /// <summary>A deterministic policy: <paramref name="choices"/> holds the action of each state.</summary>
    public static Policy Deterministic(string name, int actions, ReadOnlySpan<int> choices)
    {
        var probability = new double[choices.Length * actions];
        for (var state = 0; state < choices.Length; state++) probability[state * actions + choices[state]] = 1;
        return new(name, actions, probability);
    }

    /// <summary>
    /// The epsilon-soft variant (Sutton and Barto, 2018, section 5.4): with probability <paramref name="epsilon"/>, in [0, 1], it takes one
    /// of the other actions instead, each equally likely. This policy must be deterministic.
    /// </summary>
    public Policy ToEpsilonSoft(string name, double epsilon)
    {
        var probability = Array.ConvertAll(_probability, p => p == 1 ? 1 - epsilon : epsilon / (Actions - 1));
        return new(name, Actions, probability);
    }
}

/// <summary>One step of an episode: the state, the action taken and the next state. Episodes and steps count from 0.</summary>
public readonly record struct Transition(int Episode, int Step, int State, int Action, int Next);

/// <summary>Samples episodes of a policy in an environment.</summary>
public static class Rollouts
{
    /// <summary>
    /// The steps of <paramref name="episodes"/> episodes, sampled from <paramref name="seed"/>. Each episode has its own random stream, so
    /// the first episodes are the same however many are requested. An episode that is still ongoing after <paramref name="maxSteps"/>
    /// steps is cut.
    /// </summary>
    public static IEnumerable<Transition> Generate(
        TabularEnvironment environment, Policy policy, int episodes, long seed, int maxSteps = 10_000)
    {
        for (var episode = 0; episode < episodes; episode++)
        {
            var draws = SeededRandom.Create(seed, FormattableString.Invariant($"episode/{episode}"));
            var state = SampleIndex(environment.Initial, draws);
            for (var step = 0; step < maxSteps && environment.Outcomes[state] == EpisodeEnd.Ongoing; step++)
            {
                var action = SampleIndex(policy.ActionProbabilities(state), draws);
                var next = SampleNextState(environment, state, action, draws);
                yield return new(episode, step, state, action, next);
                state = next;
            }
        }
    }

    private static int SampleNextState(TabularEnvironment environment, int state, int action, SeededRandom draws)
    {
        var transitions = environment.Transitions;
        if (!transitions.IsAdmissible(state, action))
        {
            var admissible = transitions.Admissible(state);
            action = admissible[draws.NextInt(admissible.Length)];
        }
        var row = transitions.Row(state, action);
        return row.Next[SampleIndex(row.Probability, draws)];
    }

    // The last index with a positive probability takes what rounding leaves over.
    private static int SampleIndex(ReadOnlySpan<double> probability, SeededRandom draws)
    {
        var (left, last) = (draws.NextDouble(), 0);
        for (var i = 0; i < probability.Length; i++)
        {
            if (probability[i] == 0) continue;
            last = i;
            if ((left -= probability[i]) < 0) break;
        }
        return last;
    }
}
