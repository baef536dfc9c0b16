using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Spectre.Console;

namespace Debate.Cli.Output;

/// <summary>Prints statements for people, grouped by round; each seat has its own colour and sign.</summary>
internal sealed class TranscriptPrinter(Terminal terminal, Snapshot snapshot)
{
    private static readonly (string Cue, Color Colour)[] Looks =
    [
        (">", Color.Blue), ("<", Color.Orange3), ("+", Color.Green), ("*", Color.Purple), ("=", Color.Teal), ("#", Color.Maroon),
    ];

    private int? _round;

    /// <summary>Prints the next statement.</summary>
    public void Print(Statement said)
    {
        if (_round != said.Round) terminal.Line($"\nRound {said.Round}", new Style(decoration: Decoration.Bold));
        _round = said.Round;
        var (cue, colour) = Look(said.Seat);
        terminal.Line($"\n{cue} {said.Seat}", new Style(colour, decoration: Decoration.Bold));
        foreach (var line in SafeText.Clean(said.Text).Split('\n')) terminal.Line($"{cue} {line}");
    }

    private (string Cue, Color Colour) Look(string seat)
    {
        var index = Math.Max(0, snapshot.Seats.ToList().FindIndex(s => s.Name == seat));
        return Looks[index % Looks.Length];
    }
}
