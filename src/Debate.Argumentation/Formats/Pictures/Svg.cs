using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// A picture as one self-contained SVG file: no script, no font, no external reference. A map of up to <see cref="MaxLayered"/> arguments
/// has its claims at the top, their attackers and supporters below; a larger one, or one with a depth, is a <see cref="TreeSvg"/>. An
/// attack is a dashed red line with a filled head, a support a green one with an open head; joint premises meet in a joint, and an undercut
/// points at the joint. Texts are wrapped and truncated after <see cref="MaxLines"/> lines; the full text is the box's tooltip.
/// </summary>
public static class Svg
{
    /// <summary>Maximum number of arguments and inferences; a larger picture would be unreadable.</summary>
    public const int MaxNodes = 2_000;

    /// <summary>Maximum number of arguments that are drawn in layers; more are drawn as a tree with folded branches.</summary>
    public const int MaxLayered = 40;

    /// <summary>Maximum number of lines.</summary>
    public const int MaxEdges = 10_000;

    /// <summary>Maximum number of text lines in a box.</summary>
    public const int MaxLines = 8;

    /// <summary>The svg format; write-only.</summary>
    public static GraphFormat Format { get; } = new("svg", ".svg") { Write = Write };

    /// <summary>Writes the picture; an <see cref="InputException"/> if the map is too large.</summary>
    public static void Write(ArgumentMap map, TextWriter output, Highlights highlights)
    {
        var shape = highlights.Shape != PictureShape.Auto ? highlights.Shape
            : map.Graph.ArgumentCount > MaxLayered || map.Graph.AttackCount + map.Graph.InferenceCount > 2 * MaxLayered
                || highlights.Depth is not null ? PictureShape.Tree : PictureShape.Layered;
        if (shape == PictureShape.Tree)
        {
            new TreeSvg(map, highlights, output).Write();
            return;
        }
        if (map.Graph.NodeCount > MaxNodes)
            throw new InputException(
                $"svg: {map.Graph.NodeCount} arguments and inferences; at most {MaxNodes} can be drawn in layers (a tree draws more)");
        var picture = new Picture(map.Graph);
        if (picture.Lines.Count > MaxEdges)
            throw new InputException($"svg: {picture.Lines.Count} attacks and supports; at most {MaxEdges} can be drawn (dot draws more)");
        new LayeredSvg(map, picture, highlights, output).Write();
    }
}

/// <summary>A box with text, or a joint without.</summary>
internal sealed record SvgBox(int Node, PictureSize Size, IReadOnlyList<string> Head, IReadOnlyList<string> Lines)
{
    /// <summary>The diameter of a joint.</summary>
    public const double JointDiameter = 12;

    public bool IsJoint => Size.Height == JointDiameter;

    /// <summary>The room that it takes in a layer: a joint has some on both sides for the undercuts that reach it from there.</summary>
    public PictureSize Room => IsJoint ? new(JointDiameter + 2 * JointSide, JointDiameter) : Size;

    /// <summary>The room on each side of a joint.</summary>
    public const double JointSide = 16;
}

/// <summary>A drawing in layers, as <see cref="Svg"/> describes it.</summary>
internal sealed class LayeredSvg
{
    private const double LineHeight = 17, Padding = 11, Margin = 28, MinWidth = 420;
    private const int MaxColumns = 34;

    private readonly ArgumentMap _map;
    private readonly Picture _picture;
    private readonly Highlights _highlights;
    private readonly SvgPage _page;
    private readonly SvgBox[] _boxes;
    private readonly LayeredLayout _layout;
    private readonly SvgLineEnds _ends;
    private readonly IReadOnlyList<string> _title;

    public LayeredSvg(ArgumentMap map, Picture picture, Highlights highlights, TextWriter output)
    {
        (_map, _picture, _highlights, _page) = (map, picture, highlights, new(output));
        var joints = picture.Joints.Select(j => new SvgBox(j, new(SvgBox.JointDiameter, SvgBox.JointDiameter), [], []));
        _boxes = [.. Enumerable.Range(0, map.Graph.ArgumentCount).Select(CreateBox), .. joints];
        var numbers = _boxes.Select((box, i) => (box.Node, i)).ToDictionary(p => p.Node, p => p.i);
        var lines = picture.Lines.Select(l => (numbers[l.From], numbers[l.To])).ToArray();
        _layout = new([.. _boxes.Select(b => b.Room)], lines);
        _ends = new(_layout, _boxes, lines, [.. picture.Lines.Select(l => l.Kind == LineKind.Attack && map.Graph.IsInference(l.To))]);
        _title = WrappedText.Wrap(map.Title, Math.Max(36, (int)(_layout.Size.Width / 11)), 3);
    }

    public void Write()
    {
        var (inner, top) = (Math.Max(_layout.Size.Width, MinWidth), Margin + 26 * _title.Count + 8);
        var (width, height) = (inner + 2 * Margin, _layout.Size.Height + top + Margin + 44);
        _page.Begin(_map.Title, new(width, height));
        for (var i = 0; i < _title.Count; i++) _page.Text(new(Margin, Margin + 14 + 26 * i), _title[i], SvgPage.TitleStyle);
        _page.Write($"\n<g transform=\"translate({Margin + (inner - _layout.Size.Width) / 2:0.#} {top:0.#})\">\n");
        for (var i = 0; i < _picture.Lines.Count; i++)
        {
            var line = _picture.Lines[i];
            var ofAttack = line.Kind == LineKind.Premise && _map.Graph.Kind(line.To) == InferenceKind.Attack;
            _page.Line(_ends.CreatePath(i), line.Kind, line.IsMutual, ofAttack);
        }
        for (var i = 0; i < _boxes.Length; i++) WriteNode(i);
        _page.Write($"</g>\n");
        _page.Legend(new(Margin, height - Margin), _highlights);
        _page.End();
    }

    private SvgBox CreateBox(int argument)
    {
        var hasStrength = _highlights.StrengthOf(argument) is not null;
        var room = (hasStrength ? 32 : 0) + (_highlights.LabelOf(argument) is null ? 0 : 16);
        var id = _map.Graph.Id(argument);
        List<string> head = [.. WrappedText.Wrap(id, MaxColumns - 8, 2)];
        if (_map.Provenance.SpeakerOf(id) is { } speaker) head.Add(WrappedText.Cut(speaker, MaxColumns - 8));
        var lines = WrappedText.Wrap(_map.Graph.Text(argument), MaxColumns, Svg.MaxLines);
        var width = Math.Max(
            head.Select(WrappedText.MeasureEms).DefaultIfEmpty().Max() * 12.5 + room,
            lines.Select(WrappedText.MeasureEms).DefaultIfEmpty().Max() * 13);
        var height = 2 * Padding + LineHeight * (head.Count + lines.Count) + (hasStrength ? 7 : 0);
        return new(argument, new(Math.Max(70, 2 * Padding + width), height), head, lines);
    }

    private void WriteNode(int i)
    {
        var (box, at) = (_boxes[i], _layout.Centres[i]);
        var (left, top) = (at.X - box.Size.Width / 2, at.Y - box.Size.Height / 2);
        var id = _map.Graph.Id(box.Node);
        var told = box.IsJoint ? id : $"{id}: {_map.Graph.Text(box.Node)}";
        _page.Write($"<g><title>{XmlText.Escape(told)}</title><rect x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{box.Size.Width:0.#}\"");
        _page.Write($" height=\"{box.Size.Height:0.#}\" rx=\"{(box.IsJoint ? 6 : 7)}\"");
        _page.Write($" {SvgPage.Border(_highlights, box.Node, _map.Motions.Contains(id))}/>");
        var row = new PicturePoint(left + Padding, top + Padding + 12);
        foreach (var line in box.Head) row = WriteRow(row, line, "font-size=\"11\" font-weight=\"bold\" fill=\"#475569\"");
        foreach (var line in box.Lines) row = WriteRow(row, line, "fill=\"#0f172a\"");
        if (!box.IsJoint)
        {
            _page.Status(_highlights, box.Node, new(left + box.Size.Width - Padding, top + Padding + 12), isRepeated: false);
            if (_highlights.StrengthOf(box.Node) is { } strength)
                _page.Bar(new(left + Padding, top + box.Size.Height - Padding - 3), box.Size.Width - 2 * Padding, strength);
        }
        _page.Write($"</g>\n");
    }

    private PicturePoint WriteRow(PicturePoint at, string text, string style)
    {
        _page.Text(at, text, style);
        return at with { Y = at.Y + LineHeight };
    }
}
