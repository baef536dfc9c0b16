using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>An arm of a sweep over several seeds.</summary>
public sealed record SweepArmSummary
{
    private SweepArmSummary(IReadOnlyList<SweepArm> runs)
    {
        (Method, Feedback, Form) = (runs[0].Method, runs[0].Feedback, runs[0].Variant);
        FlipShare = new([.. runs.Select(r => r.FlipShare)]);
        var first = runs[0].Points.ToList().FindIndex(p => p.Lambda == 0);
        Points = [.. runs[0].Points.Select((_, i) => new SweepPointSummary(
            [.. runs.Select(r => r.Points[i])], first < 0 ? null : [.. runs.Select(r => r.Points[first])]))];
    }

    /// <summary>Combines the arms of several runs of one study.</summary>
    public static IReadOnlyList<SweepArmSummary> Combine(IReadOnlyList<SweepRun> runs) =>
        [.. runs[0].Arms.Select((_, arm) => new SweepArmSummary([.. runs.Select(run => run.Arms[arm])]))];

    /// <summary>How policies are made: planning, or fitted Q.</summary>
    public string Method { get; }

    /// <summary>Who judges: debate, or full state.</summary>
    public string Feedback { get; }

    /// <summary>The variant of the debate reward.</summary>
    public RewardVariant Form { get; }

    /// <summary>Its description: what distinguishes it from the other arms.</summary>
    public string Name => $"{Method}, {Feedback}, {(Form == RewardVariant.Signed ? "signed" : "indicator")}";

    /// <summary>The share of comparisons that flip with the speaking order.</summary>
    public SeedSummary FlipShare { get; }

    /// <summary>A point for each lambda.</summary>
    public IReadOnlyList<SweepPointSummary> Points { get; }
}

/// <summary>
/// A point over several seeds. A measure is null if it is undefined in every seed (nothing differs); Length is null if in some seed an
/// episode may go on for ever.
/// </summary>
public sealed record SweepPointSummary
{
    internal SweepPointSummary(IReadOnlyList<SweepPoint> runs, IReadOnlyList<SweepPoint>? first)
    {
        PolicyMeasures[] all = [.. runs.Select(r => r.Measures)];
        SeedSummary Over(Func<PolicyMeasures, double> of) => new([.. all.Select(of)]);
        SeedSummary? Some(Func<PolicyMeasures, double?> of) => SummaryOfKnown([.. all.Select(of)]);
        Lambda = runs[0].Lambda;
        (Survival, SurvivalShare) = (Over(m => m.Value.Survival), Over(m => m.SurvivalShare));
        Length = all.All(m => m.Value.Length is not null) ? Over(m => m.Value.Length!.Value) : null;
        (Endless, OpenAtHorizon) = (Over(m => m.Value.Endless), Over(m => m.Horizon.Open));
        (SurvivedAtHorizon, DiedAtHorizon) = (Over(m => m.Horizon.Survived), Over(m => m.Horizon.Died));
        (Differs, Preferred) = (Over(m => m.Disagreement.Share), Some(m => m.Disagreement.HalfPreferred));
        (Even, Against) = (Some(m => m.Disagreement.Even), Some(m => m.Disagreement.Against));
        Across = Some(m => m.OtherJudgeDisagreement?.HalfPreferred);
        (AlignedWeighted, AlignedUnweighted) = (Over(m => m.Alignment.Weighted), Over(m => m.Alignment.Unweighted));
        (Estimated, Truth) = (Over(m => m.Estimate.Value), Over(m => m.Estimate.Truth));
        EffectiveEpisodes = Over(m => m.Estimate.EffectiveEpisodes);
        Kept = first is null ? null : new([.. runs.Zip(first, (r, f) => r.Measures.SurvivalShare / f.Measures.SurvivalShare)]);
    }

    /// <summary>The weight of the debate reward.</summary>
    public double Lambda { get; }

    /// <summary>Exact survival, undiscounted.</summary>
    public SeedSummary Survival { get; }

    /// <summary>(J - J of random) / (J of optimal - J of random).</summary>
    public SeedSummary SurvivalShare { get; }

    /// <summary>The part of the gain of lambda 0 over random that is kept, for each seed; null if lambda 0 is not on the grid.</summary>
    public SeedSummary? Kept { get; }

    /// <summary>The expected length of an episode, in steps.</summary>
    public SeedSummary? Length { get; }

    /// <summary>The share of episodes that never end.</summary>
    public SeedSummary Endless { get; }

    /// <summary>The share that ended in survival within the horizon of Sukovic and Radanovic (ICLR 2024).</summary>
    public SeedSummary SurvivedAtHorizon { get; }

    /// <summary>The share that ended in death within that horizon.</summary>
    public SeedSummary DiedAtHorizon { get; }

    /// <summary>The share that goes on beyond that horizon.</summary>
    public SeedSummary OpenAtHorizon { get; }

    /// <summary>The share of steps on which the policy disagrees with the baseline.</summary>
    public SeedSummary Differs { get; }

    /// <summary>The share of these steps on which the arm's judge prefers the policy, even ones counted half.</summary>
    public SeedSummary? Preferred { get; }

    /// <summary>The share of these steps that are even: the two orders cancel.</summary>
    public SeedSummary? Even { get; }

    /// <summary>The share of these steps on which the judge prefers the baseline.</summary>
    public SeedSummary? Against { get; }

    /// <summary>
    /// The share of these steps on which the other judge prefers the policy: the full-state judge for debates, debates for the full-state
    /// judge.
    /// </summary>
    public SeedSummary? Across { get; }

    /// <summary>How often Q prefers the clinicians' action, on weighted pairs.</summary>
    public SeedSummary AlignedWeighted { get; }

    /// <summary>The same on unweighted pairs.</summary>
    public SeedSummary AlignedUnweighted { get; }

    /// <summary>Weighted importance sampling of softmax(Q).</summary>
    public SeedSummary Estimated { get; }

    /// <summary>The true value of what it estimates.</summary>
    public SeedSummary Truth { get; }

    /// <summary>The effective number of episodes behind the estimate.</summary>
    public SeedSummary EffectiveEpisodes { get; }

    private static SeedSummary? SummaryOfKnown(double?[] values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length > 0 ? new SeedSummary(known) : null;
    }
}
