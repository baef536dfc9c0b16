using QuikGraph;
using QuikGraph.Algorithms;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>A size in pixels.</summary>
internal readonly record struct PictureSize(double Width, double Height);

/// <summary>A point, in pixels from the top left.</summary>
internal readonly record struct PicturePoint(double X, double Y);

/// <summary>
/// The second half of a layered drawing: coordinates. Every node prefers the mean position of its neighbours; the positions in a layer are
/// the least-squares fit to these preferences under the layer's order and node widths, computed by pooling adjacent violators (isotonic
/// regression). Connected components are laid out separately and packed in rows.
/// </summary>
internal sealed class LayeredLayout
{
    private const double Gap = 26, LayerGap = 58, PartGap = 44;
    private const int Rounds = 16;

    private readonly IReadOnlyList<PictureSize> _sizes;
    private readonly IReadOnlyList<(int From, int To)> _lines;

    public LayeredLayout(IReadOnlyList<PictureSize> sizes, IReadOnlyList<(int From, int To)> lines)
    {
        (_sizes, _lines) = (sizes, lines);
        Centres = new PicturePoint[sizes.Count];
        Bands = new (double Top, double Bottom)[sizes.Count];
        Routes = new PicturePoint[lines.Count][];
        Size = PackParts([.. FindParts().Select(LayOutPart)]);
    }

    /// <summary>The centre of each node.</summary>
    public PicturePoint[] Centres { get; }

    /// <summary>For each node the vertical band of its layer, which lines cross vertically.</summary>
    public (double Top, double Bottom)[] Bands { get; }

    /// <summary>For each line the points between its ends, in the direction of its arrow: two per layer crossed.</summary>
    public PicturePoint[][] Routes { get; }

    /// <summary>The size of the whole picture.</summary>
    public PictureSize Size { get; }

    private sealed record ConnectedPart(List<int> Nodes, List<int> Lines)
    {
        public PictureSize Size { get; set; }
    }

    private List<ConnectedPart> FindParts()
    {
        var nodes = new UndirectedGraph<int, Edge<int>>();
        nodes.AddVertexRange(Enumerable.Range(0, _sizes.Count));
        nodes.AddEdgeRange(_lines.Select(l => new Edge<int>(l.From, l.To)));
        var partOf = new Dictionary<int, int>();
        nodes.ConnectedComponents(partOf);
        var parts = Enumerable.Range(0, _sizes.Count).GroupBy(n => partOf[n]).ToDictionary(g => g.Key, g => new ConnectedPart([.. g], []));
        for (var i = 0; i < _lines.Count; i++) parts[partOf[_lines[i].From]].Lines.Add(i);
        // The largest parts first; isolated nodes come last.
        return [.. parts.Values.OrderByDescending(p => p.Nodes.Count).ThenBy(p => p.Nodes[0])];
    }

    private ConnectedPart LayOutPart(ConnectedPart part)
    {
        var number = part.Nodes.Select((node, i) => (node, i)).ToDictionary(p => p.node, p => p.i);
        var layers = new SugiyamaLayers(part.Nodes.Count, [.. part.Lines.Select(l => (number[_lines[l].From], number[_lines[l].To]))]);
        var sizes = layers.LayerOf.Select((_, n) => layers.IsBend(n) ? new PictureSize(8, 0) : _sizes[part.Nodes[n]]).ToArray();
        var xs = ComputeX(layers, sizes);
        var bands = ComputeBands(layers, sizes);
        for (var n = 0; n < part.Nodes.Count; n++)
        {
            Bands[part.Nodes[n]] = bands[layers.LayerOf[n]];
            Centres[part.Nodes[n]] = new(xs[n], MiddleY(sizes[n], bands[layers.LayerOf[n]]));
        }
        for (var i = 0; i < part.Lines.Count; i++)
        {
            var bends = layers.Routes[i].Where(layers.IsBend).SelectMany(n => CrossingPoints(xs[n], bands[layers.LayerOf[n]])).ToArray();
            // Routes go up; a line that was reversed to break a cycle goes down.
            var goesUp = layers.Routes[i].Length > 0 && part.Nodes[layers.Routes[i][0]] == _lines[part.Lines[i]].From;
            Routes[part.Lines[i]] = goesUp ? bends : [.. bends.Reverse()];
        }
        part.Size = new(xs.Select((x, n) => x + sizes[n].Width / 2).DefaultIfEmpty().Max(), bands[^1].Bottom);
        return part;
    }

    private static double[] ComputeX(SugiyamaLayers layers, PictureSize[] sizes)
    {
        var xs = new double[sizes.Length];
        foreach (var layer in layers.Order) PlaceLayer(layer, [.. layer.Select(_ => 0.0)], sizes, xs);
        for (var round = 0; round < Rounds; round++)
            foreach (var layer in round % 2 == 0 ? layers.Order : [.. layers.Order.Reverse()])
                PlaceLayer(layer, [.. layer.Select(n => PreferredX(layers, n, xs, downwards: round % 2 == 0, both: round >= Rounds - 4))],
                    sizes, xs);
        var left = xs.Select((x, n) => x - sizes[n].Width / 2).DefaultIfEmpty().Min();
        return [.. xs.Select(x => x - left)];
    }

    private static double PreferredX(SugiyamaLayers layers, int node, double[] xs, bool downwards, bool both)
    {
        var (above, below) = (layers.Above(node), layers.Below(node));
        var joined = both ? above.Concat(below) : downwards ? above : below;
        return joined.Select(n => xs[n]).DefaultIfEmpty(xs[node]).Average();
    }

    // Least squares under an order with gaps: subtract the offsets of the gaps, pool adjacent violators, add the offsets again.
    private static void PlaceLayer(int[] layer, double[] wishes, PictureSize[] sizes, double[] xs)
    {
        var pools = new Stack<(double Sum, double Weight, int Count)>();
        var offsets = new double[layer.Length];
        for (var i = 0; i < layer.Length; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + (sizes[layer[i - 1]].Width + sizes[layer[i]].Width) / 2 + Gap;
            // Bends have more weight, so that long lines run straight.
            var weight = sizes[layer[i]].Height == 0 ? 3 : 1;
            var pool = (Sum: (wishes[i] - offsets[i]) * weight, Weight: (double)weight, Count: 1);
            while (pools.TryPeek(out var last) && last.Sum / last.Weight >= pool.Sum / pool.Weight)
            {
                pools.Pop();
                pool = (last.Sum + pool.Sum, last.Weight + pool.Weight, last.Count + pool.Count);
            }
            pools.Push(pool);
        }
        var at = 0;
        foreach (var (sum, weight, count) in pools.Reverse())
            for (var k = 0; k < count; k++, at++) xs[layer[at]] = sum / weight + offsets[at];
    }

    private static PicturePoint[] CrossingPoints(double x, (double Top, double Bottom) band) => [new(x, band.Bottom), new(x, band.Top)];

    // Boxes are aligned to the top of their layer, like text; joints are centred.
    private static double MiddleY(PictureSize size, (double Top, double Bottom) band) =>
        size.Height <= SvgBox.JointDiameter ? (band.Top + band.Bottom) / 2 : band.Top + size.Height / 2;

    private static (double Top, double Bottom)[] ComputeBands(SugiyamaLayers layers, PictureSize[] sizes)
    {
        var bands = new (double Top, double Bottom)[layers.Order.Length];
        for (var (i, top) = (0, 0.0); i < bands.Length; top = bands[i].Bottom + LayerGap, i++)
            bands[i] = (top, top + layers.Order[i].Max(n => sizes[n].Height));
        return bands;
    }

    // Rows of parts, about 1.6 times as wide as high, but at least as wide as the widest part.
    private PictureSize PackParts(ConnectedPart[] parts)
    {
        var area = parts.Sum(p => (p.Size.Width + PartGap) * (p.Size.Height + PartGap));
        var max = Math.Max(Math.Sqrt(area * 1.6), parts.Select(p => p.Size.Width).DefaultIfEmpty().Max());
        var (x, y, row, width) = (0.0, 0.0, 0.0, 0.0);
        foreach (var part in parts)
        {
            if (x > 0 && x + part.Size.Width > max) (x, y, row) = (0, y + row + PartGap, 0);
            MovePart(part, x, y);
            width = Math.Max(width, x + part.Size.Width);
            row = Math.Max(row, part.Size.Height);
            x += part.Size.Width + PartGap;
        }
        return new(width, y + row);
    }

    private void MovePart(ConnectedPart part, double x, double y)
    {
        foreach (var node in part.Nodes)
        {
            Centres[node] = new(Centres[node].X + x, Centres[node].Y + y);
            Bands[node] = (Bands[node].Top + y, Bands[node].Bottom + y);
        }
        foreach (var line in part.Lines) Routes[line] = [.. Routes[line].Select(p => new PicturePoint(p.X + x, p.Y + y))];
    }
}
