using System.CommandLine;
using Debate.Cli.Output;
using Debate.Rewards.Judges;
using Debate.Rewards.Reports;
using Debate.Tournaments;

namespace Debate.Cli.Rewards;

/// <summary>A sweep as one self-contained page with drawings, or as Markdown; by the ending of the file's name.</summary>
internal static class SweepPage
{
    private const string Html = ".html", Markdown = ".md";

    /// <summary>The file for a page; null where none is given. An <see cref="InputException"/> where its ending says no form.</summary>
    public static WholeFile? Of(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is not { } file || Path.GetExtension(file) is Html or Markdown
            ? WholeFile.Of(parse, option) : throw new InputException($"{option.Name} '{file}': its name must end in {Markdown} or {Html}");

    /// <summary>Writes the page and keeps its file.</summary>
    public static async Task WriteAsync(WholeFile file, SweepReport report, CancellationToken stop)
    {
        var page = new HtmlReport($"Debate as reward: {report.Environment}", [.. Sections(report)]);
        var text = Path.GetExtension(file.Name) == Html ? page.ToHtml() : MarkdownReport.Of(page);
        await file.Writer.WriteAsync(text.AsMemory(), stop);
        file.Keep();
    }

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
        foreach (var chart in SweepCharts.Of(report)) yield return chart;
        foreach (var arm in report.Arms)
        {
            yield return new($"{arm.Name}: survival and preference")
            {
                Paragraphs = [$"Comparisons that flip with the speaking order: {SweepText.Text(arm.FlipShare)}."],
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
