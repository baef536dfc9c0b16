using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Core.Output;
using Debate.Deliberation.Records;

namespace Debate.Tournaments;

/// <summary>A section of a report page; null or empty parts are left out.</summary>
/// <param name="Heading">The heading.</param>
public sealed record ReportSection(string Heading)
{
    /// <summary>Plain paragraphs at the top.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>A drawing.</summary>
    public SvgDrawing? Drawing { get; init; }

    /// <summary>A table below the drawing.</summary>
    public ReportTable? Table { get; init; }

    /// <summary>Notes below the table, as a list.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Preformatted text, such as commands.</summary>
    public string? Code { get; init; }
}

/// <summary>
/// One self-contained HTML page: all text encoded, no scripts, no external resources (enforced by a content security policy), light and
/// dark themes, readable on a phone and on paper. It is also well-formed XML.
/// </summary>
/// <param name="Title">The title of the page.</param>
/// <param name="Sections">The sections, in order.</param>
public sealed record HtmlReport(string Title, IReadOnlyList<ReportSection> Sections)
{
    private const string Style = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--soft:#59636e;--rule:#d1d9e0;--band:#f6f8fa}
        @media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--rule:#30363d;--band:#151b23}}
        body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 3rem;background:var(--paper);color:var(--ink)}
        body{font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
        h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0 1.5rem}
        h2{font-size:1.2rem;margin:2.25rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--rule)}
        h1,p,ul,pre,svg{max-width:48rem}
        .wide{overflow-x:auto}
        svg{display:block;width:100%;height:auto;margin:1rem 0}
        table{border-collapse:collapse;min-width:min(100%,48rem);font-size:.92rem;margin:1rem 0;font-variant-numeric:tabular-nums}
        th,td{padding:.4rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        th{color:var(--soft);font-weight:600;white-space:nowrap}
        tbody tr:nth-child(even){background:var(--band)}
        .n{text-align:right;white-space:nowrap}
        .notes{color:var(--soft);font-size:.9rem;padding-left:1.2rem}
        pre{background:var(--band);border:1px solid var(--rule);border-radius:6px;padding:.75rem 1rem;overflow-x:auto}
        pre{font:13px/1.5 ui-monospace,Consolas,monospace}
        """;

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlWriter(text, XmlText.Escape);
        page.Lines("<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\"/>")
            .Lines("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .Lines("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
            .Line("title", Title).Lines("<style>", Style, "</style>", "</head>")
            .Lines("<body>", "<main>").Line("h1", Title);
        foreach (var section in Sections) WriteSection(page, section);
        page.Lines("</main>", "</body>", "</html>");
        return text.ToString();
    }

    private static void WriteSection(HtmlWriter page, ReportSection section)
    {
        page.Lines("<section>").Line("h2", section.Heading);
        foreach (var paragraph in section.Paragraphs) page.Line("p", paragraph);
        if (section.Drawing is { } drawing) page.Markup(drawing.ToString());
        if (section.Table is { } table)
        {
            table.WriteTo(page.Lines("<div class=\"wide\">"));
            page.Lines("</div>");
        }
        if (section.Notes.Count > 0)
        {
            page.Markup("<ul class=\"notes\">");
            foreach (var note in section.Notes) page.Element("li", note);
            page.Lines("</ul>");
        }
        if (section.Code is { } code) page.Markup("<pre>").Element("code", code).Lines("</pre>");
        page.Lines("</section>");
    }
}
