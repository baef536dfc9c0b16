using System.Globalization;
using Debate.Cli.Data;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>Prints one debate: the report as JSON, or its result for people.</summary>
internal sealed class DebatePrinter : IRunPrinter
{
    /// <inheritdoc/>
    public string Kind => "debate";

    /// <inheritdoc/>
    public Task PrintAsync(RunView view, Terminal terminal)
    {
        if (terminal.IsJson) terminal.Json(view.Report);
        else Print(view.Report, view.Outcome, terminal);
        return Task.CompletedTask;
    }

    /// <summary>The head of a report for people.</summary>
    public static void PrintHead(RunReport report, Terminal terminal)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, value) in ReportFacts.Of(report)) grid.AddRow(new Text(name, new Style(Color.Grey)), Terminal.Cell(value));
        terminal.Result.Write(grid);
    }

    private static void Print(RunReport report, Outcome outcome, Terminal terminal)
    {
        PrintHead(report, terminal);
        if (outcome.Status != RunStatus.Finished) terminal.Note($"It stopped ({StatusWord.Of(outcome.Status)}). Go on with: debate resume {report.Id}");
        else terminal.Note($"The whole debate: debate show {report.Id}");
    }
}
