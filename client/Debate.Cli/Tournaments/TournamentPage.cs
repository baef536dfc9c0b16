using Debate.Cli.Output;
using Debate.Deliberation.Records;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Tournaments;

/// <summary>A tournament as one self-contained page, and as Markdown.</summary>
internal static class TournamentPage
{
    /// <summary>The page.</summary>
    public static string Html(RunView view) => Page(view).ToHtml();

    /// <summary>The same text and tables in Markdown.</summary>
    public static string Markdown(RunView view) => MarkdownReport.Render(Page(view));

    private static HtmlReport Page(RunView view)
    {
        var report = TournamentPrinter.Report(view);
        return new(report.Name, [.. Sections(report), .. AuditReport.CreateSections(AuditTournament.Audit(view))]);
    }

    private static IEnumerable<ReportSection> Sections(TournamentReport report)
    {
        if (report.Places.Count > 0)
            yield return new("Places") { Paragraphs = [$"By the rule of {report.Format}."], Table = RoundsReport.ToTable(report.Places) };
        foreach (var section in LeaderboardReport.CreateSections(report.ToLeaderboard(), Facts(report))) yield return section;
        if (report.Rounds.Count > 0) yield return new("Rounds") { Table = RoundsReport.ToTable(report.Rounds) };
        if (report.Persuasion is { } persuasion)
            foreach (var section in PersuasionReport.CreateSections(persuasion)) yield return section;
        if (report.Agreement.Count > 0)
        {
            var curve = new AgreementChart(report.Agreement);
            yield return new("Agreement with full information")
            {
                Paragraphs = ["How often the judge decides on part of the evidence as it would on all of it, by who chose the part."],
                Drawing = curve.ToSvg(),
                Table = curve.ToTable(),
            };
        }
        if (report.Skipped.Count > 0)
            yield return new("Not debated")
            {
                Table = new(["claim", "reason"], [.. report.Skipped.Select(s => new[] { s.Source, s.Reason })]),
            };
    }

    private static string Facts(TournamentReport report) =>
        $"{report.Finished} of {report.Debates} debates, {StatusWord.Format(report.Status)}, seed {report.Seed}, id {report.Id}.";
}
