using System.Globalization;
using System.Text.Json;
using Debate.Cli.Commands;
using Debate.Cli.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;
using Debate.Tournaments.Protocols;
using Debate.Tournaments;
using Spectre.Console;

namespace Debate.Cli.Tournaments;

/// <summary>Prints a tournament: the leaderboard, the value of the evidence, and the commands that show more.</summary>
internal sealed class TournamentPrinter : IRunPrinter
{
    private const int SkippedShown = 5;

    /// <inheritdoc/>
    public string Kind => Tournament.Descriptor.Kind;

    /// <summary>The names of another rating and other intervals than the tournament's own.</summary>
    public (string? Rating, string? Intervals) Method { get; init; }

    /// <summary>Whether debates that nobody judged are rated as draws.</summary>
    public bool RatesUnjudged { get; init; }

    /// <summary>The report of a tournament in its current state.</summary>
    public static TournamentReport Report(
        RunView view, (string? Rating, string? Intervals) method = default, bool ratesUnjudged = false)
    {
        var report = TournamentReport.FromJournal(
            [.. view.Run.Entries.Select(e => e.Body)],
            StoredConfiguration.FromDefinition(view.Run.Definition).GetTournament().Skipped, view.Outcome.Usage,
            view.Outcome.Status == RunStatus.Running, method, ratesUnjudged);
        return report with { Reason = report.Reason ?? view.Outcome.Reason };
    }

    /// <inheritdoc/>
    public async Task PrintAsync(RunView view, Terminal terminal)
    {
        var report = await StudiedAsync(view);
        if (terminal.IsJson) terminal.WriteJson(report);
        else Print(report, view, terminal);
    }

    /// <inheritdoc/>
    public async Task<string?> PageAsync(RunView view, string format) => format switch
    {
        "json" => JsonSerializer.Serialize(await StudiedAsync(view), Terminal.Document),
        "html" => TournamentPage.Html(view),
        "markdown" => TournamentPage.Markdown(view),
        GamesExport.Csv => string.Join('\n', GameRecord.ToCsv(Games(view))),
        GamesExport.RawCsv => string.Join('\n', GameRecord.ToCsv(Games(view), isRaw: true)),
        GamesExport.JsonLines => string.Join('\n', Games(view).Select(game => JsonSerializer.Serialize(game, Terminal.SerializerOptions))),
        _ => null,
    };

    /// <inheritdoc/>
    public int Code(RunView view)
    {
        var debates = TournamentSchedule.ReadDebates([.. view.Run.Entries.Select(e => e.Body)]);
        if (view.Outcome is { Status: RunStatus.Failed, Cause: FailureKind.Rejected } && debates.Count > 0) return Exit.Partial;
        if (view.Outcome.Status != RunStatus.Finished) return Exit.CodeOf(view.Outcome);
        return Exit.CodeOf(UnreadLimit.Measure([debates], view.Run.Definition.Options.Read<TournamentOptions>().MaxUnread));
    }

    private static IReadOnlyList<GameRecord> Games(RunView view) => GameRecord.FromJournal([.. view.Run.Entries.Select(e => e.Body)]);

    private async Task<TournamentReport> StudiedAsync(RunView view)
    {
        return Report(view, Method, RatesUnjudged) with
        {
            Debate = await Studies.MeasureDebatesAsync(view, ModelDebates(view), "auto"),
            Games = Games(view),
        };
    }

    /// <summary>
    /// The keys of the debates of models. They are read, not made again, which could fail where a debate was never playable.
    /// </summary>
    private static IEnumerable<string> ModelDebates(RunView view)
    {
        var definition = view.Run.Definition;
        if (DebateServices.Protocols.Find(definition.Options.Read<TournamentOptions>().Protocol).DefaultModel is not null) return [];
        return TournamentSchedule.FromDefinition(definition).ReadRounds([.. view.Run.Entries.Select(e => e.Body)]).Rounds
            .SelectMany(r => r.Round.Pairings).Select(p => p.Key);
    }

    private void Print(TournamentReport report, RunView view, Terminal terminal)
    {
        terminal.WriteLine($"{report.Name}: {FormatCounts(report)} ({StatusWord.Format(report.Status)}), seed {report.Seed}");
        PrintRounds(report, terminal);
        if (Method is not (null, null)) terminal.WriteLine(LeaderboardReport.DescribeMethod(report.ToLeaderboard()));
        terminal.WriteTable(LeaderboardReport.ToTable(report.ToLeaderboard()));
        foreach (var warning in report.Warnings) terminal.WriteLine($"! {warning}", new Style(Color.Yellow));
        if (report.Effects.Count > 0) terminal.WriteTable(LeaderboardReport.ToEffectsTable(report.ToLeaderboard()));
        if (report.Persuasion is { } persuasion)
        {
            terminal.WriteLine();
            terminal.WriteLine(PersuasionReport.Summarise(persuasion));
            terminal.WriteTable(PersuasionReport.ToTable(persuasion));
        }
        if (report.Agreement.Count > 0)
        {
            terminal.WriteLine();
            terminal.WriteLine("Agreement with full information, by share of the evidence revealed:");
            terminal.WriteTable(new AgreementChart(report.Agreement).ToTable());
        }
        if (report.Debate is { } study)
            foreach (var line in StudyText.Describe(study)) terminal.WriteLine(line);
        PrintSkipped(report, terminal);
        if (report.Reason is { } reason)
            terminal.WriteLine($"It stopped ({StatusWord.Format(report.Status)}): {reason}. Go on with: debate tournament resume {report.Id}");
        terminal.WriteLine();
        var debate = view.Run.Entries.Select(e => e.Body).OfType<ChildCompleted>().LastOrDefault()?.Child.Value ?? $"{report.Id}/KEY";
        terminal.WriteLine($"Every debate is kept; debate ls --all lists them. One of them: debate show {debate}");
        terminal.WriteLine($"A page with the curves: debate export {report.Id} --format html --out report.html; "
            + $"a list to rate again: --format {GamesExport.Csv}");
    }

    /// <summary>How many debates of how many were played, and how many were forfeited if any.</summary>
    internal static string FormatCounts(TournamentReport report) => $"{report.Finished} of {report.Debates} debates"
        + (report.Forfeited > 0 ? string.Create(CultureInfo.InvariantCulture, $", {report.Forfeited} forfeited") : "");

    private static void PrintRounds(TournamentReport report, Terminal terminal)
    {
        if (report.Rounds.Count > 0) terminal.WriteTable(RoundsReport.ToTable(report.Rounds));
        if (report.Places.Count > 0) terminal.WriteTable(RoundsReport.ToTable(report.Places));
    }

    private static void PrintSkipped(TournamentReport report, Terminal terminal)
    {
        if (report.Skipped.Count == 0) return;
        terminal.WriteLine();
        terminal.WriteLine($"{report.Skipped.Count.ToString(CultureInfo.InvariantCulture)} claims are not debated (-o json lists them all):");
        foreach (var group in report.Skipped.GroupBy(s => GeneralReason(s.Reason)).OrderByDescending(g => g.Count()).Take(SkippedShown))
            terminal.WriteLine($"  {group.Count().ToString(CultureInfo.InvariantCulture),6}  {group.Key}");
    }

    private static string GeneralReason(string reason) => reason.Split('\'')[0].TrimEnd(':', ' ') is { Length: > 0 } head ? head : reason;
}

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
        $"{TournamentPrinter.FormatCounts(report)}, {StatusWord.Format(report.Status)}, seed {report.Seed}, id {report.Id}."
        + (report.Reason is { } reason ? $" It stopped: {reason}." : "");
}
