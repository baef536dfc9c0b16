using System.CommandLine;
using Debate.Cli.Input;
using Debate.Cli.Output;
using Debate.Hosting;
using Debate.Tournaments;
using Debate.Tournaments.Audits;
using Spectre.Console;

namespace Debate.Cli.Tournaments;

/// <summary><c>debate tournament audit</c>: what influences the judges of a tournament apart from the debates.</summary>
internal sealed class AuditTournament : Command, IReadOnlyCommand
{
    private readonly TournamentArgument _tournament = TournamentArgument.Create();

    public AuditTournament() : base("audit", "What moves a tournament's judges besides the debates: order, side, length, kinship.")
    {
        Add(_tournament);
        SetAction((parse, _) => RunAsync(parse));
    }

    /// <summary>The audit of a tournament in its current state.</summary>
    public static TournamentAudit Audit(RunView view) => TournamentAudit.FromJournal(
        [.. view.Run.Entries.Select(e => e.Body)],
        new ConfiguredModels(StoredConfiguration.FromDefinition(view.Run.Definition).Models).Identify);

    private async Task<int> RunAsync(ParseResult parse)
    {
        var terminal = CommonOptions.Terminal(parse);
        await _tournament.ReadAsync(parse, view =>
        {
            if (terminal.IsJson) terminal.WriteJson(Audit(view));
            else Print(Audit(view), terminal);
            return Task.CompletedTask;
        });
        return Exit.Ok;
    }

    private static void Print(TournamentAudit audit, Terminal terminal)
    {
        terminal.WriteLine($"{audit.Name} ({audit.Id})");
        foreach (var section in AuditReport.CreateSections(audit))
        {
            terminal.WriteLine();
            terminal.WriteLine(section.Heading, new Style(decoration: Decoration.Bold));
            foreach (var paragraph in section.Paragraphs) terminal.WriteLine(paragraph);
            if (section.Table is { } table) terminal.WriteTable(table);
        }
        foreach (var note in audit.Notes) terminal.WriteLine($"! {note}", new Style(Color.Yellow));
    }
}
