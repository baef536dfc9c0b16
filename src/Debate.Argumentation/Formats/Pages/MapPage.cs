using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Debate.Argumentation.Formats.Pictures;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Argumentation.Formats.Pages;

/// <summary>
/// A map as one self-contained HTML page: a tree to zoom, pan, fold and search, and of each argument its whole text, who said it, whether
/// it is accepted and why, and how strong it is and what makes it so. Nothing is loaded: script and style are in the page, under a content
/// security policy that admits them by their hashes and nothing else. The script is the module of <see cref="Viewer"/>, unchanged; the data
/// are JSON.
/// </summary>
public static class MapPage
{
    /// <summary>Maximum number of arguments and inferences; a browser would no longer open a larger page quickly.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>How many items are unfolded when the page opens.</summary>
    private const int OpenItems = 60;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The html format; write-only.</summary>
    public static GraphFormat Format { get; } = new("html", ".html", ".htm")
    {
        KeepsProvenance = true,
        Write = (map, output, highlights) => Write(map, output, highlights.Depth),
    };

    /// <summary>The viewer: an ES module that exports mount(element, data), and draws into every element with an attribute
    /// data-map.</summary>
    public static string Viewer { get; } = ReadResource("map-viewer.mjs");

    /// <summary>The style sheet that the viewer needs.</summary>
    public static string Style { get; } = ReadResource("map-viewer.css");

    /// <summary>
    /// Writes the page, unfolded to <paramref name="depth"/> levels below its roots, or as far as is comfortable. An
    /// <see cref="InputException"/> if the map is too large.
    /// </summary>
    public static void Write(ArgumentMap map, TextWriter output, int? depth = null, IGradualSemantics? gradual = null)
    {
        if (map.Graph.NodeCount > MaxNodes)
            throw new InputException(FormattableString.Invariant(
                $"html: {map.Graph.NodeCount} arguments and inferences; a page shows at most {MaxNodes} (--focus shows a part)"));
        var reasons = MapReasons.Create(map.Graph, gradual);
        output.Write($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{{Hash(Viewer)}}';
              style-src '{{Hash(Style)}}'; base-uri 'none'; form-action 'none'">
            <title>{{XmlText.Escape(map.Title)}}</title>
            <style>{{Style}}</style>
            </head>
            <body class="map-page">
            <header>
            <h1>{{XmlText.Escape(map.Title)}}</h1>
            <p>{{XmlText.Escape(Describe(map.Graph, reasons))}}</p>

            """);
        string[] notes = [.. map.Notes.Select(n => $"Not in the graph: {n}."), .. reasons.Gaps];
        if (notes.Length > 0)
            output.Write($"<details><summary>What is left out ({notes.Length.ToString(CultureInfo.InvariantCulture)})</summary><ul>"
                + $"{string.Concat(notes.Select(n => $"<li>{XmlText.Escape(n)}</li>"))}</ul></details>\n");
        output.Write("""
            <noscript><p>The map is drawn by a script, which this browser does not run; its data are in this file as JSON.</p></noscript>
            </header>
            <main data-map="map-data" class="map-viewer"></main>
            <script type="application/json" id="map-data">
            """);
        WriteData(map, reasons, depth, output);
        output.Write($"</script>\n<script type=\"module\">{Viewer}</script>\n</body>\n</html>\n");
    }

    /// <summary>Writes the data of a map, as <see cref="Viewer"/> takes them, as one line of JSON in which no markup can begin.</summary>
    public static void WriteData(ArgumentMap map, MapReasons reasons, int? depth, TextWriter output) => JsonOutput.Write(output, json =>
    {
        var tree = MapTree.Create(map);
        var items = GroupLone(map, tree);
        json.WriteStartObject();
        json.WriteString("title", map.Title);
        json.WriteString("acceptance", "grounded");
        json.WriteString("gradual", reasons.Gradual);
        var levels = TreeFolding.FindLevels(items, map.Graph).Where((_, i) => items[i].Parent < 0 || items[items[i].Parent].Node >= 0);
        json.WriteNumber("depth", depth ?? TreeFolding.ChooseDepth(levels, OpenItems));
        json.WriteStartObject("box");
        foreach (var (name, size) in new[] { ("width", TreeBox.Width), ("anchor", TreeBox.Anchor), ("line", TreeBox.LineHeight),
            ("gutter", TreeLayout.Gutter), ("gap", TreeLayout.Gap) }) json.WriteNumber(name, size);
        json.WriteEndObject();
        json.WriteStartArray("nodes");
        for (var node = 0; node < map.Graph.NodeCount; node++) WriteNode(json, map, reasons, node);
        json.WriteEndArray();
        json.WriteStartArray("items");
        foreach (var item in items) WriteItem(json, map, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }, Options);

    private static string Describe(ArgumentGraph graph, MapReasons reasons)
    {
        var accepted = Enumerable.Range(0, graph.ArgumentCount).Count(a => reasons.Labels[a] == Label.In);
        var supports = Enumerable.Range(graph.ArgumentCount, graph.InferenceCount).Count(i => graph.Kind(i) == InferenceKind.Support);
        return FormattableString.Invariant($"{graph.ArgumentCount} arguments, {graph.AttackCount} attacks, {supports} supports; ")
            + FormattableString.Invariant($"{accepted} accepted under grounded semantics; strengths by {reasons.Gradual}. ")
            + "Wheel or drag to pan, Ctrl and wheel to zoom, click for why.";
    }

    // Arguments without relations stand together under one item of no node, the last.
    private static List<TreeItem> GroupLone(ArgumentMap map, MapTree tree)
    {
        var lone = tree.Items.Where(i => IsLone(map, tree, i)).ToList();
        if (lone.Count < 4) return [.. tree.Items];
        // They are roots without children, so that taking them out shifts only what follows.
        var (kept, place) = (new List<TreeItem>(), new int[tree.Items.Count]);
        for (var i = 0; i < tree.Items.Count; i++)
        {
            place[i] = kept.Count;
            var item = tree.Items[i];
            if (!IsLone(map, tree, item)) kept.Add(item.Parent < 0 ? item : item with { Parent = place[item.Parent] });
        }
        kept.Add(new(-1, -1, 0, '*', false));
        var group = kept.Count - 1;
        kept.AddRange(lone.Select(i => i with { Parent = group, Depth = 1 }));
        return kept;
    }

    private static bool IsLone(ArgumentMap map, MapTree tree, TreeItem item) => item.Parent < 0 && !map.Graph.IsInference(item.Node)
        && tree.IsAlone(item.Node) && !map.Motions.Contains(map.Graph.Id(item.Node));

    private static void WriteNode(Utf8JsonWriter json, ArgumentMap map, MapReasons reasons, int node)
    {
        var graph = map.Graph;
        var box = TreeBox.Create(map, new(node, -1, 0, '*', false), hasStrength: true);
        json.WriteStartObject();
        json.WriteString("id", WrappedText.ToVisible(graph.Id(node)));
        json.WriteString("label", reasons.Labels[node].ToString().ToLowerInvariant());
        if (graph.IsInference(node)) json.WriteBoolean("step", true);
        else
        {
            json.WriteString("head", box.Head);
            json.WriteNumber("strength", Math.Round(reasons.Strengths[node], 5));
            WriteTexts(json, "why", reasons.Explain(node));
        }
        json.WriteString("text", graph.IsInference(node) ? "" : graph.Text(node));
        WriteTexts(json, "lines", box.Lines);
        if (map.Provenance.SpeakerOf(graph.Id(node)) is { } speaker) json.WriteString("who", speaker);
        if (map.Provenance.LocutionsOf(graph.Id(node)) is { Count: > 0 } locutions)
        {
            json.WriteStartArray("said");
            foreach (var said in locutions)
            {
                json.WriteStartArray();
                json.WriteStringValue(said.Speaker ?? "");
                json.WriteStringValue(said.Text);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
    }

    private static void WriteItem(Utf8JsonWriter json, ArgumentMap map, TreeItem item)
    {
        json.WriteStartArray();
        json.WriteNumberValue(item.Node);
        json.WriteNumberValue(item.Parent);
        json.WriteStringValue(item.Sign.ToString());
        json.WriteNumberValue(item.IsRepeated ? 1 : 0);
        json.WriteNumberValue(item.Node < 0 ? 2 * TreeBox.Anchor : TreeBox.Create(map, item, hasStrength: true).Height);
        json.WriteEndArray();
        if (json.BytesPending > JsonOutput.FlushThreshold) json.Flush();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    private static string ReadResource(string name)
    {
        using var stream = typeof(MapPage).Assembly.GetManifestResourceStream($"pages/{name}")
            ?? throw new InvalidOperationException($"the resource pages/{name} is missing");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
