using System.Numerics.Tensors;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Planning;

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
