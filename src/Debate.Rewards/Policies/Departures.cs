using Debate.Rewards.Environments;

namespace Debate.Rewards.Policies;

/// <summary>
/// Where a policy departs from the baseline, weighted by how often (discounted) it comes there: the share of its steps, and of those
/// departures the shares that the debate (or judge) prefers in the mean of both orders, leaves even, or decides for the baseline; these
/// three sum to 1 and are null where it never departs.
/// </summary>
public sealed record Departures(double Share, double? Preferred, double? Even, double? Against)
{
    /// <summary>The share preferred when even ones count half.</summary>
    public double? HalfPreferred => Preferred + Even / 2;

    /// <summary>The departures of a policy with these discounted visits from the baseline of the comparisons.</summary>
    public static Departures Of(Policy policy, ReadOnlySpan<double> visits, Comparisons comparisons)
    {
        var (steps, preferred, even, against) = (0.0, 0.0, 0.0, 0.0);
        foreach (var state in comparisons.Environment.Open)
        {
            steps += visits[state];
            if (policy.Choice(state) == comparisons.Baseline.Choice(state)) continue;
            var reward = comparisons.Of(state, policy.Choice(state)).Signed;
            if (reward > 0) preferred += visits[state];
            else if (reward < 0) against += visits[state];
            else even += visits[state];
        }
        var departed = preferred + even + against;
        return departed == 0 ? new(0, null, null, null)
            : new(departed / steps, preferred / departed, even / departed, against / departed);
    }
}
