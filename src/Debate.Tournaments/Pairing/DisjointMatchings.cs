using Debate.Core;

namespace Debate.Tournaments;

/// <summary>
/// Searches a graph for edge-disjoint perfect matchings: rounds in which everybody plays and no pair meets twice. Whether there are so many
/// is NP-complete (Holyer, "The NP-completeness of edge-coloring", 1981), so this is a local search over partial edge colourings, one
/// colour a round, with the moves of Vizing's proof: a chain of two colours is swapped (Kempe), or an edge takes the colour of a
/// neighbouring one. It finds soon or, caught among a few edges, never, so it begins anew. What it finds is right; that it finds nothing
/// proves nothing, though about two in three searches of a graph that has them find them. The same graph gives the same answer.
/// </summary>
internal sealed class DisjointMatchings
{
    private const int NoEdge = -1, Spare = 0, NoMate = -1;

    /// <summary>Searches before it gives up, each of twice as many steps as there are ends to be coloured, and a few more.</summary>
    private const int Searches = 20, FurtherSteps = 50;

    private readonly int _vertices, _colours;
    private readonly int[,] _colour, _mate;
    private readonly List<(int Vertex, int Colour)> _missing = [];
    private readonly int[,] _position;
    private readonly SeededRandom _random;

    private DisjointMatchings(bool[,] graph, int count, SeededRandom random)
    {
        (_vertices, _colours, _random) = (graph.GetLength(0), count, random);
        _colour = new int[_vertices, _vertices];
        _mate = new int[_colours + 1, _vertices];
        _position = new int[_colours + 1, _vertices];
        for (var v = 0; v < _vertices; v++)
        {
            for (var w = 0; w < _vertices; w++) _colour[v, w] = graph[v, w] ? Spare : NoEdge;
            for (var colour = 1; colour <= _colours; colour++) RemoveMate(colour, v);
        }
    }

    /// <summary>
    /// So many matchings, each the mates of all vertices; null where the search finds none.
    /// </summary>
    /// <param name="graph">The edges, symmetric; the number of vertices is even.</param>
    /// <param name="count">The number of matchings, at least 0.</param>
    internal static int[][]? Find(bool[,] graph, int count)
    {
        if (count > MinDegree(graph)) return null;
        var random = SeededRandom.Create(0, "disjoint matchings");
        for (var searches = 0; searches < Searches; searches++)
        {
            var search = new DisjointMatchings(graph, count, random);
            var steps = FurtherSteps + 2 * search._missing.Count;
            while (search._missing.Count > 0 && steps-- > 0) search.Step();
            if (search._missing.Count == 0) return [.. Enumerable.Range(1, count).Select(search.MatesOf)];
        }
        return null;
    }

    /// <summary>The smallest number of edges at a vertex.</summary>
    internal static int MinDegree(bool[,] graph)
    {
        var vertices = Enumerable.Range(0, graph.GetLength(0)).ToArray();
        return vertices.Min(v => vertices.Count(w => graph[v, w]));
    }

    private int[] MatesOf(int colour) => [.. Enumerable.Range(0, _vertices).Select(v => _mate[colour, v])];

    private void Step()
    {
        var (v, colour) = _missing[_random.NextInt(_missing.Count)];
        if (TryColour(v, colour)) return;
        var spare = Enumerable.Range(0, _vertices).Where(w => _colour[v, w] == Spare).ToArray();
        if (spare.Length > 0 && _random.NextBool(0.5)) TakeColour(v, spare[_random.NextInt(spare.Length)], colour);
        else SwapChain(v, colour, ChooseOther(v, colour, spare));
    }

    /// <summary>Colours a spare edge at whose other end the colour is missing too.</summary>
    private bool TryColour(int v, int colour)
    {
        for (var w = 0; w < _vertices; w++)
        {
            if (_colour[v, w] != Spare || _mate[colour, w] != NoMate) continue;
            Colour(v, w, colour);
            return true;
        }
        return false;
    }

    /// <summary>Colours a spare edge; the edge of that colour at its other end becomes spare.</summary>
    private void TakeColour(int v, int w, int colour)
    {
        Uncolour(w, _mate[colour, w]);
        Colour(v, w, colour);
    }

    /// <summary>
    /// A colour that v has: one that is missing at the other end of a spare edge, if there is one, so that the swap may let it be coloured.
    /// </summary>
    private int ChooseOther(int v, int colour, int[] spare)
    {
        if (spare.Length > 0)
        {
            var w = spare[_random.NextInt(spare.Length)];
            var wanted = Enumerable.Range(1, _colours).Where(c => _mate[c, w] == NoMate && _mate[c, v] != NoMate).ToArray();
            if (wanted.Length > 0) return wanted[_random.NextInt(wanted.Length)];
        }
        var had = Enumerable.Range(1, _colours).Where(c => c != colour && _mate[c, v] != NoMate).ToArray();
        return had.Length > 0 ? had[_random.NextInt(had.Length)] : colour;
    }

    /// <summary>Swaps the two colours along the path that begins at v, where the first is missing; then tries to use the second.</summary>
    private void SwapChain(int v, int missing, int other)
    {
        if (other == missing) return;
        var chain = new List<(int From, int To, int Colour)>();
        for (var (at, colour) = (v, other); _mate[colour, at] is >= 0 and var next; (at, colour) = (next, missing + other - colour))
            chain.Add((at, next, colour));
        foreach (var (from, to, _) in chain) Uncolour(from, to);
        foreach (var (from, to, colour) in chain) Colour(from, to, missing + other - colour);
        TryColour(v, other);
    }

    private void Colour(int v, int w, int colour)
    {
        _colour[v, w] = _colour[w, v] = colour;
        SetMate(colour, v, w);
        SetMate(colour, w, v);
    }

    private void Uncolour(int v, int w)
    {
        var colour = _colour[v, w];
        _colour[v, w] = _colour[w, v] = Spare;
        RemoveMate(colour, v);
        RemoveMate(colour, w);
    }

    private void SetMate(int colour, int v, int mate)
    {
        _mate[colour, v] = mate;
        var (last, position) = (_missing[^1], _position[colour, v]);
        (_missing[position], _position[last.Colour, last.Vertex]) = (last, position);
        _missing.RemoveAt(_missing.Count - 1);
    }

    private void RemoveMate(int colour, int v)
    {
        _mate[colour, v] = NoMate;
        _position[colour, v] = _missing.Count;
        _missing.Add((v, colour));
    }
}

/// <summary>
/// The perfect matchings of a graph in the order of their costs, one after the other (K. G. Murty, "An algorithm for ranking all the
/// assignments in order of increasing cost", Operations Research 16, 1968): what is left of the matchings after the cheapest is split by
/// the first of its edges that a matching does not have, and each part is solved on its own.
/// </summary>
internal sealed class CheapestMatchings
{
    private readonly int _count;
    private readonly Func<int, int, long> _cost;
    private readonly bool[,] _graph;
    private readonly long _forbidden;
    private readonly PriorityQueue<Part, (long Cost, int Number)> _parts = new();
    private int _added;

    private CheapestMatchings(bool[,] graph, Func<int, int, long> cost)
    {
        (_count, _graph, _cost) = (graph.GetLength(0), graph, cost);
        var max = 0L;
        for (var a = 0; a < _count; a++)
            for (var b = a + 1; b < _count; b++)
                if (graph[a, b]) max = Math.Max(max, cost(a, b));
        _forbidden = checked(max * (_count / 2) + 1);
    }

    /// <summary>The mates of all vertices in each matching, with its cost; each further one takes up to n / 2 solutions.</summary>
    /// <param name="graph">The edges, symmetric; the number of vertices is even.</param>
    /// <param name="cost">The cost of an edge, at least 0, called with the smaller vertex first.</param>
    internal static IEnumerable<(int[] Mates, long Cost)> Enumerate(bool[,] graph, Func<int, int, long> cost)
    {
        var ranking = new CheapestMatchings(graph, cost);
        ranking.Add([], []);
        while (ranking._parts.TryDequeue(out var part, out var rank))
        {
            yield return (part.Mates, rank.Cost);
            ranking.Split(part);
        }
    }

    private void Split(Part part)
    {
        var forced = part.Forced.ToList();
        foreach (var a in Enumerable.Range(0, _count).Where(a => a < part.Mates[a] && !part.Forced.Contains((a, part.Mates[a]))))
        {
            Add([.. forced], [.. part.Excluded, (a, part.Mates[a])]);
            forced.Add((a, part.Mates[a]));
        }
    }

    private void Add(IReadOnlyList<(int A, int B)> forced, IReadOnlyList<(int A, int B)> excluded)
    {
        var mates = new int[_count];
        foreach (var (a, b) in forced) (mates[a], mates[b]) = (b, a);
        var taken = forced.SelectMany(edge => new[] { edge.A, edge.B }).ToHashSet();
        var free = Enumerable.Range(0, _count).Where(v => !taken.Contains(v)).ToArray();
        var found = free.Length == 0 ? [] : MinimumCostMatching.Solve(free.Length, (i, j) => CostOf(free[i], free[j]));
        for (var i = 0; i < free.Length; i++) mates[free[i]] = free[found[i]];
        if (Enumerable.Range(0, _count).Where(a => a < mates[a]).All(a => CostOf(a, mates[a]) < _forbidden))
            _parts.Enqueue(new(mates, forced, excluded), (Total(mates), _added++));

        long CostOf(int a, int b) => _graph[a, b] && !excluded.Contains((a, b)) ? _cost(a, b) : _forbidden;
    }

    private long Total(int[] mates) => Enumerable.Range(0, _count).Where(a => a < mates[a]).Sum(a => _cost(a, mates[a]));

    /// <summary>The matchings with the forced and without the excluded edges, by the cheapest of them.</summary>
    private sealed record Part(int[] Mates, IReadOnlyList<(int A, int B)> Forced, IReadOnlyList<(int A, int B)> Excluded);
}
