namespace Debate.Argumentation;

/// <summary>
/// The strongly connected components of a relation, ordered so that a component comes after all components to which it is related (Tarjan,
/// 1972; iterative, linear time). If the relation means "depends on", this is an evaluation order.
/// </summary>
public sealed class StronglyConnectedComponents
{
    private readonly int[] _order;
    private readonly List<int> _starts = [0];

    private StronglyConnectedComponents(int nodes) => _order = new int[nodes];

    /// <summary>Number of components.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>The nodes of a component.</summary>
    public ReadOnlySpan<int> this[int component] => _order.AsSpan(_starts[component], _starts[component + 1] - _starts[component]);

    /// <summary>The components of <paramref name="relation"/>.</summary>
    public static StronglyConnectedComponents Compute(Adjacency relation)
    {
        var components = new StronglyConnectedComponents(relation.NodeCount);
        new TarjanSearch(relation, components).Run();
        return components;
    }

    private sealed class TarjanSearch(Adjacency relation, StronglyConnectedComponents found)
    {
        private readonly int[] _number = new int[relation.NodeCount], _low = new int[relation.NodeCount],
            _cursor = new int[relation.NodeCount];
        private readonly bool[] _onStack = new bool[relation.NodeCount];
        private readonly Stack<int> _path = new(), _stack = new();
        private int _next = 1, _placed;

        public void Run()
        {
            for (var node = 0; node < relation.NodeCount; node++)
            {
                if (_number[node] != 0) continue;
                VisitNode(node);
                while (_path.TryPeek(out var top)) Advance(top);
            }
        }

        private void VisitNode(int node)
        {
            _number[node] = _low[node] = _next++;
            _onStack[node] = true;
            _path.Push(node);
            _stack.Push(node);
        }

        private void Advance(int node)
        {
            if (_cursor[node] == relation[node].Length) { LeaveNode(node); return; }
            var target = relation[node][_cursor[node]++];
            if (_number[target] == 0) VisitNode(target);
            else if (_onStack[target]) _low[node] = Math.Min(_low[node], _number[target]);
        }

        private void LeaveNode(int node)
        {
            _path.Pop();
            if (_path.TryPeek(out var parent)) _low[parent] = Math.Min(_low[parent], _low[node]);
            if (_low[node] == _number[node]) CloseComponent(node);
        }

        private void CloseComponent(int root)
        {
            int node;
            do
            {
                node = _stack.Pop();
                _onStack[node] = false;
                found._order[_placed++] = node;
            }
            while (node != root);
            found._starts.Add(_placed);
        }
    }
}
