namespace Debate.Deliberation.Records;

/// <summary>Writes a run and its children in one form.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Write">Writes a root with its report, followed by its children in the order of their ids.</param>
public sealed record ExportForm(string Name, Action<TextWriter, RunReport, IReadOnlyList<RunRecord>> Write);

/// <summary>The forms of <c>debate export</c>; a new one adds one line here.</summary>
public static class Exports
{
    /// <summary>All forms.</summary>
    public static IReadOnlyList<ExportForm> All { get; } =
    [
        new("jsonl", (writer, _, runs) => JsonLines.Write(writer, runs)),
        new("markdown", MarkdownExport.Write),
        new("html", HtmlExport.Write),
        new("projection", (writer, _, runs) => WriteLines(writer, Projection.Lines(runs))),
    ];

    internal static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            writer.Write(line);
            writer.Write('\n');
        }
    }
}
