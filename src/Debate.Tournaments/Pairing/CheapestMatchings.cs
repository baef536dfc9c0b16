namespace Debate.Tournaments;

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
