using System.Net;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Records;

/// <summary>
/// A run as one self-contained HTML page: no script, no image, no link, and a content security policy that would refuse them. All text of
/// the debate is HTML-encoded.
/// </summary>
public static class HtmlExport
{
    private const string Said = " class=\"said\"";

    private const string Head = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        """;

    private const string Style = """
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
        dt { color: #666; } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
        .said { white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0 1rem; padding: .5rem .8rem; }
        .said { border-left: 4px solid #888; background: #f6f6f6; }
        .seat { font-weight: 600; margin: 0; }
        .seat-0 + .said { border-color: #1b6ec2; } .seat-1 + .said { border-color: #c2410c; border-left-style: dashed; }
        .seat-2 + .said { border-color: #15803d; border-left-style: double; }
        .seat-3 + .said { border-color: #7e22ce; border-left-style: dotted; }
        table { border-collapse: collapse; } td, th { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid #ddd; }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; } .said { background: #222; } dt { color: #999; } }
        </style>
        """;

    /// <summary>Writes the debate of the root, then the result of each child.</summary>
    public static async Task WriteAsync(TextWriter writer, RunReport report, IAsyncEnumerable<RunRecord> runs)
    {
        var (html, children) = (new HtmlWriter(writer, Encode), 0);
        await foreach (var run in runs)
        {
            if (run.Id.Value == report.Id) WriteRoot(html, report, run.Definition.Problem);
            else WriteChild(html, run, first: children++ == 0);
        }
        if (children > 0) html.Lines("</table>");
        html.Lines("</body>", "</html>");
    }

    private static void WriteRoot(HtmlWriter html, RunReport report, Problem problem)
    {
        html.Lines(Head).Line("title", report.Name).Lines(Style, "</head>", "<body>").Line("h1", report.Name).Lines("<dl>");
        foreach (var (name, value) in ReportHeader.Create(report)) html.Element("dt", name).Line("dd", value);
        html.Lines("</dl>").Line("div", problem.PromptText, Said);
        WriteStatements(html, report.Statements);
    }

    private static void WriteStatements(HtmlWriter html, IReadOnlyList<Statement> statements)
    {
        var seats = statements.Select(s => s.Seat).Distinct().ToList();
        foreach (var round in statements.GroupBy(s => s.Round))
        {
            html.Lines(FormattableString.Invariant($"<h2>Round {round.Key}</h2>"));
            foreach (var said in round)
                html.Line("p", said.Seat, FormattableString.Invariant($" class=\"seat seat-{seats.IndexOf(said.Seat) % 4}\""))
                    .Line("div", said.Text, Said);
        }
    }

    private static void WriteChild(HtmlWriter html, RunRecord child, bool first)
    {
        if (first) html.Lines("<h2>Deliberations</h2>", "<table>").Row("th", ["id", "protocol", "result"]).Lines("");
        html.Row("td", [child.Id.Value, child.Definition.Protocol, MarkdownExport.DescribeResult(child)]).Lines("");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(SafeText.ForPeople(text));
}
