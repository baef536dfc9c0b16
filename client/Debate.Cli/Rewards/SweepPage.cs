using Debate.Core.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Reports;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>A sweep as a report with charts.</summary>
internal static class SweepPage
{
    /// <summary>Creates the report.</summary>
    public static HtmlReport Create(SweepReport report) => new($"Debate as reward: {report.Environment}", [.. Sections(report)]);

    private static IEnumerable<ReportSection> Sections(SweepReport report)
    {
        yield return new("What was done") { Paragraphs = [.. SweepText.Facts(report)], Notes = SweepText.Terms };
        yield return new("Does a small weight buy justifiability cheaply?")
        {
            Paragraphs = [.. SweepText.Verdict(report), .. SweepText.Warnings(report)],
            Table = SweepText.Trades(report),
            Notes = [SweepText.Bar],
        };
        yield return new("The paper says, we find, why")
        {
            Paragraphs = [SweepText.AboutClaims],
            Table = new(["claim", "the paper says", "we find", "why"],
                [.. report.Claims.Select(c => (IReadOnlyList<string>)[c.About, c.Paper, c.Found, c.Why])]),
        };
        foreach (var chart in SweepCharts.Draw(report)) yield return chart;
        foreach (var arm in report.Arms)
        {
            yield return new($"{arm.Name}: survival and preference")
            {
                Paragraphs = [$"Comparisons that flip with the speaking order: {SweepText.FormatSummary(arm.FlipShare)}."],
                Table = SweepText.Outcomes(arm),
            };
            yield return new($"{arm.Name}: how episodes end") { Table = SweepText.Horizon(arm) };
            yield return new($"{arm.Name}: values") { Table = SweepText.Values(arm) };
        }
        yield return new("Judges") { Table = SweepText.Judges(report) };
        yield return report.Debaters.Count == 0
            ? new("Players of debates") { Paragraphs = ["No players were studied in this sweep: --debaters says over how many seeds."] }
            : new("Players of debates") { Paragraphs = [SweepText.AboutDebaters(report)], Table = SweepText.Debaters(report) };
    }
}

/// <summary>The charts of a sweep: a measure against lambda, one line per arm, with the 95 % intervals of the means as bands.</summary>
internal static class SweepCharts
{
    private const double StepToZero = .4;

    /// <summary>One section for each measure.</summary>
    public static IEnumerable<ReportSection> Draw(SweepReport report)
    {
        yield return Section(report, "Survival: share of what the best policy gains over random", "survival", p => p.SurvivalShare);
        yield return Section(report, "Preferred where the policy departs from the baseline", "preferred", p => p.Preferred);
        yield return Section(report, "Steps on which the policy departs from the baseline", "differs", p => p.Differs);
        yield return Section(report, "Even departures: the speaking order decides", "even", p => p.Even);
        yield return Section(report, "Length of an episode, where it surely ends", "length", p => p.Length);
        yield return Section(report, "Episodes that go on beyond the paper's horizon", "open", p => p.OpenAtHorizon);
        yield return Section(report, "Q agrees with clinicians, weighted pairs", "aligned", p => p.AlignedWeighted);
    }

    private static ReportSection Section(SweepReport report, string title, string id, Func<SweepPointSummary, SeedSummary?> of)
    {
        var lambdas = report.Arms[0].Points.Select(p => p.Lambda).ToArray();
        var ticks = lambdas.Select(l => new ChartTick(PositionOf(l, lambdas), FormattableString.Invariant($"{l}")));
        var lines = report.Arms.Select(arm => new ChartLine(
            arm.Name, [.. arm.Points.Select(p => Point(p, of(p), lambdas)).OfType<ChartPoint>()]));
        return new(title) { Drawing = new LineChart(title, "lambda (logarithmic, 0 apart)", [.. ticks], [.. lines]).ToSvg(id) };
    }

    private static ChartPoint? Point(SweepPointSummary point, SeedSummary? spread, double[] lambdas) => spread is null ? null
        : new(PositionOf(point.Lambda, lambdas), spread.Mean, spread.Low, spread.High);

    // 0 has no logarithm: place it one step below the smallest positive lambda.
    private static double PositionOf(double lambda, double[] lambdas) =>
        lambda > 0 ? Math.Log10(lambda) : Math.Log10(lambdas.Where(l => l > 0).DefaultIfEmpty(1).Min()) - StepToZero;
}
