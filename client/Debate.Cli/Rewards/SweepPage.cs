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
