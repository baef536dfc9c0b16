using System.Text;
using Debate.Core.Input;
using Debate.Core.Output;
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
        var (markdown, children) = (new MarkdownWriter(writer, Escape), 0);
        await foreach (var run in runs)
        {
            if (run.Id.Value == report.Id) WriteRoot(markdown, report, run.Definition.Problem);
            else WriteChild(markdown, run, first: children++ == 0);
        }
    }

    private static void WriteRoot(MarkdownWriter markdown, RunReport report, Problem problem)
    {
        markdown.Heading(1, OneLine(report.Name)).Line();
        foreach (var (name, value) in ReportHeader.Create(report)) markdown.Line($"- {name}: {Escape(OneLine(value))}");
        markdown.Line().Quote(SafeText.ForPeople(problem.PromptText));
        WriteStatements(markdown, report.Statements);
    }

    /// <summary>The result of a child, in one line.</summary>
    internal static string DescribeResult(RunRecord child) => child.Completion?.Verdict is { } verdict
        ? string.Join(", ", new[] { StatusWord.Format(verdict.Decision), verdict.Side,
            verdict.Answer }.Where(p => !string.IsNullOrEmpty(p)))
        : child.Suspension is { } stop ? StatusWord.Format(stop.Status) : "unfinished";

    private static void WriteStatements(MarkdownWriter markdown, IReadOnlyList<Statement> statements)
    {
        foreach (var round in statements.GroupBy(s => s.Round))
        {
            markdown.Line().Line(FormattableString.Invariant($"## Round {round.Key}"));
            foreach (var said in round) markdown.Line().Bold(said.Seat).Line().Quote(SafeText.ForPeople(said.Text));
        }
    }

    private static void WriteChild(MarkdownWriter markdown, RunRecord child, bool first)
    {
        if (first) markdown.Line().Line("## Deliberations").Line().Row("id", "protocol", "result").Line("|---|---|---|");
        markdown.Row(child.Id.Value, child.Definition.Protocol, OneLine(DescribeResult(child)));
    }

    private static string OneLine(string text) =>
        string.Join(' ', SafeText.ForPeople(text).Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));

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
