using System.Text;

namespace Debate.Tournaments;

/// <summary>A report page in Markdown (GitHub's flavour): the same text and tables, without the drawings. All text is escaped.</summary>
public static class MarkdownReport
{
    /// <summary>The page.</summary>
    public static string Render(HtmlReport report)
    {
        var page = new StringBuilder($"# {MarkdownText.EscapeCell(report.Title)}\n");
        foreach (var section in report.Sections.Where(HasText)) AppendSection(page, section);
        return page.ToString();
    }

    /// <summary>Whether a section has content other than its drawing.</summary>
    private static bool HasText(ReportSection section) =>
        section.Drawing is null || section.Table is not null || section.Code is not null || section.Paragraphs.Count
        + section.Notes.Count > 0;

    private static void AppendSection(StringBuilder page, ReportSection section)
    {
        page.Append($"\n## {MarkdownText.EscapeCell(section.Heading)}\n");
        foreach (var paragraph in section.Paragraphs) page.Append($"\n{MarkdownText.EscapeCell(paragraph)}\n");
        if (section.Table is { } table) page.Append('\n').Append(table.ToMarkdown());
        if (section.Notes.Count > 0) page.Append('\n');
        foreach (var note in section.Notes) page.Append($"- {MarkdownText.EscapeCell(note)}\n");
        // Indented rather than fenced: the text could contain the fence.
        if (section.Code is { } code) page.Append($"\n    {code.ReplaceLineEndings("\n    ")}\n");
    }
}

/// <summary>Escapes text for Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// The text as one cell of a Markdown table: every character with a meaning in Markdown or HTML is escaped, line breaks become spaces.
    /// </summary>
    internal static string EscapeCell(string text)
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
