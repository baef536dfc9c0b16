using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>An arm of a sweep over several seeds.</summary>
public sealed record SweptArm
{
    private SweptArm(IReadOnlyList<SweepArm> runs)
    {
        (Method, Feedback, Form) = (runs[0].Method, runs[0].Feedback, runs[0].Form);
        FlipShare = new([.. runs.Select(r => r.FlipShare)]);
        var first = runs[0].Points.ToList().FindIndex(p => p.Lambda == 0);
        Points = [.. runs[0].Points.Select((_, i) => new SweptPoint(
            [.. runs.Select(r => r.Points[i])], first < 0 ? null : [.. runs.Select(r => r.Points[first])]))];
    }

    /// <summary>The arms of several runs of one study.</summary>
    public static IReadOnlyList<SweptArm> Of(IReadOnlyList<SweepRun> runs) =>
        [.. runs[0].Arms.Select((_, arm) => new SweptArm([.. runs.Select(run => run.Arms[arm])]))];

    /// <summary>How policies are made: planning, or fitted Q.</summary>
    public string Method { get; }

    /// <summary>Who judges: debate, or full state.</summary>
    public string Feedback { get; }

    /// <summary>In which form the reward enters.</summary>
    public RewardForm Form { get; }

    /// <summary>What tells it from the others, in words.</summary>
    public string Name => $"{Method}, {Feedback}, {(Form == RewardForm.Signed ? "signed" : "indicator")}";

    /// <summary>The share of comparisons that flip with the speaking order.</summary>
    public Spread FlipShare { get; }

    /// <summary>A point for each lambda.</summary>
    public IReadOnlyList<SweptPoint> Points { get; }
}

/// <summary>
/// A point over several seeds. A measure is null where it has no meaning in any seed (nothing differs), Length where an episode may go on
/// for ever in one.
/// </summary>
public sealed record SweptPoint
{
    internal SweptPoint(IReadOnlyList<SweepPoint> runs, IReadOnlyList<SweepPoint>? first)
    {
        PolicyMeasures[] all = [.. runs.Select(r => r.Measures)];
        Spread Over(Func<PolicyMeasures, double> of) => new([.. all.Select(of)]);
        Spread? Some(Func<PolicyMeasures, double?> of) => Known([.. all.Select(of)]);
        Lambda = runs[0].Lambda;
        (Survival, SurvivalShare) = (Over(m => m.Value.Survival), Over(m => m.SurvivalShare));
        Length = all.All(m => m.Value.Length is not null) ? Over(m => m.Value.Length!.Value) : null;
        (Endless, OpenAtHorizon) = (Over(m => m.Value.Endless), Over(m => m.Course.Open));
        (SurvivedAtHorizon, DiedAtHorizon) = (Over(m => m.Course.Survived), Over(m => m.Course.Died));
        (Differs, Preferred) = (Over(m => m.Departures.Share), Some(m => m.Departures.HalfPreferred));
        (Even, Against) = (Some(m => m.Departures.Even), Some(m => m.Departures.Against));
        Across = Some(m => m.Across?.HalfPreferred);
        (AlignedWeighted, AlignedUnweighted) = (Over(m => m.Alignment.Weighted), Over(m => m.Alignment.Unweighted));
        (Estimated, Truth) = (Over(m => m.Estimate.Value), Over(m => m.Estimate.Truth));
        EffectiveEpisodes = Over(m => m.Estimate.EffectiveEpisodes);
        Kept = first is null ? null : new([.. runs.Zip(first, (r, f) => r.Measures.SurvivalShare / f.Measures.SurvivalShare)]);
    }

    /// <summary>The weight of the debate reward.</summary>
    public double Lambda { get; }

    /// <summary>Exact survival, undiscounted.</summary>
    public Spread Survival { get; }

    /// <summary>(J - J of random) / (J of optimal - J of random).</summary>
    public Spread SurvivalShare { get; }

    /// <summary>The part of the gain of lambda 0 over random that is kept, for each seed; null where lambda 0 is not on the grid.</summary>
    public Spread? Kept { get; }

    /// <summary>The expected length of an episode, in steps.</summary>
    public Spread? Length { get; }

    /// <summary>The share of episodes that never end.</summary>
    public Spread Endless { get; }

    /// <summary>The share that ended in survival within the paper's horizon.</summary>
    public Spread SurvivedAtHorizon { get; }

    /// <summary>The share that ended in death within it.</summary>
    public Spread DiedAtHorizon { get; }

    /// <summary>The share that goes on beyond it.</summary>
    public Spread OpenAtHorizon { get; }

    /// <summary>The share of steps on which the policy departs from the baseline.</summary>
    public Spread Differs { get; }

    /// <summary>The share of departures preferred by who judges, even ones half.</summary>
    public Spread? Preferred { get; }

    /// <summary>The share of departures that are even: the orders cancel.</summary>
    public Spread? Even { get; }

    /// <summary>The share of departures that are decided for the baseline.</summary>
    public Spread? Against { get; }

    /// <summary>The share of departures preferred by the other judge: the full-state judge for debates, debates for it.</summary>
    public Spread? Across { get; }

    /// <summary>How often Q prefers the clinicians' action, on weighted pairs.</summary>
    public Spread AlignedWeighted { get; }

    /// <summary>The same on unweighted pairs.</summary>
    public Spread AlignedUnweighted { get; }

    /// <summary>Weighted importance sampling of softmax(Q).</summary>
    public Spread Estimated { get; }

    /// <summary>What it estimates, exactly.</summary>
    public Spread Truth { get; }

    /// <summary>From how many episodes the estimate really is.</summary>
    public Spread EffectiveEpisodes { get; }

    private static Spread? Known(double?[] values)
    {
        double[] known = [.. values.OfType<double>()];
        return known.Length > 0 ? new Spread(known) : null;
    }
}
