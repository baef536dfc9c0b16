using Debate.Rewards.Judges;
using Debate.Rewards.Policies;

namespace Debate.Cli.Rewards;

/// <summary>An arm of a sweep over several seeds.</summary>
internal sealed record SweptArm
{
    public SweptArm(IReadOnlyList<SweepArm> runs)
    {
        (Feedback, Form) = (runs[0].Feedback, runs[0].Form);
        FlipShare = new([.. runs.Select(r => r.FlipShare)]);
        Points = [.. runs[0].Points.Select((_, i) => new SweptPoint([.. runs.Select(r => r.Points[i])]))];
    }

    /// <summary>Who judges.</summary>
    public string Feedback { get; }

    /// <summary>In which form the reward enters.</summary>
    public RewardForm Form { get; }

    /// <summary>The share of comparisons that flip with the speaking order.</summary>
    public Spread FlipShare { get; }

    /// <summary>A point for each lambda.</summary>
    public IReadOnlyList<SweptPoint> Points { get; }
}

/// <summary>
/// A point over several seeds. Length is null where an episode may go on for ever, Preferred where nothing ever differed.
/// </summary>
internal sealed record SweptPoint
{
    public SweptPoint(IReadOnlyList<SweepPoint> runs)
    {
        Lambda = runs[0].Lambda;
        Survival = new([.. runs.Select(r => r.Value.Survival)]);
        SurvivalShare = new([.. runs.Select(r => r.SurvivalShare)]);
        Differs = new([.. runs.Select(r => r.Differs)]);
        Length = All(runs.Select(r => r.Value.Length));
        Preferred = All(runs.Select(r => r.Preferred));
    }

    /// <summary>The weight of the debate reward.</summary>
    public double Lambda { get; }

    /// <summary>Exact survival, undiscounted.</summary>
    public Spread Survival { get; }

    /// <summary>(J - J of random) / (J of optimal - J of random).</summary>
    public Spread SurvivalShare { get; }

    /// <summary>The share of steps on which the policy departs from the baseline.</summary>
    public Spread Differs { get; }

    /// <summary>The expected length of an episode.</summary>
    public Spread? Length { get; }

    /// <summary>The share of departures preferred in debate.</summary>
    public Spread? Preferred { get; }

    private static Spread? All(IEnumerable<double?> values)
    {
        var known = values.ToArray();
        return known.All(v => v is not null) ? new Spread([.. known.Select(v => v!.Value)]) : null;
    }
}
