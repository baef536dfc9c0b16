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
