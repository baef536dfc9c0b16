using Debate.Cli.Output;
using Debate.Deliberation.Records;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>A tournament as one self-contained page, and as Markdown.</summary>
internal static class TournamentPage
{
    /// <summary>The page.</summary>
    public static string Html(RunView view)
    {
        var report = TournamentPrinter.Report(view);
        return new HtmlReport(report.Name, [.. Sections(report)]).ToHtml();
    }

    /// <summary>The same tables in Markdown.</summary>
    public static string Markdown(RunView view)
    {
        var report = TournamentPrinter.Report(view);
        var parts = new List<string> { $"# {report.Name}", Facts(report), LeaderboardReport.Markdown(Board(report)) };
        if (report.Places.Count > 0) parts.Insert(2, RoundsReport.Table(report.Places).ToMarkdown());
        if (report.Rounds.Count > 0) parts.Add("## Rounds\n\n" + RoundsReport.Table(report.Rounds).ToMarkdown());
        if (report.Agreement.Count > 0)
            parts.Add("## Agreement with full information\n\n" + new AgreementCurve(report.Agreement).ToMarkdown());
        return string.Join("\n\n", parts) + "\n";
    }

    private static IEnumerable<ReportSection> Sections(TournamentReport report)
    {
        if (report.Places.Count > 0)
            yield return new("Places") { Paragraphs = [$"By the rule of {report.Format}."], Table = RoundsReport.Table(report.Places) };
        yield return new("Leaderboard")
        {
            Paragraphs = [Facts(report)],
            Drawing = RatingIntervalsSvg.Draw(report.Standings),
            Table = LeaderboardReport.Table(Board(report)),
            Notes = report.Warnings,
        };
        if (report.Rounds.Count > 0) yield return new("Rounds") { Table = RoundsReport.Table(report.Rounds) };
        if (report.Agreement.Count > 0)
        {
            var curve = new AgreementCurve(report.Agreement);
            yield return new("Agreement with full information")
            {
                Paragraphs = ["How often the judge decides on part of the evidence as it would on all of it, by who chose the part."],
                Drawing = curve.ToSvg(),
                Table = curve.Table(),
            };
        }
        if (report.Skipped.Count > 0)
            yield return new("Not debated")
            {
                Table = new(["claim", "reason"], [.. report.Skipped.Select(s => new[] { s.Source, s.Reason })]),
            };
    }

    private static string Facts(TournamentReport report) =>
        $"{report.Finished} of {report.Debates} debates, {StatusWord.Of(report.Status)}, seed {report.Seed}, id {report.Id}.";

    private static Leaderboard Board(TournamentReport report) => new(report.Standings, 0, report.Warnings);
}
