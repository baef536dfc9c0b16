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
        "html" => TournamentPage.Create(Categorised(view), AuditTournament.Audit(view), await ReadDebatesAsync(view)).ToHtml(),
        "markdown" => MarkdownReport.Render(TournamentPage.Create(Categorised(view), AuditTournament.Audit(view), null)),
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
            Categories = CategoryLine.FromJournal([.. view.Run.Entries.Select(e => e.Body)]),
        };
    }

    private static TournamentReport Categorised(RunView view) =>
        Report(view) with { Categories = CategoryLine.FromJournal([.. view.Run.Entries.Select(e => e.Body)]) };

    /// <summary>The debates that count, read one at a time and only as far as a page has room for them.</summary>
    private static async Task<DebateFolds> ReadDebatesAsync(RunView view)
    {
        var folds = new DebateFolds();
        foreach (var debate in CountedDebate.FromJournal([.. view.Run.Entries.Select(e => e.Body)]))
            folds.Add(debate, folds.HasRoom ? await RunTree.ReadAsync(view.Journal, debate.Id) : null);
        return folds;
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
        var status = StatusWord.Format(report.Status);
        terminal.WriteLine($"{report.Name}: {TournamentPage.FormatCounts(report)} ({status}), seed {report.Seed}");
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
        var (example, command) = FindExample(report, view);
        terminal.WriteLine($"Every debate is kept: debate ls --all lists them. {example}:");
        terminal.WriteCommand(command);
        terminal.WriteLine("A page with the curves, to look at and to share:");
        terminal.WriteCommand($"debate export {report.Id} --format html --out report.html");
        terminal.WriteLine($"A list of the games, to rate again: --format {GamesExport.Csv}");
    }

    /// <summary>What a newcomer wants to see: a decided debate between two who stand as high as possible, with its command.</summary>
    private static (string What, string Command) FindExample(TournamentReport report, RunView view)
    {
        var places = report.Standings.Select(line => line.Name).ToList();
        var best = Games(view).Where(game => game is { Winner: "a" or "b", Forfeit: false })
            .MinBy(game => Math.Max(places.IndexOf(game.A), places.IndexOf(game.B)));
        if (best is null) return ("One of them", $"debate show {report.Id}/KEY");
        var (winner, loser) = best.Winner == "a" ? (best.A, best.B) : (best.B, best.A);
        return ($"Here {winner} beats {loser}", $"debate show {report.Id}/{best.Debate}");
    }

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
        foreach (var (reason, count) in TournamentPage.GroupSkipped(report.Skipped).Take(SkippedShown))
            terminal.WriteLine($"  {count.ToString(CultureInfo.InvariantCulture),6}  {reason}");
    }
}
