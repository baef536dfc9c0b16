using System.Globalization;
using Debate.Core.Output;

namespace Debate.Tournaments;

/// <summary>A section of a report page; null or empty parts are left out.</summary>
/// <param name="Heading">The heading.</param>
public sealed record ReportSection(string Heading)
{
    /// <summary>Plain paragraphs at the top.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>A drawing.</summary>
    public SvgDrawing? Drawing { get; init; }

    /// <summary>A table below the drawing, beside it on a wide screen.</summary>
    public ReportTable? Table { get; init; }

    /// <summary>What stands in the table's place until it is opened; null for a table that is open.</summary>
    public string? FoldedTable { get; init; }

    /// <summary>Notes below the table, as a list.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Preformatted text, such as commands.</summary>
    public string? Code { get; init; }

    /// <summary>Texts that are folded until somebody opens them; only in HTML.</summary>
    public IReadOnlyList<FoldedText> Folds { get; init; } = [];

    /// <summary>A part that a script makes, in HTML in the place of the table.</summary>
    public PageViewer? Viewer { get; init; }
}

/// <summary>A text of a page that is folded until somebody opens it, such as a debate.</summary>
/// <param name="Id">The fragment by which the page links to it.</param>
/// <param name="Summary">The line that stands there when it is folded.</param>
/// <param name="Paragraphs">Plain paragraphs at the top.</param>
/// <param name="Statements">Who said what, in order.</param>
public sealed record FoldedText(
    string Id, string Summary, IReadOnlyList<string> Paragraphs, IReadOnlyList<(string Speaker, string Text)> Statements)
{
    /// <summary>Folded texts within it.</summary>
    public IReadOnlyList<FoldedText> Folds { get; init; } = [];
}

/// <summary>
/// One self-contained HTML page: all text encoded, no external resources and no script but that of a viewer (enforced by a content security
/// policy), light and dark themes, readable on a phone and on paper. Without a viewer it is also well-formed XML.
/// </summary>
/// <param name="Title">The title of the page.</param>
/// <param name="Sections">The sections, in order.</param>
public sealed record HtmlReport(string Title, IReadOnlyList<ReportSection> Sections)
{
    private const int SectionsWithContents = 4, ColumnsOfHalf = 6;
    private const string Half = " class=\"half\"";

    private const string Style = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1f2328;--soft:#59636e;--rule:#d1d9e0;--band:#f6f8fa}
        :root{--right:#1a7f37;--wrong:#b42318;--doubt:#8a5a00;--link:#0969da}
        @media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#9198a1;--rule:#30363d;--band:#151b23}
        :root{--right:#4ac26b;--wrong:#ff8a80;--doubt:#e3b341;--link:#58a6ff}}
        body{margin:0 auto;max-width:96rem;padding:1.5rem clamp(.75rem,2vw,2.5rem) 3rem;background:var(--paper);color:var(--ink)}
        body{font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}
        h1{font-size:1.7rem;line-height:1.25;margin:.5rem 0 1rem;overflow-wrap:anywhere}
        h2{font-size:1.2rem;margin:2.25rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--rule)}
        a{color:var(--link)}
        nav{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.92rem}
        p,ul,pre,svg{max-width:48rem}
        p,li{overflow-wrap:anywhere}
        .wide{overflow-x:auto}
        svg{display:block;width:100%;height:auto;margin:1rem 0}
        table{border-collapse:collapse;min-width:min(100%,36rem);font-size:.92rem;margin:1rem 0;font-variant-numeric:tabular-nums}
        th,td{padding:.4rem .55rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
        th{color:var(--soft);font-weight:600;white-space:nowrap}
        tbody tr:nth-child(even){background:var(--band)}
        .n{text-align:right;white-space:nowrap}
        .notes{color:var(--soft);font-size:.9rem;padding-left:1.2rem}
        pre{background:var(--band);border:1px solid var(--rule);border-radius:6px;padding:.75rem 1rem;overflow-x:auto}
        pre{font:13px/1.5 ui-monospace,Consolas,monospace}
        summary{cursor:pointer;padding:.35rem .2rem;overflow-wrap:anywhere}
        .fold{border-bottom:1px solid var(--rule);max-width:64rem}
        .fold[open]{padding-bottom:1rem}
        .fold .fold{margin-left:1.2rem;border-bottom:0}
        .fold:target>summary{background:var(--band);font-weight:600}
        .fold p{margin:.3rem 0}
        .seat{font-weight:600}
        .said{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0 .8rem;padding:.4rem .8rem;background:var(--band)}
        .said{border-left:4px solid var(--rule);max-width:60rem}
        .said.a{border-left-color:#0072b2}.said.b{border-left-color:#d55e00;border-left-style:dashed}
        @media (min-width:70rem){main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2.5rem}
        main>*{grid-column:1/-1}main>.half:has(+.half),main>.half+.half{grid-column:auto}
        .split{display:flex;flex-wrap:wrap;column-gap:2.5rem;align-items:flex-start}
        .split>svg{flex:1 1 24rem;width:0;min-width:24rem}.split>.wide{flex:0 1 auto;max-width:100%}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--band:#f4f4f4;--link:#000}
        body{font-size:10pt;max-width:none;padding:0}nav{display:none}h2{break-after:avoid}svg,tr,.said,.notes li{break-inside:avoid}
        .wide{overflow:visible}table{min-width:0;font-size:8.5pt}thead{display:table-header-group}
        details:not([open]).fold{break-inside:avoid}}
        """;

    /// <summary>The page.</summary>
    public string ToHtml()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var page = new HtmlWriter(text, XmlText.Escape);
        PageViewer[] viewers = [.. Sections.Select(section => section.Viewer).OfType<PageViewer>()];
        page.Lines("<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\"/>")
            .Lines("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
            .Lines($"<meta http-equiv=\"Content-Security-Policy\" content=\"{CreatePolicy(viewers)}\"/>")
            .Line("title", Title).Lines("<style>", Style).Lines([.. viewers.Select(viewer => viewer.Style.TrimEnd())])
            .Lines("</style>", "</head>")
            .Lines("<body>", "<main>").Line("h1", Title);
        if (Sections.Count >= SectionsWithContents) WriteContents(page);
        foreach (var (number, section) in Sections.Index()) WriteSection(page, section, CreateId(number));
        page.Lines("</main>");
        foreach (var viewer in viewers)
            page.Markup($"<script type=\"application/json\" id=\"{viewer.Name}-data\">").Markup(viewer.Data).Lines("</script>")
                .Markup("<script>").Markup(viewer.Script).Lines("</script>");
        page.Lines("</body>", "</html>");
        return text.ToString();
    }

    private static string CreateId(int section) => FormattableString.Invariant($"s{section + 1}");

    private static string CreatePolicy(PageViewer[] viewers) =>
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        + (viewers.Length > 0 ? $"; script-src {string.Join(' ', viewers.Select(viewer => viewer.ScriptSource))}" : "");

    private void WriteContents(HtmlWriter page)
    {
        page.Markup("<nav aria-label=\"contents\">");
        foreach (var (number, section) in Sections.Index()) page.Element("a", section.Heading, $" href=\"#{CreateId(number)}\"");
        page.Lines("</nav>");
    }

    private static void WriteSection(HtmlWriter page, ReportSection section, string id)
    {
        page.Lines($"<section{FindLayout(section)}>").Line("h2", section.Heading, $" id=\"{id}\"");
        foreach (var paragraph in section.Paragraphs) page.Line("p", paragraph);
        if (section is { Drawing: not null, Table: not null, FoldedTable: null }) WriteBeside(page, section.Drawing, section.Table);
        else
        {
            if (section.Drawing is { } drawing) page.Markup(drawing.ToString());
            if (section is { Table: { } table, Viewer: null }) WriteTable(page, table, section.FoldedTable);
        }
        if (section.Notes.Count > 0)
        {
            page.Markup("<ul class=\"notes\">");
            foreach (var note in section.Notes) page.Element("li", note);
            page.Lines("</ul>");
        }
        if (section.Code is { } code) page.Markup("<pre>").Element("code", code).Lines("</pre>");
        foreach (var fold in section.Folds) WriteFold(page, fold);
        if (section.Viewer is { } viewer) page.Lines(viewer.Markup);
        page.Lines("</section>");
    }

    /// <summary>A drawing and its table, which stand beside each other where there is room.</summary>
    private static void WriteBeside(HtmlWriter page, SvgDrawing drawing, ReportTable table)
    {
        page.Lines("<div class=\"split\">").Markup(drawing.ToString());
        WriteTable(page, table, folded: null);
        page.Lines("</div>");
    }

    /// <summary>Two small sections stand beside each other on a wide screen.</summary>
    private static string FindLayout(ReportSection section) => section switch
    {
        { Viewer: null, Code: null, Folds.Count: 0, Notes.Count: 0, Drawing: not null, Table: null } => Half,
        { Viewer: null, Code: null, Folds.Count: 0, Notes.Count: 0, Drawing: null, Table.Columns.Count: <= ColumnsOfHalf } => Half,
        _ => "",
    };

    private static void WriteTable(HtmlWriter page, ReportTable table, string? folded)
    {
        if (folded is not null) page.Markup("<details>").Line("summary", folded);
        table.WriteTo(page.Lines("<div class=\"wide\">"));
        page.Lines("</div>");
        if (folded is not null) page.Lines("</details>");
    }

    private static void WriteFold(HtmlWriter page, FoldedText fold)
    {
        page.Markup($"<details class=\"fold\" id=\"{XmlText.Escape(fold.Id)}\">").Line("summary", fold.Summary);
        foreach (var paragraph in fold.Paragraphs) page.Line("p", paragraph);
        string[] speakers = [.. fold.Statements.Select(said => said.Speaker).Distinct(StringComparer.Ordinal)];
        foreach (var (speaker, said) in fold.Statements)
            page.Line("p", speaker, " class=\"seat\"")
                .Line("div", said, $" class=\"said{(Array.IndexOf(speakers, speaker) switch { 0 => " a", 1 => " b", _ => "" })}\"");
        foreach (var inner in fold.Folds) WriteFold(page, inner);
        page.Lines("</details>");
    }
}
