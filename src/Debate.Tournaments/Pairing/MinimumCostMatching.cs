namespace Debate.Tournaments;

/// <summary>
/// The minimum-cost perfect matching of a complete graph, by Edmonds' blossom algorithm (1965) in the primal-dual form of Galil, "Efficient
/// algorithms for finding maximum matching in graphs" (ACM Computing Surveys 18, 1986). Every step scans all pairs, which takes O(n^4) at
/// worst and keeps the code short; integer arithmetic keeps it exact. With y_v the duals of the vertices and z_B those of the blossoms,
/// every pair across blossoms has slack cost(u, v) - y_u - y_v >= 0, every matched pair slack 0.
/// </summary>
internal sealed class MinimumCostMatching
{
    private readonly int _count;
    private readonly long[,] _cost;
    private readonly long[] _dual;
    private readonly int[] _mate;
    private readonly Blossom[] _topBlossom;

    private MinimumCostMatching(int count, Func<int, int, long> cost)
    {
        _count = count;
        _cost = new long[count, count];
        for (var a = 0; a < count; a++)
            for (var b = a + 1; b < count; b++) _cost[a, b] = _cost[b, a] = checked(2 * cost(a, b));
        // Doubled costs and equal initial duals keep the slack of two outer vertices even, so that half of it is an integer.
        _dual = Enumerable.Repeat(MinCost() / 2, count).ToArray();
        _mate = Enumerable.Repeat(-1, count).ToArray();
        _topBlossom = Enumerable.Range(0, count).Select(Blossom.CreateVertex).ToArray();
    }

    /// <summary>The mate of each vertex.</summary>
    /// <param name="count">The number of vertices, even.</param>
    /// <param name="cost">The cost of a pair, called with the smaller vertex first; at most 2^62.</param>
    internal static int[] Solve(int count, Func<int, int, long> cost)
    {
        if (count % 2 != 0) throw new ArgumentException($"{count} vertices have no perfect matching");
        var matching = new MinimumCostMatching(count, cost);
        for (var pairs = 0; pairs < count / 2; pairs++) matching.RunPhase();
        return matching._mate;
    }

    private long MinCost() => Enumerable.Range(0, _count)
        .SelectMany(a => Enumerable.Range(a + 1, _count - a - 1).Select(b => _cost[a, b])).DefaultIfEmpty().Min();

    private IEnumerable<Blossom> TopBlossoms => _topBlossom.Distinct();

    /// <summary>One phase: grows alternating trees from every free blossom until an augmenting path is found.</summary>
    private void RunPhase()
    {
        foreach (var blossom in TopBlossoms)
            (blossom.Label, blossom.EntryEdge) = (MateOf(blossom) < 0 ? BlossomLabel.Outer : BlossomLabel.None, default);
        while (true)
        {
            var (u, v, step) = FindTightestPair();
            var shut = TopBlossoms.Where(b => b.Label == BlossomLabel.Inner && b.Petals.Count > 0).MinBy(b => b.Dual);
            if (shut is not null && shut.Dual / 2 < step)
            {
                AdjustDuals(shut.Dual / 2);
                ExpandBlossom(shut);
                continue;
            }
            AdjustDuals(step);
            if (_topBlossom[v].Label == BlossomLabel.None) GrowTree(u, v);
            else if (FindCommonAncestor(_topBlossom[u], _topBlossom[v]) is { } root) ContractBlossom(root, u, v);
            else
            {
                AugmentFrom(u, v);
                AugmentFrom(v, u);
                return;
            }
        }
    }

    /// <summary>
    /// The pair that becomes tight first, from an outer vertex to an unlabelled or another outer blossom, and the dual step until then.
    /// </summary>
    private (int U, int V, long Step) FindTightestPair()
    {
        var best = (U: -1, V: -1, Step: long.MaxValue);
        for (var u = 0; u < _count; u++)
        {
            if (_topBlossom[u].Label != BlossomLabel.Outer) continue;
            for (var v = 0; v < _count; v++)
            {
                if (_topBlossom[v] == _topBlossom[u] || _topBlossom[v].Label == BlossomLabel.Inner) continue;
                var slack = _cost[u, v] - _dual[u] - _dual[v];
                var step = _topBlossom[v].Label == BlossomLabel.Outer ? slack / 2 : slack;
                if (step < best.Step) best = (u, v, step);
            }
        }
        return best;
    }

    private void AdjustDuals(long step)
    {
        for (var v = 0; v < _count; v++) _dual[v] += step * (int)_topBlossom[v].Label;
        foreach (var blossom in TopBlossoms.Where(b => b.Petals.Count > 0)) blossom.Dual += 2 * step * (int)blossom.Label;
    }

    /// <summary>Labels an unlabelled blossom as inner, and the blossom it is matched with as outer.</summary>
    private void GrowTree(int u, int v)
    {
        (_topBlossom[v].Label, _topBlossom[v].EntryEdge) = (BlossomLabel.Inner, (u, v));
        _topBlossom[MateOf(_topBlossom[v])].Label = BlossomLabel.Outer;
    }

    /// <summary>The path from an outer blossom to the root of its tree: every second blossom on it is inner.</summary>
    private IEnumerable<(Blossom Blossom, (int From, int To) Link)> PathToRoot(Blossom outer)
    {
        while (MateOf(outer) is >= 0 and var mate)
        {
            var inner = _topBlossom[mate];
            yield return (outer, (outer.BaseVertex, mate));
            yield return (inner, (inner.EntryEdge.To, inner.EntryEdge.From));
            outer = _topBlossom[inner.EntryEdge.From];
        }
        yield return (outer, (-1, -1));
    }

    /// <summary>The common ancestor of two outer blossoms; null if they are in different trees.</summary>
    private Blossom? FindCommonAncestor(Blossom a, Blossom b)
    {
        var way = PathToRoot(a).Select(step => step.Blossom).ToHashSet();
        return PathToRoot(b).Select(step => step.Blossom).FirstOrDefault(way.Contains);
    }

    /// <summary>Contracts the odd cycle closed by a pair of outer vertices into one outer blossom.</summary>
    private void ContractBlossom(Blossom root, int u, int v)
    {
        var down = PathToRoot(_topBlossom[u]).TakeWhile(step => step.Blossom != root).Reverse().ToArray();
        var up = PathToRoot(_topBlossom[v]).TakeWhile(step => step.Blossom != root).ToArray();
        var blossom = Blossom.CreateOuter(
            [root, .. down.Select(step => step.Blossom), .. up.Select(step => step.Blossom)],
            [.. down.Select(step => (step.Link.To, step.Link.From)), (u, v), .. up.Select(step => step.Link)]);
        foreach (var vertex in blossom.Vertices) _topBlossom[vertex] = blossom;
    }

    /// <summary>Expands an inner blossom of dual 0; the even path from its entry to its base stays in the tree.</summary>
    private void ExpandBlossom(Blossom blossom)
    {
        foreach (var petal in blossom.Petals)
        {
            (petal.Label, petal.EntryEdge) = (BlossomLabel.None, default);
            foreach (var vertex in petal.Vertices) _topBlossom[vertex] = petal;
        }
        var entry = blossom.EntryEdge;
        var (size, at) = (blossom.Petals.Count, blossom.FindPetal(entry.To));
        var ahead = (blossom.BasePetal - at + size) % size;
        var forward = ahead % 2 == 0;
        for (var step = 0; step <= (forward ? ahead : size - ahead); step += 2)
        {
            var petal = blossom.Petals[at];
            (petal.Label, petal.EntryEdge) = (BlossomLabel.Inner, entry);
            if (at == blossom.BasePetal) return;
            var next = (at + (forward ? 1 : size - 1)) % size;
            blossom.Petals[next].Label = BlossomLabel.Outer;
            entry = blossom.LinkFrom(next, forward);
            at = (next + (forward ? 1 : size - 1)) % size;
        }
    }

    /// <summary>Matches u with v and augments along the path from u to its root.</summary>
    private void AugmentFrom(int u, int v)
    {
        while (true)
        {
            var before = MateOf(_topBlossom[u]);
            _topBlossom[u].Rematch(u, _mate);
            _mate[u] = v;
            if (before < 0) return;
            var inner = _topBlossom[before];
            inner.Rematch(inner.EntryEdge.To, _mate);
            _mate[inner.EntryEdge.To] = inner.EntryEdge.From;
            (u, v) = (inner.EntryEdge.From, inner.EntryEdge.To);
        }
    }

    private int MateOf(Blossom blossom) => _mate[blossom.BaseVertex];
}

/// <summary>A blossom's label in the alternating trees of a phase; the value is the sign of the dual adjustment of its vertices.</summary>
internal enum BlossomLabel
{
    Inner = -1,
    None = 0,
    Outer = 1,
}

/// <summary>
/// A vertex, or an odd cycle of sub-blossoms (petals) in which all vertices except the base are matched with each other: the petals after
/// the base's petal pair up along their links.
/// </summary>
internal sealed class Blossom
{
    private Blossom(IReadOnlyList<int> vertices, IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        (Vertices, Petals, Links) = (vertices, petals, links);

    /// <summary>All vertices of the blossom.</summary>
    internal IReadOnlyList<int> Vertices { get; }

    /// <summary>The petals in the order of the cycle; empty for a vertex.</summary>
    internal IReadOnlyList<Blossom> Petals { get; }

    /// <summary>Link i is the edge from a vertex of petal i to one of the next petal.</summary>
    private IReadOnlyList<(int From, int To)> Links { get; }

    /// <summary>The index of the petal that contains the base.</summary>
    internal int BasePetal { get; private set; }

    /// <summary>The dual variable z; 0 for a vertex, whose dual is stored by the matching.</summary>
    internal long Dual { get; set; }

    internal BlossomLabel Label { get; set; }

    /// <summary>The edge by which an inner blossom was reached: from outside to a vertex inside.</summary>
    internal (int From, int To) EntryEdge { get; set; }

    /// <summary>The one vertex that is not matched inside the blossom.</summary>
    internal int BaseVertex => Petals.Count == 0 ? Vertices[0] : Petals[BasePetal].BaseVertex;

    internal static Blossom CreateVertex(int vertex) => new([vertex], [], []);

    /// <summary>Creates an outer blossom whose base is in the first petal.</summary>
    internal static Blossom CreateOuter(IReadOnlyList<Blossom> petals, IReadOnlyList<(int From, int To)> links) =>
        new([.. petals.SelectMany(p => p.Vertices)], petals, links) { Label = BlossomLabel.Outer };

    /// <summary>The index of the petal that contains a vertex.</summary>
    internal int FindPetal(int vertex) => Petals.Index().First(p => p.Item.Vertices.Contains(vertex)).Index;

    /// <summary>The edge from a petal to the next (<paramref name="forward"/>) or the previous one.</summary>
    internal (int From, int To) LinkFrom(int petal, bool forward)
    {
        if (forward) return Links[petal];
        var (from, to) = Links[(petal + Petals.Count - 1) % Petals.Count];
        return (to, from);
    }

    /// <summary>Makes a vertex the base and rematches all others inside the blossom.</summary>
    internal void Rematch(int vertex, int[] mate)
    {
        if (Petals.Count == 0) return;
        BasePetal = FindPetal(vertex);
        Petals[BasePetal].Rematch(vertex, mate);
        for (var step = 1; step < Petals.Count; step += 2)
        {
            var at = (BasePetal + step) % Petals.Count;
            var (from, to) = Links[at];
            Petals[at].Rematch(from, mate);
            Petals[(at + 1) % Petals.Count].Rematch(to, mate);
            (mate[from], mate[to]) = (to, from);
        }
    }
}
