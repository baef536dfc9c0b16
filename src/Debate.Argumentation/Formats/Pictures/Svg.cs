using System.Globalization;
using Debate.Argumentation.Semantics;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A picture as one self-contained SVG file: no script, no font, no external reference. Claims are at the top, their attackers and
/// supporters below; an attack is a dashed red line with a filled head, a support a green one with an open head; joint premises meet in a
/// joint, and an undercut points at the joint. Texts are wrapped and truncated after <see cref="MaxLines"/> lines; the full text is the
/// box's tooltip.
/// </summary>
public static class Svg
{
    /// <summary>Maximum number of arguments and inferences; a larger picture would be unreadable.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>Maximum number of lines.</summary>
    public const int MaxEdges = 10_000;

    /// <summary>Maximum number of text lines in a box.</summary>
    public const int MaxLines = 8;

    /// <summary>The svg format; write-only.</summary>
    public static GraphFormat Format { get; } = new("svg", ".svg") { Write = Write };

    /// <summary>Writes the picture; an <see cref="InputException"/> if the map is too large.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        if (map.Graph.NodeCount > MaxNodes)
            throw new InputException(
                $"svg: {map.Graph.NodeCount} arguments and inferences; at most {MaxNodes} can be drawn (dot draws more)");
        var picture = new Picture(map.Graph);
        if (picture.Lines.Count > MaxEdges)
            throw new InputException($"svg: {picture.Lines.Count} attacks and supports; at most {MaxEdges} can be drawn (dot draws more)");
        new GraphSvg(map, picture, highlights, output).Write();
    }
}

/// <summary>A box with text, or a joint without.</summary>
internal sealed record SvgBox(int Node, PictureSize Size, IReadOnlyList<string> Head, IReadOnlyList<string> Lines)
{
    /// <summary>The diameter of a joint.</summary>
    public const double JointDiameter = 12;

    public bool IsJoint => Size.Height == JointDiameter;
}

/// <summary>One drawing, as <see cref="Svg"/> describes it.</summary>
internal sealed class GraphSvg
{
    private const double LineHeight = 17, Padding = 11, Margin = 28, MinWidth = 420;
    private const int MaxColumns = 34;

    private readonly ArgumentMap _map;
    private readonly Picture _picture;
    private readonly Highlights _highlights;
    private readonly TextWriter _output;
    private readonly SvgBox[] _boxes;
    private readonly LayeredLayout _layout;
    private readonly SvgLineEnds _ends;
    private readonly IReadOnlyList<string> _title;

    public GraphSvg(ArgumentMap map, Picture picture, Highlights highlights, TextWriter output)
    {
        (_map, _picture, _highlights, _output) = (map, picture, highlights, output);
        var joints = picture.Joints.Select(j => new SvgBox(j, new(SvgBox.JointDiameter, SvgBox.JointDiameter), [], []));
        _boxes = [.. Enumerable.Range(0, map.Graph.ArgumentCount).Select(CreateBox), .. joints];
        var numbers = _boxes.Select((box, i) => (box.Node, i)).ToDictionary(p => p.Node, p => p.i);
        var lines = picture.Lines.Select(l => (numbers[l.From], numbers[l.To])).ToArray();
        _layout = new([.. _boxes.Select(b => b.Size)], lines);
        _ends = new(_layout, _boxes, lines, [.. picture.Lines.Select(l => l.Kind == LineKind.Attack && map.Graph.IsInference(l.To))]);
        _title = WrappedText.Wrap(map.Title, Math.Max(36, (int)(_layout.Size.Width / 11)), 3);
    }

    public void Write()
    {
        var (inner, top) = (Math.Max(_layout.Size.Width, MinWidth), Margin + 26 * _title.Count + 8);
        var (width, height) = (inner + 2 * Margin, _layout.Size.Height + top + Margin + 44);
        WriteInvariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0} {height:0}\" width=\"{width:0}\" height=\"{height:0}\"");
        WriteInvariant($" role=\"img\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>{XmlText.Escape(_map.Title)}</title>\n");
        _output.Write(Definitions);
        WriteInvariant($"<rect width=\"{width:0}\" height=\"{height:0}\" fill=\"#ffffff\"/>\n");
        for (var i = 0; i < _title.Count; i++)
            WriteText(new(Margin, Margin + 14 + 26 * i), _title[i], "font-size=\"20\" font-weight=\"bold\" fill=\"#0f172a\"");
        WriteInvariant($"\n<g transform=\"translate({Margin + (inner - _layout.Size.Width) / 2:0.#} {top:0.#})\">\n");
        for (var i = 0; i < _picture.Lines.Count; i++) WriteLine(i);
        for (var i = 0; i < _boxes.Length; i++) WriteNode(i);
        WriteInvariant($"</g>\n");
        WriteLegend(height - Margin);
        WriteInvariant($"</svg>\n");
    }

    private static string Definitions => $"""
        <defs>
        <marker id="attack" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M0 0L10 5L0 10z" fill="{PictureColours.Attack}"/></marker>
        <marker id="support" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"><path d="M1 1L9 5L1 9" fill="none" stroke="{PictureColours.Support}" stroke-width="2"/></marker>
        </defs>

        """;

    private SvgBox CreateBox(int argument)
    {
        var hasStrength = _highlights.StrengthOf(argument) is not null;
        var head = WrappedText.Wrap(_map.Graph.Id(argument), MaxColumns - 8, 2);
        var lines = WrappedText.Wrap(_map.Graph.Text(argument), MaxColumns, Svg.MaxLines);
        var width = Math.Max(
            head.Select(WrappedText.MeasureEms).DefaultIfEmpty().Max() * 12.5 + (hasStrength ? 40 : 0),
            lines.Select(WrappedText.MeasureEms).DefaultIfEmpty().Max() * 13);
        var height = 2 * Padding + LineHeight * (head.Count + lines.Count) + (hasStrength ? 7 : 0);
        return new(argument, new(Math.Max(70, 2 * Padding + width), height), head, lines);
    }

    private void WriteLine(int i)
    {
        var line = _picture.Lines[i];
        var (colour, style) = line.Kind switch
        {
            LineKind.Attack => (PictureColours.Attack, " stroke-dasharray=\"7 4\" marker-end=\"url(#attack)\""),
            LineKind.Support => (PictureColours.Support, " marker-end=\"url(#support)\""),
            _ => (_map.Graph.Kind(line.To) == InferenceKind.Attack ? PictureColours.Attack : PictureColours.Support, ""),
        };
        if (line.IsMutual) style += " marker-start=\"url(#attack)\"";
        WriteInvariant($"<path d=\"{_ends.CreatePath(i)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.7\"{style}/>\n");
    }

    private void WriteNode(int i)
    {
        var (box, at) = (_boxes[i], _layout.Centres[i]);
        var (left, top) = (at.X - box.Size.Width / 2, at.Y - box.Size.Height / 2);
        var told = box.IsJoint ? _map.Graph.Id(box.Node) : $"{_map.Graph.Id(box.Node)}: {_map.Graph.Text(box.Node)}";
        WriteInvariant($"<g><title>{XmlText.Escape(told)}</title><rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{box.Size.Width:0.#}\"");
        WriteInvariant($" height=\"{box.Size.Height:0.#}\" rx=\"{(box.IsJoint ? 6 : 7)}\" {BorderAttributes(box.Node)}/>");
        var row = new PicturePoint(left + Padding, top + Padding + 12);
        foreach (var line in box.Head) row = WriteRow(row, line, "font-size=\"11\" font-weight=\"bold\" fill=\"#475569\"");
        foreach (var line in box.Lines) row = WriteRow(row, line, "fill=\"#0f172a\"");
        if (_highlights.StrengthOf(box.Node) is { } strength && !box.IsJoint) WriteStrength(box, left, top, strength);
        WriteInvariant($"</g>\n");
    }

    private string BorderAttributes(int node)
    {
        var (fill, edge) = _highlights.LabelOf(node) is { } label
            ? (PictureColours.Fill(label), PictureColours.Edge(label)) : ("#ffffff", "#64748b");
        if (_highlights.Labels.Count == 0 && _map.Motions.Contains(_map.Graph.Id(node))) fill = "#fef9c3";
        return $"fill=\"{fill}\" stroke=\"{edge}\" stroke-width=\"{(_highlights.Nodes.Contains(node) ? "3.5" : "1.3")}\"";
    }

    private PicturePoint WriteRow(PicturePoint at, string text, string style)
    {
        WriteText(at, text, style);
        return at with { Y = at.Y + LineHeight };
    }

    private void WriteText(PicturePoint at, string text, string style) =>
        WriteInvariant($"<text x=\"{at.X:0.#}\" y=\"{at.Y:0.#}\" {style}>{XmlText.Escape(text)}</text>");

    private void WriteStrength(SvgBox box, double left, double top, double strength)
    {
        var (width, y) = (box.Size.Width - 2 * Padding, top + box.Size.Height - Padding - 3);
        var told = strength.ToString("0.00", CultureInfo.InvariantCulture);
        WriteText(new(left + Padding + width, top + Padding + 12), told, "text-anchor=\"end\" font-size=\"11\" fill=\"#1d4ed8\"");
        foreach (var (part, colour) in new[] { (width, "#e2e8f0"), (width * Math.Clamp(strength, 0, 1), "#3b82f6") })
            WriteInvariant($"<rect x=\"{left + Padding:0.#}\" y=\"{y:0.#}\" width=\"{part:0.#}\" height=\"4\" rx=\"2\" fill=\"{colour}\"/>");
    }

    private void WriteLegend(double y)
    {
        WriteInvariant($"<g font-size=\"12\" fill=\"#475569\"><path d=\"M{Margin} {y:0.#}h34\" stroke=\"{PictureColours.Support}\"");
        WriteInvariant($" stroke-width=\"1.7\" marker-end=\"url(#support)\"/>");
        WriteInvariant($"<path d=\"M{Margin + 108} {y:0.#}h34\" stroke=\"{PictureColours.Attack}\"");
        WriteInvariant($" stroke-width=\"1.7\" stroke-dasharray=\"7 4\" marker-end=\"url(#attack)\"/>");
        WriteText(new(Margin + 42, y + 4), "supports", "");
        WriteText(new(Margin + 150, y + 4), "attacks", "");
        var x = Margin + 210;
        foreach (var (label, name) in new[] { (Label.In, "in"), (Label.Out, "out"), (Label.Undecided, "undecided") })
        {
            if (!_highlights.Labels.Contains(label)) continue;
            var colours = $"fill=\"{PictureColours.Fill(label)}\" stroke=\"{PictureColours.Edge(label)}\"";
            WriteInvariant($"<rect x=\"{x}\" y=\"{y - 7:0.#}\" width=\"14\" height=\"14\" rx=\"3\" {colours}/>");
            WriteText(new(x + 20, y + 4), name, "");
            x += 60;
        }
        WriteInvariant($"</g>\n");
    }

    private void WriteInvariant(FormattableString text) => _output.Write(text.ToString(CultureInfo.InvariantCulture));
}
