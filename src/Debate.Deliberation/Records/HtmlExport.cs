using System.Net;
using Debate.Argumentation.Formats.Pictures;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Search;
using Debate.Core.Output;
using Debate.Deliberation.Readers;
using Debate.Core.Input;

namespace Debate.Deliberation.Records;

/// <summary>
/// A run as one self-contained HTML page, with a drawing of the graph that it argued with, if it did: no script, no loaded image, no link,
/// and a content security policy that would refuse them. All text of the debate is HTML-encoded.
/// </summary>
public static class HtmlExport
{
    private const int MaxTreeNodes = 2_000;
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
        .step { margin: .5rem 0 0; border-left: 2px solid #888; padding-left: .5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        .worth { margin: 0; border-left: 2px solid #888; padding-left: .5rem; color: #666; font-size: .85rem; }
        figure { margin: 1rem 0; } figure svg { max-width: 100%; height: auto; } figcaption { color: #666; font-size: .85rem; }
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
            if (run.Id.Value == report.Id) WriteRoot(html, report, run);
            else WriteChild(html, run, first: children++ == 0);
        }
        if (children > 0) html.Lines("</table>");
        html.Lines("</body>", "</html>");
    }

    private static void WriteRoot(HtmlWriter html, RunReport report, RunRecord run)
    {
        html.Lines(Head).Line("title", report.Name).Lines(Style, "</head>", "<body>").Line("h1", report.Name).Lines("<dl>");
        foreach (var (name, value) in ReportHeader.Create(report)) html.Element("dt", name).Line("dd", value);
        html.Lines("</dl>").Line("div", run.Definition.Problem.PromptText, Said);
        WriteGraph(html, run);
        WriteTree(html, run);
        WriteStatements(html, report.Statements);
    }

    // A drawing is markup of our own in which every text is escaped (Svg); one that cannot be read or is too large is told, not drawn.
    private static void WriteGraph(HtmlWriter html, RunRecord run)
    {
        try
        {
            if (RunGraph.Find(run) is not { } graph) return;
            using var svg = new StringWriter();
            Svg.Write(graph.Map, svg, graph.Highlights);
            html.Lines("<h2>Argument graph</h2>", "<figure>").Markup(svg.ToString())
                .Line("figcaption", $"What the run argued with; debate graph export {run.Id} --out map.html makes a page of it.")
                .Lines("</figure>");
        }
        catch (InputException wrong)
        {
            html.Lines("<h2>Argument graph</h2>").Line("p", $"It is not drawn here: {wrong.Message}");
        }
    }

    // A recorded text may be long and hostile: each step is encoded, and those past the limit are counted.
    private static void WriteTree(HtmlWriter html, RunRecord run)
    {
        if (run.EntriesByPath.Select(e => e.Body).OfType<DecisionRecorded>().LastOrDefault(r => r.Name == SearchTreeJson.Name) is not { } recorded) return;
        html.Lines("<h2>Search</h2>");
        try
        {
            var nodes = SearchTreeJson.Read(recorded.Value);
            var order = SearchTreeJson.ListDepthFirst(nodes);
            foreach (var node in order.Take(MaxTreeNodes).Select(i => nodes[i]))
                html.Line("p", node.Step, FormattableString.Invariant($" class=\"step\" style=\"margin-left:{Math.Min(node.Depth - 1, 20)}rem\""))
                    .Line("p", SearchTreeJson.Describe(node), FormattableString.Invariant($" class=\"worth\" style=\"margin-left:{Math.Min(node.Depth - 1, 20)}rem\""));
            if (order.Count > MaxTreeNodes) html.Line("p", FormattableString.Invariant($"... and {order.Count - MaxTreeNodes} more nodes."));
        }
        catch (InputException wrong)
        {
            html.Line("p", $"It is not drawn here: {wrong.Message}");
        }
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
