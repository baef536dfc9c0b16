using System.Numerics.Tensors;
using Debate.Rewards.Environments;
using Debate.Rewards.Planning;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Offline;

/// <summary>
/// A policy learned from a log for one lambda, and the planner's for the same rewards. Return and PlannedReturn are their exact expected
/// discounted sums of R; KnownStates is the share of states that the log covers.
/// </summary>
public sealed record LearnedPoint(double Lambda, PolicyMeasures Learned, PolicyMeasures Planned, double Return, double PlannedReturn)
{
    /// <summary>How much more survival planning achieves, as a share of (J of optimal - J of random).</summary>
    public double Gap => Planned.SurvivalShare - Learned.SurvivalShare;

    /// <summary>The share of non-terminal states that the log covers, in [0, 1].</summary>
    public required double KnownStates { get; init; }
}

/// <summary>
/// Learns action values from a log in which step i pays rewards[i]; reports the share done, in [0, 1], to <paramref name="report"/>.
/// </summary>
public delegate ActionValues ActionValueLearner(TransitionLog log, IReadOnlyList<double> rewards, Action<double> report,
    CancellationToken stop);

/// <summary>
/// Learns from logged transitions what planning computes from the probabilities: first the policy of lambda 0, then for each lambda the
/// policy whose debates are against that one. Debate rewards come through a port.
/// </summary>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Scales">Scales of the rewards and discount.</param>
/// <param name="Meter">Measures policies.</param>
/// <param name="Variant">How debate rewards enter the reward.</param>
public sealed record LearningStudy(Benchmark Benchmark, RewardScales Scales, PolicyMeter Meter, RewardVariant Variant)
{
    /// <summary>
    /// Learns from <paramref name="log"/> for each lambda of <paramref name="lambdas"/>. <paramref name="report"/> receives the share done,
    /// in [0, 1].
    /// </summary>
    public async Task<IReadOnlyList<LearnedPoint>> RunAsync(
        TransitionLog log, IReadOnlyList<double> lambdas, (ActionValueLearner Learn, IDebateRewards Debates) with,
        Action<double>? report = null,
        CancellationToken stop = default)
    {
        var (all, done) = (lambdas.Count(lambda => lambda > 0) + 1, 0);
        ActionValues Learn(double lambda, DebateRewardTable? comparisons)
        {
            var values = with.Learn(
                log, log.ComputeRewards(lambda, Scales, comparisons, Variant), share => report?.Invoke((done + share) / all), stop);
            done++;
            return values;
        }
        var first = Learn(0, comparisons: null);
        var comparisons = await DebateRewardTable.FromSourceAsync(
            with.Debates, (Benchmark.Environment, first.GreedyPolicy("learned, lambda 0")), report: null, stop: stop);
        var sweep = new LambdaSweep(Benchmark, Scales, Meter);
        return [.. lambdas.Select(lambda => CreatePoint(sweep, lambda, lambda > 0 ? Learn(lambda, comparisons) : first, comparisons))];
    }

    private LearnedPoint CreatePoint(LambdaSweep sweep, double lambda, ActionValues values, DebateRewardTable comparisons)
    {
        var policy = values.GreedyPolicy(FormattableString.Invariant($"learned, lambda {lambda}"));
        var planned = sweep.Plan(lambda, comparisons, Variant);
        var rewards = sweep.ComputeRewards(lambda, comparisons, Variant);
        return new(
            lambda, Meter.Measure(values, policy, comparisons), planned.Measures, ExpectedReturn(policy, rewards),
            ExpectedReturn(planned.Policy, rewards))
        {
            KnownStates = values.KnownStateCount / (double)Benchmark.Environment.OpenStates.Count,
        };
    }

    private double ExpectedReturn(Policy policy, double[] rewards) => TensorPrimitives.Dot(
        new PolicyChain(Benchmark.Environment, policy, Scales.Gamma).StateValues(rewards), Benchmark.Environment.Initial);
}
