namespace Debate.Argumentation.Gradual;

/// <summary>
/// The nodes of a graph (or those that influence one argument, including itself) in evaluation order, with their relations in terms of
/// positions in that order. A component is a strongly connected component: one node, or nodes on common cycles.
/// </summary>
internal sealed class NetworkLayout
{
    private readonly int[] _positions;
    private readonly int[] _starts;

    private NetworkLayout(ArgumentGraph graph, StronglyConnectedComponents components, int[] members)
    {
        Nodes = new int[members.Length];
        ComponentOf = new int[members.Length];
        Cyclic = new bool[components.Count];
        _starts = new int[components.Count + 1];
        _positions = new int[graph.NodeCount];
        Array.Fill(_positions, -1);
        for (var (c, place) = (0, 0); c < components.Count; c++)
        {
            foreach (var local in components[c])
                (Nodes[place], ComponentOf[place], _positions[members[local]]) = (members[local], c, place++);
            _starts[c + 1] = place;
        }
        Premises = ToPositions(n => graph.Premises[n]);
        Supporters = ToPositions(n => graph.Supporters[n]);
        Attackers = ToPositions(n => graph.Attackers[n]);
        Influences = Union(Premises, Supporters, Attackers);
        Consumers = Influences.Reversed();
        for (var c = 0; c < components.Count; c++) Cyclic[c] = components[c].Length > 1 || Consumers[_starts[c]].Contains(_starts[c]);
    }

    public int[] Nodes { get; }
    public int[] ComponentOf { get; }
    public bool[] Cyclic { get; }
    public Adjacency Premises { get; }
    public Adjacency Supporters { get; }
    public Adjacency Attackers { get; }
    public Adjacency Influences { get; }
    public Adjacency Consumers { get; }
    public int ComponentCount => Cyclic.Length;

    public int PositionOf(int node) => _positions[node];

    public (int Start, int End) ComponentRange(int component) => (_starts[component], _starts[component + 1]);

    /// <summary>The components, in evaluation order, of the positions [start, end) restricted to the nodes that are present.</summary>
    public IEnumerable<int[]> ComponentsWithin(int start, int end, Predicate<int> isThere)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (var place = start; place < end; place++)
            foreach (var consumer in isThere(place) ? Consumers[place] : [])
                if (consumer >= start && consumer < end && isThere(consumer)) { from.Add(consumer - start); to.Add(place - start); }
        var components = StronglyConnectedComponents.Compute(Adjacency.Create(end - start, from.ToArray(), to.ToArray()));
        return Enumerable.Range(0, components.Count).Select(c => components[c].ToArray().Select(p => p + start).ToArray());
    }

    public static NetworkLayout Create(ArgumentGraph graph, int? root)
    {
        var members = root is { } motion ? FindInfluencers(graph, motion) : [.. Enumerable.Range(0, graph.NodeCount)];
        var local = new int[graph.NodeCount];
        Array.Fill(local, -1);
        for (var i = 0; i < members.Length; i++) local[members[i]] = i;
        var (from, to) = (new List<int>(), new List<int>());
        for (var i = 0; i < members.Length; i++) graph.VisitInfluences(members[i], n => { from.Add(i); to.Add(local[n]); });
        return new NetworkLayout(graph, StronglyConnectedComponents.Compute(Adjacency.Create(members.Length, from.ToArray(), to.ToArray())),
            members);
    }

    private static int[] FindInfluencers(ArgumentGraph graph, int motion)
    {
        var (seen, order) = (new HashSet<int> { motion }, new List<int> { motion });
        for (var i = 0; i < order.Count; i++) graph.VisitInfluences(order[i], n => { if (seen.Add(n)) order.Add(n); });
        return [.. order.Order()];
    }

    private Adjacency ToPositions(Relation relation)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (var place = 0; place < Nodes.Length; place++)
            foreach (var node in relation(Nodes[place])) { from.Add(place); to.Add(_positions[node]); }
        return Adjacency.Create(Nodes.Length, from.ToArray(), to.ToArray());
    }

    private static Adjacency Union(params Adjacency[] relations)
    {
        var (from, to) = (new List<int>(), new List<int>());
        foreach (var relation in relations)
            for (var node = 0; node < relation.NodeCount; node++)
                foreach (var item in relation[node]) { from.Add(node); to.Add(item); }
        return Adjacency.Create(relations[0].NodeCount, from.ToArray(), to.ToArray());
    }

    private delegate ReadOnlySpan<int> Relation(int node);
}
