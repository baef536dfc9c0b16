using Debate.Rewards.Judges;
using Debate.Rewards.Offline;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>Formats the results of learned policies over seeds, one lambda after another.</summary>
internal static class LearnedText
{
    /// <summary>The numbers of one lambda, for scripts.</summary>
    public static object ToJson(IReadOnlyList<LearnedPoint> seeds) => new
    {
        seeds[0].Lambda,
        survival = Summarise(seeds, p => p.Learned.Value.Survival),
        survivalShare = Summarise(seeds, p => p.Learned.SurvivalShare),
        plannedSurvival = Summarise(seeds, p => p.Planned.Value.Survival),
        gap = Summarise(seeds, p => p.Gap),
        @return = Summarise(seeds, p => p.Return),
        plannedReturn = Summarise(seeds, p => p.PlannedReturn),
        differs = Summarise(seeds, p => p.Learned.Disagreement.Share),
        preferred = SummariseKnown(seeds, p => p.Learned.Disagreement.HalfPreferred),
        estimated = Summarise(seeds, p => p.Learned.Estimate.Value),
        truth = Summarise(seeds, p => p.Learned.Estimate.Truth),
        knownStates = Summarise(seeds, p => p.KnownStates),
    };

    /// <summary>The same numbers as a table for people.</summary>
    public static ReportTable Table(IReadOnlyList<IReadOnlyList<LearnedPoint>> points) => new(
        ["lambda", "survival", "share of best", "planned", "gap", "R", "planned R", "differs", "preferred", "WIS", "truth", "known"],
        [.. points.Select(Row)]);

    private static IReadOnlyList<string> Row(IReadOnlyList<LearnedPoint> seeds) =>
    [
        FormattableString.Invariant($"{seeds[0].Lambda}"), SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Value.Survival), 4),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.SurvivalShare)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Planned.SurvivalShare)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Gap)), SweepText.FormatSummary(Summarise(seeds, p => p.Return), 2),
        SweepText.FormatSummary(Summarise(seeds, p => p.PlannedReturn), 2),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Disagreement.Share)),
        SweepText.FormatSummary(SummariseKnown(seeds, p => p.Learned.Disagreement.HalfPreferred)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Estimate.Value)),
        SweepText.FormatSummary(Summarise(seeds, p => p.Learned.Estimate.Truth)),
        SweepText.FormatSummary(Summarise(seeds, p => p.KnownStates)),
    ];

    private static SeedSummary Summarise(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double> of) => new([.. seeds.Select(of)]);

    private static SeedSummary? SummariseKnown(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double?> of) =>
        seeds.Select(of).OfType<double>().ToArray() is { Length: > 0 } known ? new SeedSummary(known) : null;
}
