using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;

namespace Debate.Rewards.Policies;

/// <summary>
/// One arm of a sweep: how policies are made (planning, or fitted Q on a log), who judges (debates before a judge that sees few items, or
/// the judge of the full state), the variant of the reward, the share of comparisons that flip with the speaking order, and a point for
/// each lambda.
/// </summary>
public sealed record SweepArm(string Method, string Feedback, RewardForm Form, double FlipShare, IReadOnlyList<SweepPoint> Points);

/// <summary>A sweep for one seed: its arms, and the quality of the judge of the debates and of the full-state judge.</summary>
public sealed record SweepRun(IReadOnlyList<SweepArm> Arms, JudgeResult Debate, JudgeResult FullState);

/// <summary>
/// A whole sweep for one seed: both judges are trained, every admissible action is compared with the baseline's, and policies are computed
/// on the grid in four arms: planned against debates, signed; against debates, with the indicator of Sukovic and Radanovic (ICLR 2024);
/// against the full-state judge, signed; and learned from logged episodes by fitted Q against debates, signed.
/// </summary>
public sealed class SweepStudy
{
    private const double Training = 0.6, Debating = 0.3;

    private readonly IReadOnlyList<double> _lambdas;
    private readonly int _episodes;
    private readonly JudgeStudy _judges;
    private readonly LambdaSweep _sweep;

    /// <param name="setting">The benchmark.</param>
    /// <param name="scales">Scales of the rewards and discount.</param>
    /// <param name="lambdas">The grid.</param>
    /// <param name="episodes">Number of episodes of the expert that judges and fitted Q learn from, each from its own.</param>
    public SweepStudy(Setting setting, RewardScales scales, IReadOnlyList<double> lambdas, int episodes = 12_000)
    {
        (Setting, Scales, _lambdas, _episodes) = (setting, scales, lambdas, episodes);
        Meter = new(setting, scales.Gamma, TransitionLog.Of(setting.Environment, setting.Expert, episodes, Draws.Seed(0, "held out")));
        (_judges, _sweep) = (JudgeStudy.Of(setting, episodes), new(setting, scales, Meter));
    }

    /// <summary>The benchmark.</summary>
    public Setting Setting { get; }

    /// <summary>Scales of the rewards and discount.</summary>
    public RewardScales Scales { get; }

    /// <summary>Measures policies; importance sampling uses the same held-out episodes for all seeds.</summary>
    public PolicyMeter Meter { get; }

    /// <summary>
    /// Runs the sweep with a judge trained as <paramref name="training"/> specifies and a full-state judge trained in the same way.
    /// <paramref name="report"/> receives the share done, in [0, 1]. Several seeds may run concurrently.
    /// </summary>
    public SweepRun Run(JudgeTraining training, Action<double>? report = null, CancellationToken stop = default)
    {
        var environment = Setting.Environment;
        var (steps, open) = (2.0 * training.Steps, 2.0 * environment.Open.Count);
        var judge = _judges.Run(training, done => report?.Invoke(Training * done / steps), stop);
        var ideal = _judges.Run(
            training with { Items = environment.Features.Count }, done => report?.Invoke(Training * (done + training.Steps) / steps), stop);
        Comparisons Debated(Policy baseline, double before) => Comparisons.Debated(
            judge.Judge, environment, baseline, done => report?.Invoke(Training + Debating * (before + done) / open), stop);

        var debated = Debated(_sweep.Baseline, 0);
        var judged = Comparisons.Judged(ideal.Judge, environment, _sweep.Baseline);
        var log = TransitionLog.Of(environment, Setting.Expert, _episodes, Draws.Seed(training.Seed, "log"));
        var learned = Debated(FittedQ.Learn(log, log.Rewards(0, Scales, null, default), Scales.Gamma).Greedy("lambda 0"), open / 2);
        SweepArm Arm(string feedback, Comparisons by, RewardForm form, Comparisons across) => new(
            "planning", feedback, form, by.FlipShare, [.. _lambdas.Select(lambda => _sweep.At(lambda, by, form, across))]);
        return new(
        [
            Arm("debate", debated, RewardForm.Signed, judged), Arm("debate", debated, RewardForm.Indicator, judged),
            Arm("full state", judged, RewardForm.Signed, debated),
            new("fitted Q", "debate", RewardForm.Signed, learned.FlipShare,
                [.. _lambdas.Select(lambda => _sweep.Fitted(lambda, log, learned, RewardForm.Signed))]),
        ], judge, ideal);
    }
}
