using System.Text;

namespace Debate.Tournaments;

/// <summary>A table of a report; renders itself as Markdown and as HTML. Columns of numbers are set to the right.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, as many a row as there are columns.</param>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table in Markdown (GitHub's flavour), ended by a line end; cells cannot break out of it.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(text, Columns.Select(Markup.MarkdownCell));
        Line(text, Columns.Select((_, i) => IsNumeric(i) ? "---:" : "---"));
        foreach (var row in Rows) Line(text, row.Select(Markup.MarkdownCell));
        return text.ToString();
    }

    /// <summary>The table in HTML, all text encoded.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder("<table>\n<thead>");
        Line(text, Columns.Select((cell, i) => $"<th scope=\"col\"{Class(i)}>{Markup.Xml(cell)}</th>"), "<tr>", "", "</tr>");
        text.Append("</thead>\n<tbody>\n");
        foreach (var row in Rows) Line(text, row.Select((cell, i) => $"<td{Class(i)}>{Markup.Xml(cell)}</td>"), "<tr>", "", "</tr>\n");
        return text.Append("</tbody>\n</table>\n").ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells, string open = "| ", string between = " | ", string close = " |\n") =>
        text.Append(open).AppendJoin(between, cells).Append(close);

    private string Class(int column) => IsNumeric(column) ? " class=\"n\"" : "";

    private bool IsNumeric(int column) =>
        Rows.Count > 0 && Rows.All(row => row[column].Length > 0 && (char.IsAsciiDigit(row[column].TrimStart('-', '[')[..1].FirstOrDefault()) || row[column] == "–"));
}
