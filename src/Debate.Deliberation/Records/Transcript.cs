using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>The transcript of a run: everything that was said in a round.</summary>
public static class Transcript
{
    /// <summary>
    /// The statements in the order of the protocol: every reply that belongs to a round, and the statements that the protocol made for a
    /// seat. A reply that could not be read and led to a re-ask is included.
    /// </summary>
    public static IReadOnlyList<Statement> Of(RunRecord run) => [.. run.Ordered.Select(Said).OfType<Line>().Select(ToStatement)];

    /// <summary>The statement that a single entry adds to the transcript, with the index 0; null where it adds none.</summary>
    public static Statement? Of(ReadEntry entry) => Said(entry) is { } line ? ToStatement(line, 0) : null;

    private static Statement ToStatement(Line line, int index) => new(index, line.Round, line.Seat, line.Text);

    private static Line? Said(ReadEntry entry) => entry.Body switch
    {
        Asked { Round: { } round } asked => new(round, asked.Seat, asked.Reply),
        Said said => new(said.Round, said.Seat, said.Text),
        _ => null,
    };

    private sealed record Line(int Round, string Seat, string Text);
}
