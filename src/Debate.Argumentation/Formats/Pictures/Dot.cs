using System.Globalization;
using System.Text;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>The DOT language of Graphviz. Nodes are named n0, n1 ...; ids and texts are quoted and wrapped labels.</summary>
public static class Dot
{
    /// <summary>The dot format; write-only.</summary>
    public static GraphFormat Format { get; } = new("dot", ".dot", ".gv") { Write = Write };

    /// <summary>Writes the map; time is linear.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        var (graph, picture) = (map.Graph, new Picture(map.Graph));
        output.Write($"digraph map {{\n  label={Quote([map.Title])}; labelloc=t; rankdir=BT;\n");
        output.Write("  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#64748b\"");
        output.Write(", fontname=\"Helvetica\", fontsize=11];\n");
        for (var a = 0; a < graph.ArgumentCount; a++)
            output.Write(Invariant($"  n{a} [label={Quote(LabelLines(graph, a, highlights))}{Style(a, highlights)}];\n"));
        foreach (var joint in picture.Joints)
        {
            var style = $"shape=circle, label=\"\", width=0.12{Style(joint, highlights)}";
            output.Write(Invariant($"  n{joint} [{style}, tooltip={Quote([graph.Id(joint)])}];\n"));
        }
        foreach (var line in picture.Lines) output.Write(Invariant($"  n{line.From} -> n{line.To} [{Style(line)}];\n"));
        output.Write("}\n");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> LabelLines(ArgumentGraph graph, int a, Highlights highlights)
    {
        yield return highlights.StrengthOf(a) is { } strength
            ? string.Create(CultureInfo.InvariantCulture, $"{graph.Id(a)} ({strength:0.###})") : graph.Id(a);
        foreach (var line in WrappedText.Wrap(graph.Text(a), 32, 40)) yield return line;
    }

    private static string Style(int node, Highlights highlights)
    {
        var label = highlights.LabelOf(node) is { } given
            ? $", fillcolor=\"{PictureColours.Fill(given)}\", color=\"{PictureColours.Edge(given)}\"" : "";
        return highlights.Nodes.Contains(node) ? label + ", penwidth=3" : label;
    }

    private static string Style(PictureLine line) => line.Kind switch
    {
        LineKind.Attack => $"color=\"{PictureColours.Attack}\", style=dashed{(line.IsMutual ? ", dir=both" : "")}",
        LineKind.Support => $"color=\"{PictureColours.Support}\", arrowhead=vee",
        _ => $"color=\"{PictureColours.Premise}\", arrowhead=none",
    };

    // Inside quotes a backslash starts an escape, a quote ends the string, and an ampersand starts an entity; nothing else is special.
    private static string Quote(IEnumerable<string> lines)
    {
        var quoted = new StringBuilder().Append('"');
        foreach (var line in lines)
        {
            if (quoted.Length > 1) quoted.Append("\\n");
            foreach (var sign in WrappedText.ToVisible(line))
            {
                if (sign is '"' or '\\') quoted.Append('\\');
                quoted.Append(sign);
                if (sign == '&') quoted.Append("amp;");
            }
        }
        return quoted.Append('"').ToString();
    }
}

/// <summary>The colours shared by all picture formats.</summary>
internal static class PictureColours
{
    public const string Attack = "#dc2626";
    public const string Support = "#15803d";
    public const string Premise = "#64748b";

    public static string Fill(Label label) => label switch
    {
        Label.In => "#dcfce7",
        Label.Out => "#fee2e2",
        _ => "#f1f5f9",
    };

    public static string Edge(Label label) => label switch
    {
        Label.In => "#15803d",
        Label.Out => "#b91c1c",
        _ => "#64748b",
    };
}
