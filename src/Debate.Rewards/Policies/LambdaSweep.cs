using System.Numerics.Tensors;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Policies;

/// <summary>How a debate reward enters the reward of a policy.</summary>
public enum RewardForm
{
    /// <summary>The signed mean of both speaking orders, in [-1, 1].</summary>
    Signed,

    /// <summary>The paper's indicator, 0 or 1. A trap: it never costs, so that a longer episode gathers more.</summary>
    Indicator,
}

/// <summary>
/// The scales of R = (1 - lambda) * Environment * r_env + lambda * Debate * r_debate and the discount of planning. r_env is 1 on survival
/// and -1 on death. The defaults are the paper's.
/// </summary>
public sealed record RewardScales(double Environment = 15, double Debate = 5, double Gamma = 0.99);

/// <summary>
/// The policy that is best for one lambda. Survival and Length are exact and undiscounted; SurvivalShare is (J - J of random) / (J of
/// optimal - J of random). Differs is the share of (discounted) steps on which it departs from the baseline, Preferred the share of those
/// departures on which it is preferred in debate, ties half, over both orders; null where it never departs.
/// </summary>
public sealed record SweepPoint(double Lambda, PolicyValue Value, double SurvivalShare, double Differs, double? Preferred)
{
    /// <summary>The policy itself.</summary>
    public required Policy Policy { get; init; }
}

/// <summary>
/// Policies that trade survival for being justifiable in debate (Sukovic and Radanovic, ICLR 2024), by exact planning:
/// R = (1 - lambda) r_env + lambda r_debate against a baseline, the policy of lambda 0.
/// </summary>
public sealed class LambdaSweep
{
    private readonly Setting _setting;
    private readonly RewardScales _scales;
    private readonly double[] _outcomes;
    private readonly double _random, _optimal;

    /// <summary>A sweep in a setting.</summary>
    public LambdaSweep(Setting setting, RewardScales scales)
    {
        (_setting, _scales) = (setting, scales);
        _outcomes = setting.Environment.OutcomeRewards(-scales.Environment, scales.Environment);
        _random = PolicyValue.Of(setting.Environment, setting.PolicyOf("random")).Survival;
        _optimal = PolicyValue.Of(setting.Environment, setting.PolicyOf("optimal")).Survival;
        Baseline = Planner.Best("lambda 0", setting.Environment, _outcomes, scales.Gamma);
    }

    /// <summary>From .005 to 1 on a log grid, with 0 before.</summary>
    public static IReadOnlyList<double> Grid { get; } = [0, .005, .01, .02, .05, .1, .2, .5, 1];

    /// <summary>The policy of lambda 0.</summary>
    public Policy Baseline { get; }

    /// <summary>Plans for a lambda in [0, 1] and says what came of it.</summary>
    public SweepPoint At(double lambda, Comparisons comparisons, RewardForm form)
    {
        if (lambda is not (>= 0 and <= 1)) throw new InputException(FormattableString.Invariant($"lambda: {lambda} is not in [0, 1]"));
        var environment = _setting.Environment;
        var rewards = Array.ConvertAll(_outcomes, r => (1 - lambda) * r);
        foreach (var state in environment.Open)
            foreach (var action in environment.Transitions.Admissible(state))
                rewards[state * environment.Actions + action] += lambda * _scales.Debate * Worth(comparisons.Of(state, action), form);
        var policy = Planner.Best(FormattableString.Invariant($"lambda {lambda}"), environment, rewards, _scales.Gamma);
        var value = PolicyValue.Of(environment, policy);
        var (differs, preferred) = Departures(policy, comparisons);
        return new(lambda, value, (value.Survival - _random) / (_optimal - _random), differs, preferred) { Policy = policy };
    }

    private static double Worth(DebateReward reward, RewardForm form) => form == RewardForm.Signed ? reward.Signed : reward.Indicator;

    private (double Differs, double? Preferred) Departures(Policy policy, Comparisons comparisons)
    {
        var visits = new PolicyChain(_setting.Environment, policy, _scales.Gamma).Visits()!;
        var (departed, preferred) = (0.0, 0.0);
        foreach (var state in _setting.Environment.Open)
        {
            if (policy.Choice(state) == comparisons.Baseline.Choice(state)) continue;
            departed += visits[state];
            preferred += visits[state] * (1 + comparisons.Of(state, policy.Choice(state)).Signed) / 2;
        }
        return (departed / TensorPrimitives.Sum<double>(visits), departed > 0 ? preferred / departed : null);
    }
}
