using Debate.Core;
using Debate.Rewards.Environments;
using Debate.Rewards.Judges;
using Debate.Rewards.Offline;

namespace Debate.Rewards.Policies;

/// <summary>
/// One arm of a sweep: how policies are made (planning, or fitted Q on a log), who judges (debates before a judge that sees few items, or
/// the judge of the full state), the variant of the reward, the share of comparisons that flip with the speaking order, and a point for
/// each lambda.
/// </summary>
public sealed record SweepArm(string Method, string Feedback, RewardVariant Variant, double FlipShare, IReadOnlyList<SweepPoint> Points);

/// <summary>A sweep for one seed: its arms, and the quality of the judge of the debates and of the full-state judge.</summary>
public sealed record SweepRun(IReadOnlyList<SweepArm> Arms, JudgeResult Debate, JudgeResult FullState);

/// <summary>
/// A whole sweep for one seed: both judges are trained, every admissible action is compared with the baseline's, and policies are computed
/// on the grid in four arms: planned against debates, signed; against debates, with the indicator of Sukovic and Radanovic (ICLR 2024);
/// against the full-state judge, signed; and learned from logged episodes by fitted Q against debates, signed.
/// </summary>
public sealed class SweepStudy
{
    private const double TrainingShare = 0.6, DebatingShare = 0.3;

    private readonly IReadOnlyList<double> _lambdas;
    private readonly int _episodes;
    private readonly JudgeStudy _judges;
    private readonly LambdaSweep _sweep;

    /// <param name="setting">The benchmark.</param>
    /// <param name="scales">Scales of the rewards and discount.</param>
    /// <param name="lambdas">The grid.</param>
    /// <param name="episodes">Number of episodes of the expert that judges and fitted Q learn from, each from its own.</param>
    public SweepStudy(Benchmark setting, RewardScales scales, IReadOnlyList<double> lambdas, int episodes = 12_000)
    {
        (Benchmark, Scales, _lambdas, _episodes) = (setting, scales, lambdas, episodes);
        Meter = new(setting, scales.Gamma, TransitionLog.Generate(setting.Environment, setting.Expert, episodes,
            SeededRandom.DeriveSeed(0, "held out")));
        (_judges, _sweep) = (JudgeStudy.Create(setting, episodes), new(setting, scales, Meter));
    }

    /// <summary>The benchmark.</summary>
    public Benchmark Benchmark { get; }

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
        var environment = Benchmark.Environment;
        var (steps, open) = (2.0 * training.Steps, 2.0 * environment.OpenStates.Count);
        var judge = _judges.Run(training, done => report?.Invoke(TrainingShare * done / steps), stop);
        var ideal = _judges.Run(
            training with { Items = environment.Features.Count }, done => report?.Invoke(TrainingShare * (done + training.Steps) / steps),
            stop);
        DebateRewardTable Debated(Policy baseline, double before) => DebateRewardTable.FromDebates(
            judge.Judge, environment, baseline, done => report?.Invoke(TrainingShare + DebatingShare * (before + done) / open), stop);

        var debated = Debated(_sweep.Baseline, 0);
        var judged = DebateRewardTable.FromFullStateJudge(ideal.Judge, environment, _sweep.Baseline);
        var log = TransitionLog.Generate(environment, Benchmark.Expert, _episodes, SeededRandom.DeriveSeed(training.Seed, "log"));
        var learned = Debated(FittedQ.Learn(log, log.ComputeRewards(0, Scales, null, default), Scales.Gamma).GreedyPolicy("lambda 0"),
            open / 2);
        SweepArm Arm(string feedback, DebateRewardTable by, RewardVariant form, DebateRewardTable across) => new(
            "planning", feedback, form, by.FlipShare, [.. _lambdas.Select(lambda => _sweep.Plan(lambda, by, form, across))]);
        return new(
        [
            Arm("debate", debated, RewardVariant.Signed, judged), Arm("debate", debated, RewardVariant.Indicator, judged),
            Arm("full state", judged, RewardVariant.Signed, debated),
            new("fitted Q", "debate", RewardVariant.Signed, learned.FlipShare,
                [.. _lambdas.Select(lambda => _sweep.LearnByFittedQ(lambda, log, learned, RewardVariant.Signed))]),
        ], judge, ideal);
    }
}
