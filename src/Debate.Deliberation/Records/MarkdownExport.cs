using System.Text;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Records;

/// <summary>
/// A run as Markdown. Statements are block quotes in which every character that is special in Markdown or HTML is escaped, so that they are
/// shown literally and load nothing.
/// </summary>
public static class MarkdownExport
{
    private const string SpecialCharacters = "\\`*_{}[]()<>#+-.!|&~$^=:@";

    /// <summary>Writes the debate of the root, then the result of each child.</summary>
    public static async Task WriteAsync(TextWriter writer, RunReport report, IAsyncEnumerable<RunRecord> runs)
    {
        var children = 0;
        await foreach (var run in runs)
        {
            if (run.Id.Value == report.Id) WriteRoot(writer, report, run.Definition.Problem);
            else WriteChild(writer, run, first: children++ == 0);
        }
    }

    private static void WriteRoot(TextWriter writer, RunReport report, Problem problem)
    {
        var lines = new List<string> { $"# {Escape(OneLine(report.Name))}", "" };
        lines.AddRange(ReportHeader.Create(report).Select(f => $"- {f.Name}: {Escape(OneLine(f.Value))}"));
        lines.Add("");
        lines.AddRange(FormatQuote(problem.PromptText));
        AddStatements(lines, report.Statements);
        RunExportFormats.WriteLines(writer, lines);
    }

    /// <summary>The result of a child, in one line.</summary>
    internal static string DescribeResult(RunRecord child) => child.Completion?.Verdict is { } verdict
        ? string.Join(", ", new[] { StatusWord.Format(verdict.Decision), verdict.Side,
            verdict.Answer }.Where(p => !string.IsNullOrEmpty(p)))
        : child.Suspension is { } stop ? StatusWord.Format(stop.Status) : "unfinished";

    private static void AddStatements(List<string> lines, IReadOnlyList<Statement> statements)
    {
        foreach (var round in statements.GroupBy(s => s.Round))
        {
            lines.AddRange(["", FormattableString.Invariant($"## Round {round.Key}")]);
            foreach (var said in round)
            {
                lines.AddRange(["", $"**{Escape(said.Seat)}**", ""]);
                lines.AddRange(FormatQuote(said.Text));
            }
        }
    }

    private static void WriteChild(TextWriter writer, RunRecord child, bool first)
    {
        if (first) RunExportFormats.WriteLines(writer, "", "## Deliberations", "", "| id | protocol | result |", "|---|---|---|");
        RunExportFormats.WriteLines(writer, $"| {Escape(child.Id.Value)} | {Escape(child.Definition.Protocol)} | {Escape(OneLine(DescribeResult(child)))} |");
    }

    private static IEnumerable<string> FormatQuote(string text) =>
        SafeText.Clean(text).Split('\n').Select(line => $"> {Escape(line.Trim())}  ");

    private static string OneLine(string text) =>
        string.Join(' ', SafeText.Clean(text).Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (SpecialCharacters.Contains(c, StringComparison.Ordinal)) escaped.Append('\\');
            escaped.Append(c);
        }
        return escaped.ToString();
    }
}
