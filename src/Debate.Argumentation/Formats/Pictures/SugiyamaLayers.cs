using Debate.Core.Input;
using QuikGraph;
using QuikGraph.Algorithms;
using QuikGraph.Algorithms.Search;
using LineGraph = QuikGraph.AdjacencyGraph<int, QuikGraph.TaggedEdge<int, int>>;

namespace Debate.Argumentation.Formats.Pictures;

/// <summary>
/// The first half of a layered drawing (Sugiyama, Tagawa and Toda, 1981): every node gets a layer above the nodes with lines to it, bends
/// split each line into segments between adjacent layers, and each layer is ordered for few crossings. No recursion. The edges of a
/// <c>LineGraph</c> lead down and bear the number of their line.
/// </summary>
internal sealed class SugiyamaLayers
{
    private const int Sweeps = 12;
    private const int MaxBends = 100_000;

    private readonly int _nodes;
    private readonly List<int>[] _above, _below;

    /// <param name="nodes">Number of nodes, numbered from 0.</param>
    /// <param name="lines">The lines from source to target; self-loops are ignored.</param>
    public SugiyamaLayers(int nodes, IReadOnlyList<(int From, int To)> lines)
    {
        _nodes = nodes;
        var upwards = BreakCycles(nodes, lines);
        LayerOf = [.. LongestPathLayers(nodes, upwards)];
        Routes = new int[lines.Count][];
        for (var i = 0; i < lines.Count; i++) Routes[i] = CreateRoute(upwards[i]);
        (_above, _below) = FindNeighbours(upwards);
        Order = OrderLayers();
    }

    /// <summary>The layer of each node, then of each bend; 0 is the top.</summary>
    public List<int> LayerOf { get; }

    /// <summary>For each line the nodes and bends on its route, from the lower end to the upper; empty for a self-loop.</summary>
    public int[][] Routes { get; }

    /// <summary>The nodes and bends of each layer, from left to right.</summary>
    public int[][] Order { get; }

    /// <summary>The neighbours of a node or bend in the layer above.</summary>
    public IReadOnlyList<int> Above(int node) => _above[node];

    /// <summary>The neighbours of a node or bend in the layer below.</summary>
    public IReadOnlyList<int> Below(int node) => _below[node];

    /// <summary>True for a bend of a line.</summary>
    public bool IsBend(int node) => node >= _nodes;

    // Lines that close a cycle in a depth-first search from the top are reversed for the layout; their arrows stay.
    private static (int Low, int High)[] BreakCycles(int nodes, IReadOnlyList<(int From, int To)> lines)
    {
        var carry = lines.Where(l => l.From != l.To).Select(l => l.From).ToHashSet();
        var graph = new LineGraph();
        graph.AddVertexRange(Enumerable.Range(0, nodes).OrderBy(carry.Contains));
        foreach (var (line, (from, to)) in lines.Index())
            if (from != to) graph.AddEdge(new(to, from, line));
        var upwards = lines.ToArray();
        var search = new DepthFirstSearchAlgorithm<int, TaggedEdge<int, int>>(graph);
        search.BackEdge += closing => upwards[closing.Tag] = (closing.Source, closing.Target);
        search.Compute();
        return upwards;
    }

    private static int[] LongestPathLayers(int nodes, (int Low, int High)[] lines)
    {
        var (graph, layers) = (new LineGraph(), new int[nodes]);
        graph.AddVertexRange(Enumerable.Range(0, nodes));
        foreach (var (line, (low, high)) in lines.Index())
            if (low != high) graph.AddEdge(new(high, low, line));
        foreach (var node in graph.TopologicalSort())
            foreach (var below in graph.OutEdges(node)) layers[below.Target] = Math.Max(layers[below.Target], layers[node] + 1);
        return layers;
    }

    private int[] CreateRoute((int Low, int High) line)
    {
        if (line.Low == line.High) return [];
        var route = new List<int> { line.Low };
        for (var layer = LayerOf[line.Low] - 1; layer > LayerOf[line.High]; layer--)
        {
            if (LayerOf.Count - _nodes == MaxBends)
                throw new InputException($"picture: the lines would take more than {MaxBends} bends; draw a part");
            route.Add(LayerOf.Count);
            LayerOf.Add(layer);
        }
        return [.. route, line.High];
    }

    private (List<int>[] Above, List<int>[] Below) FindNeighbours((int Low, int High)[] lines)
    {
        var (above, below) = (new List<int>[LayerOf.Count], new List<int>[LayerOf.Count]);
        for (var n = 0; n < LayerOf.Count; n++) (above[n], below[n]) = ([], []);
        foreach (var route in Routes.Where(r => r.Length > 0))
            for (var i = 1; i < route.Length; i++)
            {
                above[route[i - 1]].Add(route[i]);
                below[route[i]].Add(route[i - 1]);
            }
        return (above, below);
    }

    private int[][] OrderLayers()
    {
        var order = new List<int>[LayerOf.Count == 0 ? 0 : LayerOf.Max() + 1];
        for (var i = 0; i < order.Length; i++) order[i] = [];
        foreach (var node in DepthFirstOrder()) order[LayerOf[node]].Add(node);
        var layers = order.Select(l => l.ToArray()).ToArray();
        var place = new double[LayerOf.Count];
        foreach (var layer in layers) AssignPositions(layer, place);
        var (best, fewest) = (layers.Select(l => l.ToArray()).ToArray(), CountCrossings(layers, place));
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            SweepLayers(layers, place, down: sweep % 2 == 0);
            if (CountCrossings(layers, place) is var crossings && crossings < fewest)
                (best, fewest) = (layers.Select(l => l.ToArray()).ToArray(), crossings);
        }
        return best;
    }

    private List<int> DepthFirstOrder()
    {
        var (graph, order) = (new LineGraph(), new List<int>());
        graph.AddVertexRange(Enumerable.Range(0, LayerOf.Count).OrderBy(n => IsBend(n) ? int.MaxValue : LayerOf[n]));
        for (var node = 0; node < LayerOf.Count; node++)
            foreach (var below in _below[node]) graph.AddEdge(new(node, below, node));
        var search = new DepthFirstSearchAlgorithm<int, TaggedEdge<int, int>>(graph);
        search.DiscoverVertex += order.Add;
        search.Compute();
        return order;
    }

    // Each layer is sorted by the barycentres of its nodes: the mean position of their neighbours in the previous layer.
    private void SweepLayers(int[][] layers, double[] place, bool down)
    {
        for (var i = 1; i < layers.Length; i++)
        {
            var layer = layers[down ? i : layers.Length - 1 - i];
            var wishes = layer.Select(n => Barycentre(down ? _above[n] : _below[n], place) ?? place[n]).ToArray();
            Array.Sort([.. wishes.Select((w, at) => (w, at))], layer);
            AssignPositions(layer, place);
        }
    }

    private static double? Barycentre(List<int> nodes, double[] place) => nodes.Count == 0 ? null : nodes.Sum(n => place[n]) / nodes.Count;

    private static void AssignPositions(int[] layer, double[] place)
    {
        for (var i = 0; i < layer.Length; i++) place[layer[i]] = i;
    }

    // Two lines between the same layers cross if their ends are in opposite orders: inversions, counted with a Fenwick tree.
    private long CountCrossings(int[][] layers, double[] place)
    {
        var crossings = 0L;
        for (var i = 1; i < layers.Length; i++)
        {
            var (tree, seen) = (new int[layers[i - 1].Length + 1], 0);
            foreach (var node in layers[i])
            {
                foreach (var above in _above[node])
                    crossings += seen - PrefixSum(tree, (int)place[above] + 1);
                foreach (var above in _above[node])
                {
                    for (var at = (int)place[above] + 1; at < tree.Length; at += at & -at) tree[at]++;
                    seen++;
                }
            }
        }
        return crossings;
    }

    private static int PrefixSum(int[] tree, int at)
    {
        var sum = 0;
        for (; at > 0; at -= at & -at) sum += tree[at];
        return sum;
    }
}
