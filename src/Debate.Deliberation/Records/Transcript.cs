using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>What was said in the open.</summary>
public static class Transcript
{
    /// <summary>
    /// The statements in the order of the protocol: every reply that belongs to a round, and what the protocol said for a seat. A reply
    /// that could not be read and was asked for again is one of them.
    /// </summary>
    public static IReadOnlyList<Statement> Of(RunRecord run) => [.. run.Ordered.Select(Said).OfType<Line>().Select(ToStatement)];

    /// <summary>What a single entry adds to the transcript, with the index 0; null where it says nothing in the open.</summary>
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
