using Debate.Rewards.Judges;
using Debate.Rewards.Offline;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>Formats the results of learned policies over seeds, one lambda after another.</summary>
internal static class LearnedText
{
    /// <summary>The numbers of one lambda, for scripts.</summary>
    public static object Of(IReadOnlyList<LearnedPoint> seeds) => new
    {
        seeds[0].Lambda,
        survival = Over(seeds, p => p.Learned.Value.Survival),
        survivalShare = Over(seeds, p => p.Learned.SurvivalShare),
        plannedSurvival = Over(seeds, p => p.Planned.Value.Survival),
        gap = Over(seeds, p => p.Gap),
        @return = Over(seeds, p => p.Return),
        plannedReturn = Over(seeds, p => p.PlannedReturn),
        differs = Over(seeds, p => p.Learned.Departures.Share),
        preferred = Some(seeds, p => p.Learned.Departures.HalfPreferred),
        estimated = Over(seeds, p => p.Learned.Estimate.Value),
        truth = Over(seeds, p => p.Learned.Estimate.Truth),
        knownStates = Over(seeds, p => p.KnownStates),
    };

    /// <summary>The same numbers as a table for people.</summary>
    public static ReportTable Table(IReadOnlyList<IReadOnlyList<LearnedPoint>> points) => new(
        ["lambda", "survival", "share of best", "planned", "gap", "R", "planned R", "differs", "preferred", "WIS", "truth", "known"],
        [.. points.Select(Row)]);

    private static IReadOnlyList<string> Row(IReadOnlyList<LearnedPoint> seeds) =>
    [
        FormattableString.Invariant($"{seeds[0].Lambda}"), SweepText.Text(Over(seeds, p => p.Learned.Value.Survival), 4),
        SweepText.Text(Over(seeds, p => p.Learned.SurvivalShare)), SweepText.Text(Over(seeds, p => p.Planned.SurvivalShare)),
        SweepText.Text(Over(seeds, p => p.Gap)), SweepText.Text(Over(seeds, p => p.Return), 2),
        SweepText.Text(Over(seeds, p => p.PlannedReturn), 2), SweepText.Text(Over(seeds, p => p.Learned.Departures.Share)),
        SweepText.Text(Some(seeds, p => p.Learned.Departures.HalfPreferred)), SweepText.Text(Over(seeds, p => p.Learned.Estimate.Value)),
        SweepText.Text(Over(seeds, p => p.Learned.Estimate.Truth)), SweepText.Text(Over(seeds, p => p.KnownStates)),
    ];

    private static Spread Over(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double> of) => new([.. seeds.Select(of)]);

    private static Spread? Some(IEnumerable<LearnedPoint> seeds, Func<LearnedPoint, double?> of) =>
        seeds.Select(of).OfType<double>().ToArray() is { Length: > 0 } known ? new Spread(known) : null;
}
