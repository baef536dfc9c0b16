using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;
using Debate.Rewards.Planning;

namespace Debate.Rewards.Policies;

/// <summary>
/// The measures of a policy. SurvivalShare is (J - J of random) / (J of optimal - J of random). Horizon gives the state of episodes at the
/// horizon of Sukovic and Radanovic (ICLR 2024). Disagreement is judged as the policy was rewarded, OtherJudgeDisagreement by the other
/// judge: by debates for a policy of the full-state judge, and vice versa. Estimate is importance sampling on held-out episodes, with the
/// true value.
/// </summary>
public sealed record PolicyMeasures(PolicyValue Value, double SurvivalShare, HorizonStatistics Horizon, PolicyDisagreement Disagreement)
{
    /// <summary>The disagreement with the baseline as the other judge sees it; null if there is none.</summary>
    public PolicyDisagreement? OtherJudgeDisagreement { get; init; }

    /// <summary>How often Q agrees with the clinicians' choices.</summary>
    public required Alignment Alignment { get; init; }

    /// <summary>Weighted importance sampling of softmax(Q).</summary>
    public required WeightedEstimate Estimate { get; init; }
}

/// <summary>Measures policies of one benchmark, discounted by gamma where a measure discounts.</summary>
public sealed class PolicyMeter
{
    private readonly Benchmark _benchmark;
    private readonly double _gamma, _randomSurvival, _optimalSurvival;
    private readonly TransitionLog _heldOutLog;
    private readonly (PairDistribution Weighted, PairDistribution Unweighted) _pairs;

    /// <param name="setting">The benchmark.</param>
    /// <param name="gamma">The discount of visits and of importance sampling.</param>
    /// <param name="held">Episodes of the expert, held out from all learning.</param>
    public PolicyMeter(Benchmark setting, double gamma, TransitionLog held)
    {
        (_benchmark, _gamma, _heldOutLog) = (setting, gamma, held);
        _randomSurvival = PolicyValue.Compute(setting.Environment, setting.GetPolicy("random")).Survival;
        _optimalSurvival = PolicyValue.Compute(setting.Environment, setting.GetPolicy("optimal")).Survival;
        _pairs = (PairDistribution.Create(setting.Environment, setting.Expert, DemonstrationWeighting.InverseFrequency),
            PairDistribution.Create(setting.Environment, setting.Expert, DemonstrationWeighting.Unweighted));
        AlignmentBound = Alignment.UpperBound(setting.Environment, _pairs);
    }

    /// <summary>The upper bound of alignment.</summary>
    public Alignment AlignmentBound { get; }

    /// <summary>(J - J of random) / (J of optimal - J of random).</summary>
    public double SurvivalShareOf(double survival) => (survival - _randomSurvival) / (_optimalSurvival - _randomSurvival);

    /// <summary>Measures action values and their greedy policy.</summary>
    public PolicyMeasures Measure(ActionValues values, Policy greedy, DebateRewardTable comparisons) =>
        Measure(values, (greedy, new(_benchmark.Environment, greedy, _gamma)), comparisons);

    /// <summary>
    /// The same if the discounted chain of the policy is known; <paramref name="across"/> holds the rewards of the other judge.
    /// </summary>
    public PolicyMeasures Measure(
        ActionValues values, (Policy Policy, PolicyChain Chain) greedy, DebateRewardTable comparisons, DebateRewardTable? across = null)
    {
        var value = PolicyValue.Compute(_benchmark.Environment, greedy.Policy);
        var visits = greedy.Chain.Visits()!;
        return new(
            value, SurvivalShareOf(value.Survival), HorizonStatistics.Compute(_benchmark.Environment, greedy.Policy),
            PolicyDisagreement.Compute(greedy.Policy, visits, comparisons))
        {
            OtherJudgeDisagreement = across is null ? null : PolicyDisagreement.Compute(greedy.Policy, visits, across),
            Alignment = Alignment.Compute(_benchmark.Environment, values, _pairs),
            Estimate = WeightedEstimate.Compute(_heldOutLog, values.SoftmaxPolicy("softmax"), _benchmark.Expert, _gamma),
        };
    }
}
