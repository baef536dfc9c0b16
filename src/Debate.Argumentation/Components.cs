namespace Debate.Argumentation;

/// <summary>
/// The strongly connected components of a relation, ordered so that a component comes after all components to which it is related (Tarjan,
/// 1972; iterative, linear time). If the relation means "depends on", this is an evaluation order.
/// </summary>
public sealed class Components
{
    private readonly int[] _order;
    private readonly List<int> _starts = [0];

    private Components(int nodes) => _order = new int[nodes];

    /// <summary>Number of components.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>The nodes of a component.</summary>
    public ReadOnlySpan<int> this[int component] => _order.AsSpan(_starts[component], _starts[component + 1] - _starts[component]);

    /// <summary>The components of <paramref name="relation"/>.</summary>
    public static Components Of(Adjacency relation)
    {
        var components = new Components(relation.Nodes);
        new Search(relation, components).Run();
        return components;
    }

    private sealed class Search(Adjacency relation, Components found)
    {
        private readonly int[] _number = new int[relation.Nodes], _low = new int[relation.Nodes], _cursor = new int[relation.Nodes];
        private readonly bool[] _onStack = new bool[relation.Nodes];
        private readonly Stack<int> _path = new(), _stack = new();
        private int _next = 1, _placed;

        public void Run()
        {
            for (var node = 0; node < relation.Nodes; node++)
            {
                if (_number[node] != 0) continue;
                Enter(node);
                while (_path.TryPeek(out var top)) Step(top);
            }
        }

        private void Enter(int node)
        {
            _number[node] = _low[node] = _next++;
            _onStack[node] = true;
            _path.Push(node);
            _stack.Push(node);
        }

        private void Step(int node)
        {
            if (_cursor[node] == relation[node].Length) { Leave(node); return; }
            var target = relation[node][_cursor[node]++];
            if (_number[target] == 0) Enter(target);
            else if (_onStack[target]) _low[node] = Math.Min(_low[node], _number[target]);
        }

        private void Leave(int node)
        {
            _path.Pop();
            if (_path.TryPeek(out var parent)) _low[parent] = Math.Min(_low[parent], _low[node]);
            if (_low[node] == _number[node]) Close(node);
        }

        private void Close(int root)
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
