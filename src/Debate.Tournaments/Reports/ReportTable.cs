using Debate.Argumentation.Formats;
using System.Text;

namespace Debate.Tournaments;

/// <summary>A table of a report, rendered as Markdown or HTML. Numeric columns are right-aligned.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells; each row has as many as there are columns.</param>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table in Markdown (GitHub's flavour) with a final line break; cells are escaped.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        AppendRow(text, Columns.Select(MarkdownText.EscapeCell));
        AppendRow(text, Columns.Select((_, i) => IsNumeric(i) ? "---:" : "---"));
        foreach (var row in Rows) AppendRow(text, row.Select(MarkdownText.EscapeCell));
        return text.ToString();
    }

    /// <summary>The table in HTML, all text encoded.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder("<table>\n<thead><tr>");
        text.AppendJoin("", Columns.Select((cell, i) => $"<th scope=\"col\"{ClassAttribute(i)}>{XmlText.Escape(cell)}</th>"));
        text.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in Rows)
            text.Append("<tr>").AppendJoin("", row.Select((cell, i) => $"<td{ClassAttribute(i)}>{XmlText.Escape(cell)}</td>"))
            .Append("</tr>\n");
        return text.Append("</tbody>\n</table>\n").ToString();
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private string ClassAttribute(int column) => IsNumeric(column) ? " class=\"n\"" : "";

    private bool IsNumeric(int column) => Rows.Count > 0 && Rows.All(row => IsNumber(row[column]));

    private static bool IsNumber(string cell) => cell == "–" || char.IsAsciiDigit(cell.TrimStart('-').FirstOrDefault());
}
