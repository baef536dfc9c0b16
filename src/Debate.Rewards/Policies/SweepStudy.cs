using Debate.Rewards.Environments;
using Debate.Rewards.Judges;

namespace Debate.Rewards.Policies;

/// <summary>
/// One arm of a sweep: who judges (debates before a judge that sees little, or the judge of the full state), in which form the reward
/// enters, the share of comparisons that flip with the speaking order, and a point for each lambda.
/// </summary>
public sealed record SweepArm(string Feedback, RewardForm Form, double FlipShare, IReadOnlyList<SweepPoint> Points);

/// <summary>
/// A whole sweep for one seed: both judges are trained, every admissible action is compared with the baseline's, and policies are planned
/// on the grid in three arms: debates, signed; debates, the paper's indicator; the full-state judge, signed.
/// </summary>
/// <param name="Setting">Where.</param>
/// <param name="Scales">Scales of the rewards and discount.</param>
/// <param name="Lambdas">The grid.</param>
public sealed record SweepStudy(Setting Setting, RewardScales Scales, IReadOnlyList<double> Lambdas)
{
    /// <summary>Episodes of the expert that judges learn from.</summary>
    public int Episodes { get; init; } = 12_000;

    /// <summary>
    /// Runs it with a judge trained as <paramref name="training"/> says and a full-state judge trained in the same way.
    /// <paramref name="report"/> is told the share that is done, in [0, 1]. Runs of several seeds may go side by side.
    /// </summary>
    public IReadOnlyList<SweepArm> Run(JudgeTraining training, Action<double>? report = null, CancellationToken stop = default)
    {
        var environment = Setting.Environment;
        var demonstrations = Demonstrations.Of(environment, Setting.Expert, Episodes, training.Seed);
        var steps = 2.0 * training.Steps;
        var judge = training.Train(demonstrations, done => report?.Invoke(Training * done / steps), stop);
        var ideal = (training with { Items = environment.Features.Count })
            .Train(demonstrations, done => report?.Invoke(Training * (done + training.Steps) / steps), stop);
        var sweep = new LambdaSweep(Setting, Scales);
        var debated = Comparisons.Debated(judge, environment, sweep.Baseline, done => report?.Invoke(Share(done)), stop);
        var judged = Comparisons.Judged(ideal, environment, sweep.Baseline);
        SweepArm Arm(string feedback, Comparisons comparisons, RewardForm form) => new(
            feedback, form, comparisons.FlipShare, [.. Lambdas.Select(lambda => sweep.At(lambda, comparisons, form))]);
        return
        [
            Arm("debate", debated, RewardForm.Signed), Arm("debate", debated, RewardForm.Indicator),
            Arm("full state", judged, RewardForm.Signed),
        ];
    }

    private const double Training = 0.5;

    private double Share(int states) => Training + (1 - Training) * states / Setting.Environment.Open.Count;
}
