
namespace Debate.Core.Output;

/// <summary>A table of a report, rendered as Markdown or HTML. Numeric columns are right-aligned.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells; each row has as many as there are columns.</param>
public sealed record ReportTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public void WriteTo(MarkdownWriter page)
    {
        page.Row(Columns).Line($"| {string.Join(" | ", Columns.Select((_, i) => IsNumeric(i) ? "---:" : "---"))} |");
        foreach (var row in Rows) page.Row(row);
    }

    public void WriteTo(HtmlWriter page)
    {
        page.Markup("<table>\n<thead>").Row("th", Columns, i => $" scope=\"col\"{ClassAttribute(i)}").Lines("</thead>", "<tbody>");
        foreach (var row in Rows) page.Row("td", row, ClassAttribute).Lines("");
        page.Lines("</tbody>", "</table>");
    }

    private string ClassAttribute(int column) => IsNumeric(column) ? " class=\"n\"" : "";

    private bool IsNumeric(int column) => Rows.Count > 0 && Rows.All(row => IsNumber(row[column]));

    private static bool IsNumber(string cell) => cell == "–" || char.IsAsciiDigit(cell.TrimStart('-').FirstOrDefault());
}
