namespace Debate.Deliberation.Records;

/// <summary>An export format for a run and its children.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="WriteAsync">
/// Writes a root with its report, followed by its children in ordinal order of their ids; holds one run at a time in memory.
/// </param>
public sealed record RunExportFormat(string Name, Func<TextWriter, RunReport, IAsyncEnumerable<RunRecord>, Task> WriteAsync);

/// <summary>The formats of <c>debate export</c>; a new one adds one line here.</summary>
public static class RunExportFormats
{
    /// <summary>All formats.</summary>
    public static IReadOnlyList<RunExportFormat> All { get; } =
    [
        new("jsonl", (writer, _, runs) => WriteAsync(writer, runs, JsonLines.FormatRun)),
        new("markdown", MarkdownExport.WriteAsync),
        new("html", HtmlExport.WriteAsync),
        new("projection", (writer, _, runs) => WriteAsync(writer, runs, CanonicalProjection.Format)),
    ];

    internal static void WriteLines(TextWriter writer, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            writer.Write(line);
            writer.Write('\n');
        }
    }

    private static async Task WriteAsync(TextWriter writer, IAsyncEnumerable<RunRecord> runs, Func<RunRecord, IEnumerable<string>> lines)
    {
        await foreach (var run in runs) WriteLines(writer, lines(run));
    }
}
