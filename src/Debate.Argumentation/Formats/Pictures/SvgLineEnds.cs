using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// The points where lines leave and enter their boxes, and the curves between: ends are spread along a side in the order of the points
/// where the lines go next, so that arrow heads do not overlap.
/// </summary>
internal sealed class SvgLineEnds
{
    private readonly LayeredLayout _layout;
    private readonly SvgBox[] _boxes;
    private readonly (int From, int To)[] _lines;
    private readonly PicturePoint[] _starts, _ends;
    private readonly bool[] _fromSide;

    /// <param name="layout">The positions of the boxes.</param>
    /// <param name="boxes">The boxes.</param>
    /// <param name="lines">The lines, as indices of boxes.</param>
    /// <param name="besides">By line: whether it enters a joint from the side because it undercuts it; premises come from below.</param>
    public SvgLineEnds(LayeredLayout layout, SvgBox[] boxes, (int From, int To)[] lines, bool[] besides)
    {
        (_layout, _boxes, _lines, _fromSide) = (layout, boxes, lines, besides);
        (_starts, _ends) = (new PicturePoint[lines.Length], new PicturePoint[lines.Length]);
        var sides = new Dictionary<(int Node, bool Top), List<(double Towards, int Line, bool Start)>>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].From == lines[i].To) continue;
            AddEnd(sides, i, lines[i].From, NextPoint(i), start: true);
            if (besides[i]) _ends[i] = JointSide(lines[i].To, PreviousPoint(i));
            else AddEnd(sides, i, lines[i].To, PreviousPoint(i), start: false);
        }
        foreach (var ((node, top), ends) in sides) SpreadEnds(node, top, ends);
    }

    /// <summary>The curve of a line, as the d attribute of a path.</summary>
    public string CreatePath(int line)
    {
        var (from, to) = _lines[line];
        if (from == to) return CreateLoop(from);
        var (start, end) = (_starts[line], _ends[line]);
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{start.X:0.#} {start.Y:0.#}");
        // To the side of a joint a line comes down, or up, in the room beside it, where nothing else stands.
        var side = end with { X = end.X + (end.X < _layout.Centres[to].X ? -1 : 1) * SvgBox.JointSide * 0.6 };
        PicturePoint[] ends = _fromSide[line] ? [Entrance(to, side, PreviousPoint(line))] : [LayerEdge(to, end), end];
        var at = start;
        foreach (var next in _layout.Routes[line].Prepend(LayerEdge(from, start)).Concat(ends))
        {
            AppendCurve(path, at, next);
            at = next;
        }
        if (_fromSide[line])
            path.Append(CultureInfo.InvariantCulture, $"C{at.X:0.#} {end.Y:0.#} {side.X:0.#} {end.Y:0.#} {end.X:0.#} {end.Y:0.#}");
        return path.ToString();
    }

    // Where a line from the layer above or below enters the layer of a node.
    private PicturePoint Entrance(int node, PicturePoint at, PicturePoint from) =>
        at with { Y = from.Y < _layout.Centres[node].Y ? _layout.Bands[node].Top : _layout.Bands[node].Bottom };

    // The point where a line that leaves or enters a node crosses the edge of the node's layer.
    private PicturePoint LayerEdge(int node, PicturePoint end) =>
        new(end.X, end.Y < _layout.Centres[node].Y ? _layout.Bands[node].Top : _layout.Bands[node].Bottom);

    private static void AppendCurve(StringBuilder path, PicturePoint at, PicturePoint next)
    {
        if (at == next) return;
        var middle = (at.Y + next.Y) / 2;
        if (Math.Abs(at.X - next.X) < 0.05) path.Append(CultureInfo.InvariantCulture, $"V{next.Y:0.#}");
        else path.Append(CultureInfo.InvariantCulture, $"C{at.X:0.#} {middle:0.#} {next.X:0.#} {middle:0.#} {next.X:0.#} {next.Y:0.#}");
    }

    private PicturePoint NextPoint(int line) => _layout.Routes[line] is [var bend, ..] ? bend : _layout.Centres[_lines[line].To];

    private PicturePoint PreviousPoint(int line) => _layout.Routes[line] is [.., var bend] ? bend : _layout.Centres[_lines[line].From];

    private void AddEnd(Dictionary<(int, bool), List<(double, int, bool)>> sides, int line, int node, PicturePoint towards, bool start)
    {
        var side = (node, towards.Y < _layout.Centres[node].Y);
        if (!sides.TryGetValue(side, out var ends)) sides[side] = ends = [];
        ends.Add((towards.X, line, start));
    }

    private void SpreadEnds(int node, bool top, List<(double Towards, int Line, bool Start)> ends)
    {
        ends.Sort();
        var (centre, size) = (_layout.Centres[node], _boxes[node].Size);
        var room = Math.Min(size.Width * 0.8, 26.0 * (ends.Count - 1));
        // A joint is too small for more than one end point.
        if (_boxes[node].IsJoint) room = 0;
        for (var i = 0; i < ends.Count; i++)
        {
            var x = centre.X + (ends.Count == 1 ? 0 : room * (i / (ends.Count - 1.0) - 0.5));
            var point = new PicturePoint(x, centre.Y + (top ? -size.Height : size.Height) / 2);
            (ends[i].Start ? _starts : _ends)[ends[i].Line] = point;
        }
    }

    private PicturePoint JointSide(int joint, PicturePoint from)
    {
        var centre = _layout.Centres[joint];
        return centre with { X = centre.X + (from.X < centre.X ? -1 : 1) * _boxes[joint].Size.Width / 2 };
    }

    private string CreateLoop(int node)
    {
        var (centre, size) = (_layout.Centres[node], _boxes[node].Size);
        var (x, y) = (centre.X + size.Width / 2, centre.Y);
        return string.Create(CultureInfo.InvariantCulture,
            $"M{x:0.#} {y - 7:0.#}C{x + 24:0.#} {y - 16:0.#} {x + 24:0.#} {y + 16:0.#} {x:0.#} {y + 7:0.#}");
    }
}
