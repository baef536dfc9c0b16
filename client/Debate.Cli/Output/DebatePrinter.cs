using Debate.Core.Output;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Debate.Deliberation.Records;
using Debate.Deliberation;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>Prints one debate: its report as JSON, or its result for people.</summary>
internal sealed class DebatePrinter : IRunPrinter
{
    private const int NameWidth = 10;

    /// <inheritdoc/>
    public string Kind => "debate";

    /// <inheritdoc/>
    public Task PrintAsync(RunView view, Terminal terminal)
    {
        if (terminal.IsJson) terminal.WriteJson(view.Report);
        else Print(view.Report, view.Outcome, terminal);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public int Code(RunView view) =>
        view.Run.Completion is { Verdict.IsUnread: true } ? Exit.Failed : Exit.CodeOf(view.Outcome);

    /// <summary>Prints the header of a report for people.</summary>
    public static void PrintHead(RunReport report, Terminal terminal)
    {
        foreach (var (name, value) in ReportHeader.Create(report))
            if (name == ReportHeader.Warning) terminal.WriteLine($"! {value}", new Style(Color.Yellow));
            else terminal.WriteHanging(name.PadRight(NameWidth), value);
    }

    /// <summary>Prints who sits where.</summary>
    public static void PrintSeats(RunDefinition run, Terminal terminal)
    {
        var width = run.Seats.Select(s => TerminalText.Width(s.Name)).DefaultIfEmpty(0).Max() + 2;
        foreach (var (i, (seat, who)) in SeatText.Describe(run).Index())
            terminal.WriteHanging((i == 0 ? "seats" : "").PadRight(NameWidth) + TerminalText.Pad(seat, width), who);
    }

    private static void Print(RunReport report, RunOutcome outcome, Terminal terminal)
    {
        PrintHead(report, terminal);
        if (outcome.Status != RunStatus.Finished)
            terminal.Report($"It stopped ({StatusWord.Format(outcome.Status)}). Go on with: debate resume {report.Id}");
        else terminal.Report($"The whole debate: debate show {report.Id}");
    }
}
