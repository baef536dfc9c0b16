using Debate.Rewards.Environments;

namespace Debate.Rewards.Policies;

/// <summary>
/// Where a policy disagrees with the baseline, weighted by the discounted number of visits: the share of its steps, and of those steps the
/// shares on which the debate (or judge) prefers the policy on average over both orders, is even, or prefers the baseline. These three sum
/// to 1 and are null if the policies never disagree.
/// </summary>
public sealed record PolicyDisagreement(double Share, double? Preferred, double? Even, double? Against)
{
    /// <summary>The share preferred, with even ones counted half.</summary>
    public double? HalfPreferred => Preferred + Even / 2;

    /// <summary>
    /// Computes the disagreement of a policy, with these discounted visits (one number for each state), with the baseline of the debate
    /// rewards.
    /// </summary>
    public static PolicyDisagreement Compute(Policy policy, ReadOnlySpan<double> visits, DebateRewardTable comparisons)
    {
        var (steps, preferred, even, against) = (0.0, 0.0, 0.0, 0.0);
        foreach (var state in comparisons.Environment.OpenStates)
        {
            steps += visits[state];
            if (policy.MostProbableAction(state) == comparisons.Baseline.MostProbableAction(state)) continue;
            var reward = comparisons.Reward(state, policy.MostProbableAction(state)).Signed;
            if (reward > 0) preferred += visits[state];
            else if (reward < 0) against += visits[state];
            else even += visits[state];
        }
        var departed = preferred + even + against;
        return departed == 0 ? new(0, null, null, null)
            : new(departed / steps, preferred / departed, even / departed, against / departed);
    }
}
