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

/// <summary>
/// The state of a policy's episodes after a number of steps: the shares that ended in survival, that ended in death, and that are still
/// going on. Exact. The trajectories of Sukovic and Radanovic (ICLR 2024) end after 21 steps of four hours.
/// </summary>
public sealed record HorizonStatistics(int Steps, double Survived, double Died, double Open)
{
    /// <summary>The horizon of Sukovic and Radanovic (ICLR 2024), in steps of four hours.</summary>
    public const int PaperHorizon = 21;

    /// <summary>Computes the shares for a policy after <paramref name="steps"/> steps.</summary>
    public static HorizonStatistics Compute(TabularEnvironment environment, Policy policy, int steps = PaperHorizon)
    {
        var effective = environment.OpenStates.ToDictionary(state => state, state => environment.EffectivePolicy(policy, state));
        var (now, survived, died) = (environment.Initial.ToArray(), 0.0, 0.0);
        for (var step = 0; step < steps; step++)
        {
            var after = new double[environment.States];
            foreach (var state in environment.OpenStates)
                if (now[state] > 0) PropagateMass(environment, (state, now[state]), effective[state], after);
            for (var state = 0; state < after.Length; state++)
            {
                if (environment.Outcomes[state] == EpisodeEnd.Survival) survived += after[state];
                if (environment.Outcomes[state] == EpisodeEnd.Death) died += after[state];
            }
            now = after;
        }
        return new(steps, survived, died, environment.OpenStates.Sum(state => now[state]));
    }

    private static void PropagateMass(TabularEnvironment environment, (int State, double Mass) from, double[] effective, double[] to)
    {
        foreach (var action in environment.Transitions.Admissible(from.State))
        {
            if (effective[action] == 0) continue;
            var row = environment.Transitions.Row(from.State, action);
            for (var i = 0; i < row.Next.Length; i++) to[row.Next[i]] += from.Mass * effective[action] * row.Probability[i];
        }
    }
}

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
