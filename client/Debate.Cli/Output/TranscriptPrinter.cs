using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Readers;
using Spectre.Console;

namespace Debate.Cli.Output;

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
        foreach (var line in SafeText.Clean(said.Text).Split('\n')) terminal.WriteLine($"{cue} {line}");
    }

    private (string Cue, Color Colour) StyleOf(string seat)
    {
        var index = Math.Max(0, definition.Seats.ToList().FindIndex(s => s.Name == seat));
        return Looks[index % Looks.Length];
    }
}
