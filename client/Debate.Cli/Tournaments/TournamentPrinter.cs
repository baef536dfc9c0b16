using System.Globalization;
using System.Text.Json;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Tournaments;
using Debate.Tournaments.Protocols;
using Spectre.Console;

namespace Debate.Cli.Tournaments;

/// <summary>Prints a tournament: the leaderboard, the value of the evidence, and the commands that show more.</summary>
internal sealed class TournamentPrinter : IRunPrinter
{
    private const int SkippedShown = 5;

    /// <inheritdoc/>
    public string Kind => Tournament.Entry.Kind;

    /// <summary>The report of a tournament in its current state.</summary>
    public static TournamentReport Report(RunView view)
    {
        var report = TournamentReport.Of(
            [.. view.Run.Stored.Select(e => e.Body)],
            TournamentSetup.SkippedBy(view.Run.Snapshot), view.Outcome.Usage, view.Outcome.Status == RunStatus.Running);
        return report with { Reason = report.Reason ?? view.Outcome.Reason };
    }

    /// <inheritdoc/>
    public async Task PrintAsync(RunView view, Terminal terminal)
    {
        var report = await StudiedAsync(view);
        if (terminal.IsJson) terminal.Json(report);
        else Print(report, view, terminal);
    }

    /// <inheritdoc/>
    public async Task<string?> PageAsync(RunView view, string format) => format switch
    {
        "json" => JsonSerializer.Serialize(await StudiedAsync(view), Terminal.Document),
        "html" => TournamentPage.Html(view),
        "markdown" => TournamentPage.Markdown(view),
        _ => null,
    };

    /// <inheritdoc/>
    public int Code(RunView view) => view.Outcome is { Status: RunStatus.Failed, Cause: Trouble.Rejected } && Report(view).Finished > 0
        ? Exit.Partial
        : Exit.Of(view.Outcome);

    private static async Task<TournamentReport> StudiedAsync(RunView view)
    {
        var plan = Pairings.Of(view.Run.Snapshot);
        var children = plan.Recorded([.. view.Run.Stored.Select(e => e.Body)]).Rounds.SelectMany(r => plan.Children(r.Round));
        return Report(view) with { Debate = await Studies.OfAsync(view, children, "auto") };
    }

    private static void Print(TournamentReport report, RunView view, Terminal terminal)
    {
        terminal.Line($"{report.Name}: {report.Finished} of {report.Debates} debates ({StatusWord.Of(report.Status)}), seed {report.Seed}");
        Rounds(report, terminal);
        terminal.Table(LeaderboardReport.Table(report.Board()));
        foreach (var warning in report.Warnings) terminal.Line($"! {warning}", new Style(Color.Yellow));
        if (report.Effects.Count > 0) terminal.Table(LeaderboardReport.Effects(report.Board()));
        if (report.Persuasion is { } persuasion)
        {
            terminal.Line();
            terminal.Line(PersuasionReport.Summary(persuasion));
            terminal.Table(PersuasionReport.Table(persuasion));
        }
        if (report.Agreement.Count > 0)
        {
            terminal.Line();
            terminal.Line("Agreement with full information, by share of the evidence revealed:");
            terminal.Table(new AgreementCurve(report.Agreement).Table());
        }
        if (report.Debate is { } study)
            foreach (var line in StudyText.Of(study)) terminal.Line(line);
        Skipped(report, terminal);
        if (report.Reason is { } reason)
            terminal.Line($"It stopped ({StatusWord.Of(report.Status)}): {reason}. Go on with: debate tournament resume {report.Id}");
        terminal.Line();
        var debate = view.Run.Stored.Select(e => e.Body).OfType<Deliberated>().LastOrDefault()?.Child.Value ?? $"{report.Id}/KEY";
        terminal.Line($"Every debate is kept; debate ls --all lists them. One of them: debate show {debate}");
        terminal.Line($"A page with the curves: debate export {report.Id} --format html --out report.html");
    }

    private static void Rounds(TournamentReport report, Terminal terminal)
    {
        if (report.Rounds.Count > 0) terminal.Table(RoundsReport.Table(report.Rounds));
        if (report.Places.Count > 0) terminal.Table(RoundsReport.Table(report.Places));
    }

    private static void Skipped(TournamentReport report, Terminal terminal)
    {
        if (report.Skipped.Count == 0) return;
        terminal.Line();
        terminal.Line($"{report.Skipped.Count.ToString(CultureInfo.InvariantCulture)} claims are not debated (-o json lists them all):");
        foreach (var group in report.Skipped.GroupBy(s => Generic(s.Reason)).OrderByDescending(g => g.Count()).Take(SkippedShown))
            terminal.Line($"  {group.Count().ToString(CultureInfo.InvariantCulture),6}  {group.Key}");
    }

    private static string Generic(string reason) => reason.Split('\'')[0].TrimEnd(':', ' ') is { Length: > 0 } head ? head : reason;
}
