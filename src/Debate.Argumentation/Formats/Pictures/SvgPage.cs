using System.Globalization;
using Debate.Argumentation.Semantics;
using Debate.Core.Output;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// What the pictures of graphs have in common: the page, lines of each kind, how acceptance and strength look. Acceptance is told apart
/// without colour too: accepted has a thick border and a tick, rejected a dashed one and a cross, undecided a dotted one and a question
/// mark.
/// </summary>
internal sealed class SvgPage(TextWriter output)
{
    public const string TitleStyle = "font-size=\"20\" font-weight=\"bold\" fill=\"#0f172a\"";

    private static readonly (Label Label, string Mark, string Name, string Form)[] Statuses =
    [
        (Label.In, "\u2713", "accepted", "stroke-width=\"2.6\""),
        (Label.Out, "\u2717", "rejected", "stroke-width=\"1.5\" stroke-dasharray=\"6 3\""),
        (Label.Undecided, "?", "undecided", "stroke-width=\"1.5\" stroke-dasharray=\"1.5 3\""),
    ];

    /// <summary>Writes markup with invariant numbers.</summary>
    public void Write(FormattableString markup) => output.Write(markup.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes the head of the file.</summary>
    public void Begin(string title, PictureSize size)
    {
        Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size.Width:0} {size.Height:0}\" width=\"{size.Width:0}\"");
        Write($" height=\"{size.Height:0}\" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n");
        Write($"<title>{XmlText.Escape(title)}</title>\n");
        output.Write(Definitions);
        Write($"<rect width=\"{size.Width:0}\" height=\"{size.Height:0}\" fill=\"#ffffff\"/>\n");
    }

    /// <summary>Writes the end of the file.</summary>
    public void End() => output.Write("</svg>\n");

    /// <summary>Writes one line of text.</summary>
    public void Text(PicturePoint at, string text, string style) =>
        Write($"<text x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\" {style}>{XmlText.Escape(text)}</text>");

    /// <summary>Writes a line of a kind; a premise's has the colour of its inference.</summary>
    public void Line(string path, LineKind kind, bool isMutual, bool ofAttack = false) => Write(path, kind, ofAttack, (kind switch
    {
        LineKind.Attack => " marker-end=\"url(#attack)\"",
        LineKind.Support => " marker-end=\"url(#support)\"",
        _ => "",
    }) + (isMutual ? " marker-start=\"url(#attack)\"" : ""));

    /// <summary>Writes a part of a line that has its head elsewhere.</summary>
    public void Stub(string path, LineKind kind, bool ofAttack) => Write(path, kind, ofAttack, "");

    private void Write(string path, LineKind kind, bool ofAttack, string heads)
    {
        var colour = kind == LineKind.Attack || (kind == LineKind.Premise && ofAttack) ? PictureColours.Attack : PictureColours.Support;
        var dashes = kind == LineKind.Attack ? " stroke-dasharray=\"7 4\"" : "";
        Write($"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.7\"{dashes}{heads}/>\n");
    }

    /// <summary>The attributes of a node's border and fill.</summary>
    public static string Border(Highlights highlights, int node, bool isMotion)
    {
        var (fill, edge, form) = ("#ffffff", "#64748b", "stroke-width=\"1.3\"");
        if (highlights.LabelOf(node) is { } label)
            (fill, edge, form) = (PictureColours.Fill(label), PictureColours.Edge(label), Statuses.First(s => s.Label == label).Form);
        else if (highlights.Labels.Count == 0 && isMotion) fill = "#fef9c3";
        return $"fill=\"{fill}\" stroke=\"{edge}\" {(highlights.Nodes.Contains(node) ? "stroke-width=\"3.5\"" : form)}";
    }

    /// <summary>Writes strength and acceptance of a node, ending at a point; returns the room that they take, in pixels.</summary>
    public double Status(Highlights highlights, int node, PicturePoint right, bool isRepeated)
    {
        var room = 0.0;
        if (highlights.LabelOf(node) is { } label)
        {
            Text(right, Statuses.First(s => s.Label == label).Mark,
                $"text-anchor=\"end\" font-size=\"12\" font-weight=\"bold\" fill=\"{PictureColours.Edge(label)}\"");
            room += 16;
        }
        if (isRepeated || highlights.StrengthOf(node) is not { } strength) return room;
        Text(right with { X = right.X - room }, strength.ToString("0.00", CultureInfo.InvariantCulture),
            "text-anchor=\"end\" font-size=\"11\" fill=\"#1d4ed8\"");
        return room + 32;
    }

    /// <summary>Writes a strength as a bar.</summary>
    public void Bar(PicturePoint at, double width, double strength)
    {
        foreach (var (part, colour) in new[] { (width, "#e2e8f0"), (width * Math.Clamp(strength, 0, 1), "#3b82f6") })
            Write($"<rect x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\" width=\"{part:0.#}\" height=\"4\" rx=\"2\" fill=\"{colour}\"/>");
    }

    /// <summary>Writes what the lines and borders mean.</summary>
    public void Legend(PicturePoint at, Highlights highlights)
    {
        var (x, y) = (at.X, at.Y);
        Write($"<g font-size=\"12\" fill=\"#475569\"><path d=\"M{x} {y:0.#}h34\" stroke=\"{PictureColours.Support}\"");
        Write($" stroke-width=\"1.7\" marker-end=\"url(#support)\"/>");
        Write($"<path d=\"M{x + 108} {y:0.#}h34\" stroke=\"{PictureColours.Attack}\"");
        Write($" stroke-width=\"1.7\" stroke-dasharray=\"7 4\" marker-end=\"url(#attack)\"/>");
        Text(new(x + 42, y + 4), "supports", "");
        Text(new(x + 150, y + 4), "attacks", "");
        x += 210;
        foreach (var (label, mark, name, form) in Statuses)
        {
            if (!highlights.Labels.Contains(label)) continue;
            Write($"<rect x=\"{x}\" y=\"{y - 8:0.#}\" width=\"18\" height=\"16\" rx=\"3\" fill=\"{PictureColours.Fill(label)}\"");
            Write($" stroke=\"{PictureColours.Edge(label)}\" {form}/>");
            Text(new(x + 9, y + 4), mark, "text-anchor=\"middle\" font-weight=\"bold\"");
            Text(new(x + 24, y + 4), name, "");
            x += 98;
        }
        Write($"</g>\n");
    }

    private static string Definitions => $"""
        <defs>
        <marker id="attack" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M0 0L10 5L0 10z" fill="{PictureColours.Attack}"/></marker>
        <marker id="support" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M1 1L9 5L1 9" fill="none" stroke="{PictureColours.Support}" stroke-width="2"/></marker>
        </defs>

        """;
}
