using System.Globalization;
using System.Text;
using Debate.Core.Output;
using Debate.Deliberation.Records;

namespace Debate.Tournaments;

/// <summary>A report page in Markdown (GitHub's flavour): the same text and tables, without the drawings. All text is escaped.</summary>
public static class MarkdownReport
{
    /// <summary>The page.</summary>
    public static string Render(HtmlReport report) => MarkdownText.Write(page =>
    {
        page.Heading(1, report.Title);
        foreach (var section in report.Sections.Where(HasText)) WriteSection(page, section);
    });

    /// <summary>Whether a section has content other than its drawing.</summary>
    private static bool HasText(ReportSection section) =>
        section.Drawing is null || section.Table is not null || section.Code is not null || section.Paragraphs.Count
        + section.Notes.Count > 0;

    private static void WriteSection(MarkdownWriter page, ReportSection section)
    {
        page.Line().Heading(2, section.Heading);
        foreach (var paragraph in section.Paragraphs) page.Line().Text(paragraph);
        section.Table?.WriteTo(page.Line());
        if (section.Notes.Count > 0) page.Line();
        foreach (var note in section.Notes) page.Item(note);
        // Indented rather than fenced: the text could contain the fence.
        if (section.Code is { } code) page.Line().Line($"    {code.ReplaceLineEndings("\n    ")}");
    }
}

/// <summary>The Markdown of reports.</summary>
internal static class MarkdownText
{
    /// <summary>What <paramref name="write"/> writes.</summary>
    internal static string Write(Action<MarkdownWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(new(text, EscapeCell));
        return text.ToString();
    }

    /// <summary>
    /// The text as one cell of a Markdown table: every character with a meaning in Markdown or HTML is escaped, line breaks become spaces.
    /// </summary>
    private static string EscapeCell(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (@"\`*_[]|<>~".Contains(c)) safe.Append('\\');
            if (c == '&') safe.Append("&amp;");
            else safe.Append(char.IsControl(c) ? ' ' : c);
        }
        return safe.ToString();
    }
}
