using System.Numerics.Tensors;

namespace Debate.Rewards.Environments;

/// <summary>A probability of each action in each state; the rows of open states sum to 1.</summary>
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
    public ReadOnlySpan<double> In(int state) => _probability.AsSpan(state * Actions, Actions);

    /// <summary>The most probable action in a state, of equal ones the lowest.</summary>
    public int Choice(int state) => TensorPrimitives.IndexOfMax(In(state));

    /// <summary>
    /// A policy from <paramref name="probability"/>, state after state. Rows are scaled to sum to 1; an <see cref="InputException"/> where
    /// one is off by more than 1e-6 or has a negative number. A row of zeros is allowed where the episode is over.
    /// </summary>
    public static Policy Of(string name, ReadOnlySpan<double> probability, IReadOnlyList<Outcome> outcomes)
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
            if (outcomes[state] != Outcome.Open && sum == 0) continue;
            if (!(Math.Abs(sum - 1) <= Tolerance))
                throw new InputException(FormattableString.Invariant($"policy {name}: state {state}: the row sums to {sum}, not 1"));
            foreach (ref var p in row) p /= sum;
        }
        return new(name, actions, scaled);
    }

    /// <summary>Every action equally likely, admissible or not.</summary>
    public static Policy Uniform(string name, int states, int actions)
    {
        var probability = new double[states * actions];
        Array.Fill(probability, 1.0 / actions);
        return new(name, actions, probability);
    }

    /// <summary>Always one action: <paramref name="choices"/> names it for each state.</summary>
    public static Policy Choosing(string name, int actions, ReadOnlySpan<int> choices)
    {
        var probability = new double[choices.Length * actions];
        for (var state = 0; state < choices.Length; state++) probability[state * actions + choices[state]] = 1;
        return new(name, actions, probability);
    }

    /// <summary>
    /// The same policy that with probability <paramref name="epsilon"/>, in [0, 1], does instead any one of the actions that it would not
    /// choose, each equally likely. Needs a policy that chooses one action in each state.
    /// </summary>
    public Policy Softened(string name, double epsilon)
    {
        var probability = Array.ConvertAll(_probability, p => p == 1 ? 1 - epsilon : epsilon / (Actions - 1));
        return new(name, Actions, probability);
    }
}
