using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// The flowchart language of Mermaid. Nodes are named n0, n1 ...; ids and texts are labels in which every special character is written as
/// its code point. An attack is a dotted line with a cross, a support an arrow.
/// </summary>
public static class Mermaid
{
    /// <summary>The mermaid format; write-only.</summary>
    public static GraphFormat Format { get; } = new("mermaid", ".mmd", ".mermaid") { Write = Write };

    /// <summary>Writes the map; time is linear. Mermaid itself can draw a few hundred lines.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        var (graph, picture) = (map.Graph, new Picture(map.Graph));
        output.Write("flowchart BT\n");
        for (var a = 0; a < graph.ArgumentCount; a++) output.Write(Invariant($"  n{a}[\"{FormatLabel(graph, a, highlights)}\"]\n"));
        foreach (var joint in picture.Joints) output.Write(Invariant($"  n{joint}((\" \"))\n"));
        foreach (var line in picture.Lines) output.Write(Invariant($"  n{line.From} {Arrow(line)} n{line.To}\n"));
        WriteLinkColour(picture, LineKind.Attack, PictureColours.Attack, output);
        WriteLinkColour(picture, LineKind.Support, PictureColours.Support, output);
        foreach (var node in Enumerable.Range(0, graph.ArgumentCount).Concat(picture.Joints)) WriteHighlight(node, highlights, output);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string FormatLabel(ArgumentGraph graph, int a, Highlights highlights)
    {
        var label = new StringBuilder(Escape(graph.Id(a)));
        if (highlights.StrengthOf(a) is { } strength) label.Append(CultureInfo.InvariantCulture, $" {strength:0.###}");
        if (graph.Text(a).Length > 0) label.Append("<br/>").Append(Escape(graph.Text(a)));
        return label.ToString();
    }

    private static string Arrow(PictureLine line) => line.Kind switch
    {
        LineKind.Attack => line.IsMutual ? "x-.-x" : "-.-x",
        LineKind.Support => "-->",
        _ => "---",
    };

    private static void WriteLinkColour(Picture picture, LineKind kind, string colour, TextWriter output)
    {
        var separator = "  linkStyle ";
        for (var i = 0; i < picture.Lines.Count; i++)
        {
            if (picture.Lines[i].Kind != kind) continue;
            output.Write(Invariant($"{separator}{i}"));
            separator = ",";
        }
        if (separator == ",") output.Write($" stroke:{colour}\n");
    }

    private static void WriteHighlight(int node, Highlights highlights, TextWriter output)
    {
        if (highlights.LabelOf(node) is { } label)
            output.Write(Invariant($"  style n{node} fill:{PictureColours.Fill(label)},stroke:{PictureColours.Edge(label)}\n"));
        if (highlights.Nodes.Contains(node)) output.Write(Invariant($"  style n{node} stroke-width:4px\n"));
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in WrappedText.ToVisible(text).EnumerateRunes())
        {
            if (rune.Value == ' ' || Rune.IsLetterOrDigit(rune)) escaped.Append(rune.ToString());
            else escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }
        return escaped.ToString();
    }
}
