using System.Globalization;
using System.Text;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// Where lines leave and reach their boxes, and the curves between: ends are spread along a side in the order of where the lines go, so that
/// arrow heads do not lie on each other.
/// </summary>
internal sealed class SvgEnds
{
    private readonly LayeredLayout _layout;
    private readonly SvgBox[] _boxes;
    private readonly (int From, int To)[] _lines;
    private readonly PicturePoint[] _starts, _ends;

    public SvgEnds(LayeredLayout layout, SvgBox[] boxes, (int From, int To)[] lines)
    {
        (_layout, _boxes, _lines) = (layout, boxes, lines);
        (_starts, _ends) = (new PicturePoint[lines.Length], new PicturePoint[lines.Length]);
        var sides = new Dictionary<(int Node, bool Top), List<(double Towards, int Line, bool Start)>>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].From == lines[i].To) continue;
            Note(sides, i, lines[i].From, Next(i), start: true);
            Note(sides, i, lines[i].To, Previous(i), start: false);
        }
        foreach (var ((node, top), ends) in sides) Spread(node, top, ends);
    }

    /// <summary>The curve of a line, for the d of a path.</summary>
    public string Path(int line)
    {
        var (from, to) = _lines[line];
        if (from == to) return Loop(from);
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"M{_starts[line].X:0.#} {_starts[line].Y:0.#}");
        var at = _starts[line];
        foreach (var next in _layout.Routes[line].Append(_ends[line]))
        {
            var middle = (at.Y + next.Y) / 2;
            path.Append(CultureInfo.InvariantCulture, $"C{at.X:0.#} {middle:0.#} {next.X:0.#} {middle:0.#} {next.X:0.#} {next.Y:0.#}");
            at = next;
        }
        return path.ToString();
    }

    private PicturePoint Next(int line) => _layout.Routes[line] is [var bend, ..] ? bend : _layout.Centres[_lines[line].To];

    private PicturePoint Previous(int line) => _layout.Routes[line] is [.., var bend] ? bend : _layout.Centres[_lines[line].From];

    private void Note(Dictionary<(int, bool), List<(double, int, bool)>> sides, int line, int node, PicturePoint towards, bool start)
    {
        var side = (node, towards.Y < _layout.Centres[node].Y);
        if (!sides.TryGetValue(side, out var ends)) sides[side] = ends = [];
        ends.Add((towards.X, line, start));
    }

    private void Spread(int node, bool top, List<(double Towards, int Line, bool Start)> ends)
    {
        ends.Sort();
        var (centre, size) = (_layout.Centres[node], _boxes[node].Size);
        var room = Math.Min(size.Width * 0.8, 26.0 * (ends.Count - 1));
        // A joint is too small for more than one place.
        if (_boxes[node].Head.Count == 0) room = 0;
        for (var i = 0; i < ends.Count; i++)
        {
            var x = centre.X + (ends.Count == 1 ? 0 : room * (i / (ends.Count - 1.0) - 0.5));
            var point = new PicturePoint(x, centre.Y + (top ? -size.Height : size.Height) / 2);
            (ends[i].Start ? _starts : _ends)[ends[i].Line] = point;
        }
    }

    private string Loop(int node)
    {
        var (centre, size) = (_layout.Centres[node], _boxes[node].Size);
        var (x, y) = (centre.X + size.Width / 2, centre.Y);
        return string.Create(CultureInfo.InvariantCulture, $"M{x:0.#} {y - 7:0.#}C{x + 24:0.#} {y - 16:0.#} {x + 24:0.#} {y + 16:0.#} {x:0.#} {y + 7:0.#}");
    }
}
