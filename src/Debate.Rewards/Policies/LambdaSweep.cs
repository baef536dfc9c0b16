using Debate.Core.Input;
using Debate.Rewards.Environments;
using Debate.Rewards.Evidence;
using Debate.Rewards.Offline;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Policies;

/// <summary>How a debate reward enters the reward of a policy.</summary>
public enum RewardVariant
{
    /// <summary>The signed mean of both speaking orders, in [-1, 1].</summary>
    Signed,

    /// <summary>
    /// The indicator of Sukovic and Radanovic (ICLR 2024), 0 or 1. A trap: it is never negative, so a longer episode collects more.
    /// </summary>
    Indicator,
}

/// <summary>
/// The scales of R = (1 - lambda) * Environment * r_env + lambda * Debate * r_debate and the discount of planning. r_env is 1 on survival
/// and -1 on death. The defaults are those of Sukovic and Radanovic (ICLR 2024).
/// </summary>
public sealed record RewardScales(double Environment = 15, double Debate = 5, double Gamma = 0.99)
{
    /// <summary>R for an outcome (1, 0, -1) and a debate reward in [-1, 1].</summary>
    public double Mix(double lambda, double outcome, double debate) =>
        (1 - lambda) * Environment * outcome + lambda * Debate * debate;

    /// <summary>Returns a lambda in [0, 1]; throws <see cref="InputException"/> for any other.</summary>
    public static double EnsureLambda(double lambda) => lambda is >= 0 and <= 1
        ? lambda : throw new InputException(FormattableString.Invariant($"lambda: {lambda} is not in [0, 1]"));
}

/// <summary>The best policy for one lambda, as far as its method could find it, and its measures.</summary>
public sealed record SweepPoint(double Lambda, PolicyMeasures Measures)
{
    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }
}

/// <summary>
/// Policies that trade survival for being justifiable in debate (Sukovic and Radanovic, ICLR 2024): R = (1 - lambda) r_env + lambda
/// r_debate against a baseline, the policy of lambda 0. They come from exact planning, or from fitted Q on a log.
/// </summary>
public sealed class LambdaSweep
{
    private readonly TabularEnvironment _environment;
    private readonly RewardScales _scales;
    private readonly PolicyMeter _meter;
    private readonly double[] _outcomeRewards;

    /// <summary>A sweep in a benchmark.</summary>
    public LambdaSweep(Benchmark setting, RewardScales scales, PolicyMeter meter)
    {
        (_environment, _scales, _meter) = (setting.Environment, scales, meter);
        _outcomeRewards = _environment.OutcomeRewards(-1, 1);
        Baseline = Planner.FindOptimalPolicy("lambda 0", _environment, ComputeRewards(0, comparisons: null, default), scales.Gamma);
    }

    /// <summary>The default grid: 0, then .005 to 1 on a log scale.</summary>
    public static IReadOnlyList<double> Grid { get; } = [0, .005, .01, .02, .05, .1, .2, .5, 1];

    /// <summary>The planned policy of lambda 0.</summary>
    public Policy Baseline { get; }

    /// <summary>
    /// Computes the expected reward of each action of each state (state after state) when debates against the baseline have weight lambda,
    /// in [0, 1].
    /// </summary>
    public double[] ComputeRewards(double lambda, DebateRewardTable? comparisons, RewardVariant form)
    {
        var rewards = Array.ConvertAll(_outcomeRewards, outcome => _scales.Mix(RewardScales.EnsureLambda(lambda), outcome, 0));
        if (comparisons is null) return rewards;
        foreach (var state in _environment.OpenStates)
            foreach (var action in _environment.Transitions.Admissible(state))
                rewards[state * _environment.Actions + action] += _scales.Mix(lambda, 0, comparisons.Reward(state, action, form));
        return rewards;
    }

    /// <summary>
    /// Plans for a lambda in [0, 1] and measures the result; <paramref name="across"/> holds the rewards of the other judge.
    /// </summary>
    public SweepPoint Plan(double lambda, DebateRewardTable comparisons, RewardVariant form, DebateRewardTable? across = null)
    {
        var rewards = ComputeRewards(lambda, comparisons, form);
        var policy = Planner.FindOptimalPolicy(FormattableString.Invariant($"lambda {lambda}"), _environment, rewards, _scales.Gamma);
        var chain = new PolicyChain(_environment, policy, _scales.Gamma);
        var values = Planner.EvaluateActions(_environment, chain, rewards);
        return new(lambda, _meter.Measure(values, (policy, chain), comparisons, across)) { Policy = policy };
    }

    /// <summary>
    /// Learns for a lambda by fitted Q on a log of the expert; the debate rewards are against its own policy of lambda 0.
    /// </summary>
    public SweepPoint LearnByFittedQ(double lambda, TransitionLog log, DebateRewardTable comparisons, RewardVariant form)
    {
        var values = FittedQ.Learn(log, log.ComputeRewards(lambda, _scales, comparisons, form), _scales.Gamma);
        var policy = values.GreedyPolicy(FormattableString.Invariant($"fitted Q, lambda {lambda}"));
        return new(lambda, _meter.Measure(values, policy, comparisons)) { Policy = policy };
    }
}
