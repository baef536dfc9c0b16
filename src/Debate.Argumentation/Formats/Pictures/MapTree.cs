namespace Debate.Argumentation.Formats.Pictures;

/// <summary>A node of a graph where it stands in a tree.</summary>
/// <param name="Node">The argument or inference.</param>
/// <param name="Parent">The index of the item that it bears on; -1 for a root.</param>
/// <param name="Depth">The number of items above it.</param>
/// <param name="Sign">How it bears on its parent: - attack, + support, ~ undercut, &amp; premise, * not at all (a root).</param>
/// <param name="IsRepeated">Whether the node is expanded elsewhere, so that nothing stands below it here.</param>
public readonly record struct TreeItem(int Node, int Parent, int Depth, char Sign, bool IsRepeated);

/// <summary>
/// A graph as a forest for people: first the motions of the author, then arguments that neither attack nor support anything, then what
/// remains of cycles, then isolated arguments; under each node its premises, supporters and attackers. Every node is expanded once, as near
/// to its root as possible, and every other relation of it leads to an item that only refers to it; so each relation is a line from an item
/// to its parent. An inference with one premise that nothing attacks or supports is shown as that premise. Without recursion, linear.
/// </summary>
public sealed class MapTree
{
    private readonly ArgumentGraph _graph;
    private readonly bool[] _seen;
    private readonly List<TreeItem> _items = [];

    private MapTree(ArgumentGraph graph) => (_graph, _seen) = (graph, new bool[graph.NodeCount]);

    /// <summary>The items, each root followed by all that stands below it.</summary>
    public IReadOnlyList<TreeItem> Items => _items;

    /// <summary>The tree of a map.</summary>
    public static MapTree Create(ArgumentMap map)
    {
        var tree = new MapTree(map.Graph);
        var arguments = Enumerable.Range(0, map.Graph.ArgumentCount);
        var roots = map.Motions.Select(map.Graph.FindNode).Where(n => n >= 0)
            .Concat(arguments.Where(a => tree.IsTop(a) && !tree.IsAlone(a)))
            .Concat(arguments.Where(a => !tree.IsAlone(a)))
            .Concat(arguments);
        foreach (var root in roots) if (!tree._seen[root]) tree.AddTree(root);
        return tree;
    }

    /// <summary>Whether nothing bears on the argument and it bears on nothing.</summary>
    public bool IsAlone(int argument) => IsTop(argument) && _graph.Attackers[argument].IsEmpty && _graph.Supporters[argument].IsEmpty;

    private bool IsTop(int argument) => _graph.DirectAttacks[argument].IsEmpty && _graph.Uses[argument].IsEmpty;

    // Level by level, so that a node is expanded where it is nearest to the root; then in the order of reading.
    private void AddTree(int root)
    {
        var levels = new List<(int Node, char Sign, bool IsRepeated)> { (root, '*', false) };
        var below = new List<(int Start, int Count)>();
        _seen[root] = true;
        for (var i = 0; i < levels.Count; i++)
        {
            below.Add((levels.Count, 0));
            if (levels[i].IsRepeated) continue;
            foreach (var (sign, node) in Below(levels[i].Node))
            {
                levels.Add((node, sign, _seen[node]));
                _seen[node] = true;
            }
            below[i] = (below[i].Start, levels.Count - below[i].Start);
        }
        var open = new Stack<(int At, int Parent, int Depth)>([(0, -1, 0)]);
        while (open.TryPop(out var next))
        {
            var (at, parent, depth) = next;
            _items.Add(new(levels[at].Node, parent, depth, levels[at].Sign, levels[at].IsRepeated));
            for (var k = below[at].Count - 1; k >= 0; k--) open.Push((below[at].Start + k, _items.Count - 1, depth + 1));
        }
    }

    private List<(char Sign, int Node)> Below(int node)
    {
        var below = new List<(char, int)>();
        foreach (var premise in _graph.Premises[node]) below.Add(('&', premise));
        foreach (var step in _graph.Supporters[node]) below.Add(('+', Plain(step)));
        foreach (var attacker in _graph.Attackers[node])
            below.Add((_graph.IsInference(node) ? '~' : '-', _graph.IsInference(attacker) ? Plain(attacker) : attacker));
        return below;
    }

    private int Plain(int step)
    {
        if (_graph.Premises[step].Length != 1 || !_graph.Attackers[step].IsEmpty || !_graph.Supporters[step].IsEmpty) return step;
        _seen[step] = true;
        return _graph.Premises[step][0];
    }
}
