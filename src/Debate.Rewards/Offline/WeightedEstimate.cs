using System.Numerics.Tensors;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Offline;

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
