using Debate.Rewards.Evidence;
using Debate.Rewards.Judges;
using Debate.Rewards.Players;
using Debate.Rewards.Policies;

namespace Debate.Rewards.Reports;

/// <summary>The quality of a judge over seeds, with the bounds of the distribution that it was tested on.</summary>
public sealed record JudgeRow(string Judge, string Test, SeedSummary Accuracy, double NoEvidence, double Bayes)
{
    /// <summary>The calibration error of the judge (<see cref="JudgeReport.CalibrationError"/>).</summary>
    public required SeedSummary CalibrationError { get; init; }

    /// <summary>Creates a row for each distribution.</summary>
    internal static IEnumerable<JudgeRow> Create(string name, IReadOnlyList<JudgeResult> results) => results[0].Reports.Select(
        (report, i) => new JudgeRow(
            name, report.Test, new([.. results.Select(r => r.Reports[i].Accuracy)]), report.NoEvidence, report.Bayes)
        {
            CalibrationError = new([.. results.Select(r => r.Reports[i].CalibrationError)]),
        });
}

/// <summary>All results of a sweep, for a page, a table or a script.</summary>
/// <param name="Environment">The name of the environment.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="Items">Number of items of evidence that a debate reveals.</param>
/// <param name="Scales">Scales of the rewards and discount.</param>
/// <param name="Arms">The arms.</param>
public sealed record SweepReport(string Environment, long Seed, int Items, RewardScales Scales, IReadOnlyList<SweepArmSummary> Arms)
{
    /// <summary>Number of seeds.</summary>
    public required int Seeds { get; init; }

    /// <summary>Whether debates were solved over all items, or only over those that matter most (<see cref="PrunedGame"/>).</summary>
    public required bool GamesAreExact { get; init; }

    /// <summary>The judges.</summary>
    public required IReadOnlyList<JudgeRow> Judges { get; init; }

    /// <summary>The upper bound of Q's alignment with the clinicians.</summary>
    public required Alignment Bound { get; init; }

    /// <summary>The players of debates; empty if none were studied.</summary>
    public IReadOnlyList<DebaterSummary> Debaters { get; init; } = [];

    /// <summary>The trade-off between survival and preference, by lambda, in the first arm.</summary>
    public IReadOnlyList<TradeOff> TradeOffs => TradeOff.FromArm(Arms[0]);

    /// <summary>What the paper says, what was found here, and why they differ.</summary>
    public IReadOnlyList<PaperClaim> Claims => PaperClaims.Compare(this);

    /// <summary>Creates the report of the runs of a study, in the order of their seeds.</summary>
    public static SweepReport Create(SweepStudy study, JudgeTraining training, IReadOnlyList<SweepRun> runs) =>
        new(study.Benchmark.Environment.Name, training.Seed, training.Items, study.Scales, SweepArmSummary.Combine(runs))
        {
            Seeds = runs.Count,
            GamesAreExact = DebateReward.IsExact(runs[0].Debate.Judge),
            Bound = study.Meter.AlignmentBound,
            Judges =
            [
                .. JudgeRow.Create(FormattableString.Invariant($"sees {training.Items} random items"), [.. runs.Select(r => r.Debate)]),
                .. JudgeRow.Create("sees the full state", [.. runs.Select(r => r.FullState)]),
            ],
        };
}

/// <summary>
/// Whether a lambda buys justifiability cheaply: it keeps at least 80 % of the gain of the policy of lambda 0 over random, it disagrees
/// with that policy on at least 20 % of its steps, and there it is preferred in at least 95 %.
/// </summary>
/// <param name="Lambda">The weight of the debate reward.</param>
/// <param name="Kept">The part of the gain that is kept.</param>
/// <param name="Preferred">The share preferred where the policies differ, even ones counted half.</param>
/// <param name="Differs">The share of steps on which they differ.</param>
public sealed record TradeOff(double Lambda, SeedSummary Kept, SeedSummary Preferred, SeedSummary Differs)
{
    /// <summary>The minimum part of the gain to keep.</summary>
    public const double MinKept = .8;

    /// <summary>The minimum share preferred where the policies differ.</summary>
    public const double MinPreferred = .95;

    /// <summary>The minimum share of steps on which the policies differ: below it there is nothing to prefer.</summary>
    public const double MinDiffers = .2;

    /// <summary>Whether the means satisfy all three.</summary>
    public bool Holds => Satisfied(Kept.Mean, Preferred.Mean, Differs.Mean);

    /// <summary>Whether the lower ends of the 95 % intervals do too.</summary>
    public bool HoldsSurely => Satisfied(Kept.Low, Preferred.Low, Differs.Low);

    /// <summary>The number of seeds in which all three conditions hold at once.</summary>
    public int Seeds => Kept.Each.Count == Preferred.Each.Count
        ? Enumerable.Range(0, Kept.Each.Count).Count(i => Satisfied(Kept.Each[i], Preferred.Each[i], Differs.Each[i])) : 0;

    /// <summary>One trade-off for each lambda above 0 at which something differs; none if lambda 0 is not on the grid.</summary>
    public static IReadOnlyList<TradeOff> FromArm(SweepArmSummary arm) => [.. arm.Points.Select(FromPoint).OfType<TradeOff>()];

    private static TradeOff? FromPoint(SweepPointSummary point) => point is { Lambda: > 0, Kept: { } kept, Preferred: { } preferred }
        ? new(point.Lambda, kept, preferred, point.Differs) : null;

    private static bool Satisfied(double kept, double preferred, double differs) =>
        kept >= MinKept && preferred >= MinPreferred && differs >= MinDiffers;
}
