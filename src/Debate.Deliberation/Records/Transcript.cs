using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>The transcript of a run: everything that was said in a round.</summary>
public static class Transcript
{
    /// <summary>
    /// The statements in the order of the protocol: every reply that belongs to a round, and the statements that the protocol made for a
    /// seat. A reply that could not be read and led to a re-ask is included.
    /// </summary>
    public static IReadOnlyList<Statement> Read(RunRecord run) =>
        [.. run.EntriesByPath.Select(FindLine).OfType<SpokenLine>().Select(ToStatement)];

    /// <summary>The statement that a single entry adds to the transcript, with the index 0; null where it adds none.</summary>
    public static Statement? Read(ParsedEntry entry) => FindLine(entry) is { } line ? ToStatement(line, 0) : null;

    private static Statement ToStatement(SpokenLine line, int index) => new(index, line.Round, line.Seat, line.Text);

    private static SpokenLine? FindLine(ParsedEntry entry) => entry.Body switch
    {
        ModelReplied { Round: { } round } asked => new(round, asked.Seat, asked.Reply),
        StatementMade said => new(said.Round, said.Seat, said.Text),
        _ => null,
    };

    private sealed record SpokenLine(int Round, string Seat, string Text);
}
