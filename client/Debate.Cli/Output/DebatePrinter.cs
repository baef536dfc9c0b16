using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

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

    /// <summary>Prints the header of a report for people.</summary>
    public static void PrintHead(RunReport report, Terminal terminal)
    {
        foreach (var (name, value) in ReportHeader.Create(report))
            terminal.WriteLine(name.PadRight(NameWidth) + value.ReplaceLineEndings("\n" + new string(' ', NameWidth)));
    }

    private static void Print(RunReport report, RunOutcome outcome, Terminal terminal)
    {
        PrintHead(report, terminal);
        if (outcome.Status != RunStatus.Finished)
            terminal.Report($"It stopped ({StatusWord.Format(outcome.Status)}). Go on with: debate resume {report.Id}");
        else terminal.Report($"The whole debate: debate show {report.Id}");
    }
}
