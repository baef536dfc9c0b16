namespace Debate.Argumentation;

/// <summary>
/// A binary relation over nodes 0..n-1 in compressed sparse rows: two int arrays, whatever the number of nodes. Each row is ascending and
/// without duplicates. Building and reversing take time linear in nodes plus pairs.
/// </summary>
public sealed class Adjacency
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private Adjacency(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    /// <summary>Number of nodes (rows).</summary>
    public int NodeCount => _starts.Length - 1;

    /// <summary>Number of distinct pairs.</summary>
    public int Count => _items.Length;

    /// <summary>The nodes to which <paramref name="node"/> is related, ascending.</summary>
    public ReadOnlySpan<int> this[int node] => _items.AsSpan(_starts[node], _starts[node + 1] - _starts[node]);

    /// <summary>The relation of the pairs (<paramref name="from"/>[i], <paramref name="to"/>[i]); duplicate pairs count once.</summary>
    public static Adjacency Create(int nodes, ReadOnlySpan<int> from, ReadOnlySpan<int> to) => CreateBoth(nodes, from, to).Forward;

    /// <summary>
    /// The relation of the pairs and its converse. One counting sort per direction if the pairs arrive in order, as in most files; one more
    /// if they do not, because reversing the converse sorts the rows.
    /// </summary>
    public static (Adjacency Forward, Adjacency Backward) CreateBoth(int nodes, ReadOnlySpan<int> from, ReadOnlySpan<int> to)
    {
        var starts = RowStarts(nodes, from);
        var forward = new Adjacency(starts, BucketByKey(starts, from, to));
        var backward = forward.Reversed();
        return forward.IsAscending() ? (forward, backward) : (backward.Reversed().Distinct(), backward.Distinct());
    }

    /// <summary>The converse relation.</summary>
    public Adjacency Reversed()
    {
        var starts = RowStarts(NodeCount, _items);
        var next = starts.AsSpan(0, NodeCount).ToArray();
        var items = new int[_items.Length];
        for (var node = 0; node < NodeCount; node++)
            foreach (var target in this[node]) items[next[target]++] = node;
        return new Adjacency(starts, items);
    }

    private bool IsAscending()
    {
        for (var node = 0; node < NodeCount; node++)
        {
            var last = -1;
            foreach (var item in this[node])
            {
                if (item <= last) return false;
                last = item;
            }
        }
        return true;
    }

    /// <summary>
    /// The subrelation induced by some nodes, renumbered by their index in <paramref name="nodes"/>, which must ascend.
    /// <paramref name="place"/> holds that index for each of them and -1 for every other node.
    /// </summary>
    internal Adjacency Induced(ReadOnlySpan<int> nodes, int[] place)
    {
        var starts = new int[nodes.Length + 1];
        for (var i = 0; i < nodes.Length; i++)
        {
            var kept = 0;
            foreach (var target in this[nodes[i]]) if (place[target] >= 0) kept++;
            starts[i + 1] = starts[i] + kept;
        }
        var (items, count) = (new int[starts[^1]], 0);
        foreach (var node in nodes)
            foreach (var target in this[node]) if (place[target] >= 0) items[count++] = place[target];
        return new Adjacency(starts, items);
    }

    private Adjacency Distinct()
    {
        var starts = new int[_starts.Length];
        var items = new int[_items.Length];
        var count = 0;
        for (var node = 0; node < NodeCount; node++)
        {
            foreach (var item in this[node])
                if (count == starts[node] || items[count - 1] != item) items[count++] = item;
            starts[node + 1] = count;
        }
        return count == items.Length ? this : new Adjacency(starts, items[..count]);
    }

    private static int[] RowStarts(int nodes, ReadOnlySpan<int> keys)
    {
        var starts = new int[nodes + 1];
        foreach (var key in keys) starts[key + 1]++;
        for (var i = 0; i < nodes; i++) starts[i + 1] += starts[i];
        return starts;
    }

    private static int[] BucketByKey(int[] starts, ReadOnlySpan<int> keys, ReadOnlySpan<int> values)
    {
        var next = starts.AsSpan().ToArray();
        var items = new int[keys.Length];
        for (var i = 0; i < keys.Length; i++) items[next[keys[i]]++] = values[i];
        return items;
    }
}
