using System.Globalization;
using System.Text;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A picture as one SVG file that needs nothing else: no script, no font, no address. Claims stand on top, what bears on them below; an
/// attack is a dashed red line with a filled head, a support a green one with an open head; premises that belong together meet in a
/// joint, and an undercut points at the joint. Texts are wrapped and cut after <see cref="MostLines"/> lines; the whole is in the box's
/// tooltip.
/// </summary>
public static class Svg
{
    /// <summary>More arguments and inferences than this are refused: nobody could look at the picture.</summary>
    public const int MostNodes = 2_000;

    /// <summary>More lines than this are refused.</summary>
    public const int MostEdges = 10_000;

    /// <summary>Lines of text that a box shows.</summary>
    public const int MostLines = 8;

    /// <summary>Written only.</summary>
    public static GraphFormat Format { get; } = new("svg", ".svg") { Write = Write };

    /// <summary>Writes the picture; an <see cref="InputException"/> when the map is too large to be looked at.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        if (map.Graph.NodeCount > MostNodes)
            throw new InputException($"svg: {map.Graph.NodeCount} arguments and inferences; at most {MostNodes} can be drawn (dot draws more)");
        var picture = new Picture(map.Graph);
        if (picture.Lines.Count > MostEdges)
            throw new InputException($"svg: {picture.Lines.Count} attacks and supports; at most {MostEdges} can be drawn (dot draws more)");
        new SvgDrawing(map, picture, highlights, output).Write();
    }

    /// <summary>Text for an element or an attribute: markup is escaped, and what XML 1.0 cannot hold becomes U+FFFD.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            escaped.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => " ",
                < ' ' or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        return escaped.ToString();
    }
}

/// <summary>A box with its text, or (height and text empty) a joint.</summary>
internal sealed record SvgBox(int Node, PictureSize Size, IReadOnlyList<string> Head, IReadOnlyList<string> Lines);

/// <summary>One drawing.</summary>
internal sealed class SvgDrawing
{
    private const double LineHeight = 17, Padding = 11, Letter = 6.9, Joint = 12, Margin = 28;
    private const int Columns = 34;

    private readonly ArgumentMap _map;
    private readonly Picture _picture;
    private readonly Highlights _highlights;
    private readonly TextWriter _output;
    private readonly SvgBox[] _boxes;
    private readonly LayeredLayout _layout;
    private readonly double _top;

    public SvgDrawing(ArgumentMap map, Picture picture, Highlights highlights, TextWriter output)
    {
        (_map, _picture, _highlights, _output) = (map, picture, highlights, output);
        var joints = picture.Joints.Select(j => new SvgBox(j, new(Joint, Joint), [], []));
        _boxes = [.. Enumerable.Range(0, map.Graph.ArgumentCount).Select(Box), .. joints];
        var numbers = _boxes.Select((box, i) => (box.Node, i)).ToDictionary(p => p.Node, p => p.i);
        _layout = new([.. _boxes.Select(b => b.Size)], [.. picture.Lines.Select(l => (numbers[l.From], numbers[l.To]))]);
        Ends = new SvgEnds(_layout, _boxes, [.. picture.Lines.Select(l => (numbers[l.From], numbers[l.To]))]);
        Title = WrappedText.Lines(map.Title, Math.Max(40, (int)(_layout.Size.Width / 10)), 3);
        _top = Margin + 26 * Title.Count;
    }

    private SvgEnds Ends { get; }

    private IReadOnlyList<string> Title { get; }

    public void Write()
    {
        var (width, height) = (Math.Max(_layout.Size.Width, 420) + 2 * Margin, _layout.Size.Height + _top + Margin + 44);
        Put($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\" role=\"img\" ");
        Put($"font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>{Svg.Escaped(_map.Title)}</title>\n");
        _output.Write(Definitions);
        Put($"<rect width=\"{width:0}\" height=\"{height:0}\" fill=\"#ffffff\"/>\n");
        for (var i = 0; i < Title.Count; i++)
            Put($"<text x=\"{Margin}\" y=\"{Margin + 14 + 26 * i}\" font-size=\"20\" font-weight=\"bold\" fill=\"#0f172a\">{Svg.Escaped(Title[i])}</text>\n");
        Put($"<g transform=\"translate({Margin + Math.Max(0, 420 - _layout.Size.Width) / 2:0.#} {_top:0.#})\">\n");
        for (var i = 0; i < _picture.Lines.Count; i++) Line(i);
        for (var i = 0; i < _boxes.Length; i++) Node(i);
        Put($"</g>\n");
        Legend(height - Margin);
        Put($"</svg>\n");
    }

    private static string Definitions => $"""
        <defs>
        <marker id="attack" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M0 0L10 5L0 10z" fill="{PictureColours.Attack}"/></marker>
        <marker id="support" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M1 1L9 5L1 9" fill="none" stroke="{PictureColours.Support}" stroke-width="2"/></marker>
        </defs>

        """;

    private SvgBox Box(int argument)
    {
        var head = WrappedText.Lines(_map.Graph.Id(argument), Columns - 8, 2);
        var lines = WrappedText.Lines(_map.Graph.Text(argument), Columns, Svg.MostLines);
        var columns = Math.Max(head.Max(WrappedText.Columns) + (_highlights.StrengthOf(argument) is null ? 0 : 7), lines.Select(WrappedText.Columns).DefaultIfEmpty().Max());
        var height = 2 * Padding + LineHeight * (head.Count + lines.Count) + (_highlights.StrengthOf(argument) is null ? 0 : 7);
        return new(argument, new(Math.Max(70, 2 * Padding + Letter * columns), height), head, lines);
    }

    private void Line(int i)
    {
        var line = _picture.Lines[i];
        var (colour, head) = line.Kind switch
        {
            LineKind.Attack => (PictureColours.Attack, " stroke-dasharray=\"7 4\" marker-end=\"url(#attack)\"" + (line.IsMutual ? " marker-start=\"url(#attack)\"" : "")),
            LineKind.Support => (PictureColours.Support, " marker-end=\"url(#support)\""),
            _ => (_map.Graph.Kind(line.To) == InferenceKind.Attack ? PictureColours.Attack : PictureColours.Support, ""),
        };
        Put($"<path d=\"{Ends.Path(i)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.7\"{head}/>\n");
    }

    private void Node(int i)
    {
        var (box, at) = (_boxes[i], _layout.Centres[i]);
        var label = _highlights.LabelOf(box.Node);
        var (fill, edge) = label is { } given ? (PictureColours.Fill(given), PictureColours.Edge(given)) : ("#ffffff", "#64748b");
        if (label is null && _map.Motions.Contains(_map.Graph.Id(box.Node))) fill = "#fef9c3";
        var border = $"fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"{(_highlights.Nodes.Contains(box.Node) ? "3.5" : "1.3")}\"";
        if (_map.Graph.IsInference(box.Node))
        {
            Put($"<g><title>{Svg.Escaped(_map.Graph.Id(box.Node))}</title><circle cx=\"{at.X:0.#}\" cy=\"{at.Y:0.#}\" r=\"{Joint / 2}\" {border}/></g>\n");
            return;
        }
        var (left, top) = (at.X - box.Size.Width / 2, at.Y - box.Size.Height / 2);
        Put($"<g><title>{Svg.Escaped($"{_map.Graph.Id(box.Node)}: {_map.Graph.Text(box.Node)}")}</title>");
        Put($"<rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{box.Size.Width:0.#}\" height=\"{box.Size.Height:0.#}\" rx=\"7\" {border}/>");
        for (var k = 0; k < box.Head.Count; k++) Text(left + Padding, top, k, box.Head[k], " font-size=\"11\" font-weight=\"bold\" fill=\"#475569\"");
        for (var k = 0; k < box.Lines.Count; k++) Text(left + Padding, top, k + box.Head.Count, box.Lines[k], " fill=\"#0f172a\"");
        if (_highlights.StrengthOf(box.Node) is { } strength) Strength(box, left, top, strength);
        Put($"</g>\n");
    }

    private void Text(double x, double top, int row, string text, string style) =>
        Put($"<text x=\"{x:0.#}\" y=\"{top + Padding + LineHeight * row + 12:0.#}\"{style}>{Svg.Escaped(text)}</text>");

    private void Strength(SvgBox box, double left, double top, double strength)
    {
        var (width, y) = (box.Size.Width - 2 * Padding, top + box.Size.Height - Padding - 3);
        Put($"<text x=\"{left + box.Size.Width - Padding:0.#}\" y=\"{top + Padding + 12:0.#}\" text-anchor=\"end\" font-size=\"11\" fill=\"#1d4ed8\">{strength:0.00}</text>");
        Put($"<rect x=\"{left + Padding:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" height=\"4\" rx=\"2\" fill=\"#e2e8f0\"/>");
        Put($"<rect x=\"{left + Padding:0.#}\" y=\"{y:0.#}\" width=\"{width * Math.Clamp(strength, 0, 1):0.#}\" height=\"4\" rx=\"2\" fill=\"#3b82f6\"/>");
    }

    private void Legend(double y)
    {
        Put($"<g font-size=\"12\" fill=\"#475569\"><path d=\"M{Margin} {y:0.#}h34\" stroke=\"{PictureColours.Support}\" stroke-width=\"1.7\" marker-end=\"url(#support)\"/>");
        Put($"<text x=\"{Margin + 42}\" y=\"{y + 4:0.#}\">supports</text><path d=\"M{Margin + 108} {y:0.#}h34\" stroke=\"{PictureColours.Attack}\" ");
        Put($"stroke-width=\"1.7\" stroke-dasharray=\"7 4\" marker-end=\"url(#attack)\"/><text x=\"{Margin + 150}\" y=\"{y + 4:0.#}\">attacks</text>");
        var x = Margin + 210;
        foreach (var (label, name) in new[] { (Label.In, "in"), (Label.Out, "out"), (Label.Undecided, "undecided") })
        {
            if (!_highlights.Labels.Contains(label)) continue;
            Put($"<rect x=\"{x}\" y=\"{y - 7:0.#}\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{PictureColours.Fill(label)}\" stroke=\"{PictureColours.Edge(label)}\"/>");
            Put($"<text x=\"{x + 20}\" y=\"{y + 4:0.#}\">{name}</text>");
            x += 60;
        }
        Put($"</g>\n");
    }

    private void Put(FormattableString text) => _output.Write(text.ToString(CultureInfo.InvariantCulture));
}
