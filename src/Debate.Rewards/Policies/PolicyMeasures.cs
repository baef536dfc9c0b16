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
public sealed record PolicyMeasures(PolicyValue Value, double SurvivalShare, Course Course, Departures Departures)
{
    /// <summary>The disagreement with the baseline as the other judge sees it; null if there is none.</summary>
    public Departures? Across { get; init; }

    /// <summary>How often Q agrees with the clinicians' choices.</summary>
    public required Alignment Alignment { get; init; }

    /// <summary>Weighted importance sampling of softmax(Q).</summary>
    public required WeightedEstimate Estimate { get; init; }
}

/// <summary>Measures policies of one benchmark, discounted by gamma where a measure discounts.</summary>
public sealed class PolicyMeter
{
    private readonly Setting _setting;
    private readonly double _gamma, _random, _optimal;
    private readonly TransitionLog _held;
    private readonly (PairLaw Weighted, PairLaw Unweighted) _laws;

    /// <param name="setting">The benchmark.</param>
    /// <param name="gamma">The discount of visits and of importance sampling.</param>
    /// <param name="held">Episodes of the expert, held out from all learning.</param>
    public PolicyMeter(Setting setting, double gamma, TransitionLog held)
    {
        (_setting, _gamma, _held) = (setting, gamma, held);
        _random = PolicyValue.Of(setting.Environment, setting.PolicyOf("random")).Survival;
        _optimal = PolicyValue.Of(setting.Environment, setting.PolicyOf("optimal")).Survival;
        _laws = (PairLaw.Of(setting.Environment, setting.Expert, Weighting.InverseFrequency),
            PairLaw.Of(setting.Environment, setting.Expert, Weighting.Unweighted));
        Bound = Alignment.Bound(setting.Environment, _laws);
    }

    /// <summary>The upper bound of alignment.</summary>
    public Alignment Bound { get; }

    /// <summary>(J - J of random) / (J of optimal - J of random).</summary>
    public double ShareOf(double survival) => (survival - _random) / (_optimal - _random);

    /// <summary>Measures action values and their greedy policy.</summary>
    public PolicyMeasures Of(ActionValues values, Policy greedy, Comparisons comparisons) =>
        Of(values, (greedy, new(_setting.Environment, greedy, _gamma)), comparisons);

    /// <summary>
    /// The same if the discounted chain of the policy is known; <paramref name="across"/> holds the rewards of the other judge.
    /// </summary>
    public PolicyMeasures Of(
        ActionValues values, (Policy Policy, PolicyChain Chain) greedy, Comparisons comparisons, Comparisons? across = null)
    {
        var value = PolicyValue.Of(_setting.Environment, greedy.Policy);
        var visits = greedy.Chain.Visits()!;
        return new(
            value, ShareOf(value.Survival), Course.Of(_setting.Environment, greedy.Policy),
            Departures.Of(greedy.Policy, visits, comparisons))
        {
            Across = across is null ? null : Departures.Of(greedy.Policy, visits, across),
            Alignment = Alignment.Of(_setting.Environment, values, _laws),
            Estimate = WeightedEstimate.Of(_held, values.Softmax("softmax"), _setting.Expert, _gamma),
        };
    }
}
