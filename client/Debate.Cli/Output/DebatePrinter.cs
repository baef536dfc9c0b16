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
            else terminal.WriteLine(name.PadRight(NameWidth) + value.ReplaceLineEndings("\n" + new string(' ', NameWidth)));
    }

    private static void Print(RunReport report, RunOutcome outcome, Terminal terminal)
    {
        PrintHead(report, terminal);
        if (outcome.Status != RunStatus.Finished)
            terminal.Report($"It stopped ({StatusWord.Format(outcome.Status)}). Go on with: debate resume {report.Id}");
        else terminal.Report($"The whole debate: debate show {report.Id}");
    }
}

/// <summary>Prints statements for people, grouped by round; each seat has its own colour and sign.</summary>
internal sealed class TranscriptPrinter(Terminal terminal, RunDefinition definition)
{
    private static readonly (string Cue, Color Colour)[] Looks =
    [
        (">", Color.Blue), ("<", Color.Orange3), ("+", Color.Green), ("*", Color.Purple), ("=", Color.Teal), ("#", Color.Maroon),
    ];

    private int? _round;

    /// <summary>Prints the next statement.</summary>
    public void Print(Statement said)
    {
        if (_round != said.Round) terminal.WriteLine($"\nRound {said.Round}", new Style(decoration: Decoration.Bold));
        _round = said.Round;
        var (cue, colour) = StyleOf(said.Seat);
        terminal.WriteLine($"\n{cue} {said.Seat}", new Style(colour, decoration: Decoration.Bold));
        foreach (var line in SafeText.ForPeople(said.Text).Split('\n')) terminal.WriteLine($"{cue} {line}");
    }

    /// <summary>Prints what a seat thought before it spoke.</summary>
    public void PrintThoughts(string seat, string thoughts)
    {
        var (cue, colour) = StyleOf(seat);
        terminal.WriteLine($"\n{cue} {seat}, to itself", new Style(colour, decoration: Decoration.Italic));
        foreach (var line in SafeText.ForPeople(thoughts).Split('\n')) terminal.WriteLine($"{cue}   {line}");
    }

    private (string Cue, Color Colour) StyleOf(string seat)
    {
        var index = Math.Max(0, definition.Seats.ToList().FindIndex(s => s.Name == seat));
        return Looks[index % Looks.Length];
    }
}
