using System.Numerics.Tensors;
using Debate.Rewards.Environments;

namespace Debate.Rewards.Planning;

/// <summary>
/// What a policy is worth, exactly and undiscounted: the probability in [0, 1] that an episode ends in survival, and its expected length
/// in steps; null where an episode may go on for ever.
/// </summary>
public sealed record PolicyValue(string Policy, double Survival, double? Length)
{
    /// <summary>The value of a policy.</summary>
    public static PolicyValue Of(TabularEnvironment environment, Policy policy)
    {
        var chain = new PolicyChain(environment, policy);
        var survival = chain.Values(environment.OutcomeRewards(death: 0, survival: 1));
        return new(policy.Name, TensorPrimitives.Dot(survival, environment.Initial), chain.Visits()?.Sum());
    }
}
