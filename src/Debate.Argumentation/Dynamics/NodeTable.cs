namespace Debate.Argumentation.Dynamics;

/// <summary>
/// The nodes of a mutable graph, each at an index that never changes and is never reused. Every change can be rolled back until it is
/// committed.
/// </summary>
internal sealed class NodeTable
{
    private readonly List<EditableNode?> _nodes = [];
    private readonly Dictionary<string, int> _indexById = new(StringComparer.Ordinal);
    private readonly List<Action> _undo = [];

    public EditableNode this[int place] => _nodes[place]!;

    public int ArgumentCount { get; private set; }

    public int InferenceCount { get; private set; }

    public int AttackCount { get; private set; }

    public bool Contains(int place) => _nodes[place] is not null;

    public int Find(string id) => _indexById.TryGetValue(id, out var place) ? place : -1;

    public void Load(ArgumentGraph graph)
    {
        for (var n = 0; n < graph.NodeCount; n++) InsertNode(graph.IsInference(n) ? CreateInference(graph, n) : CreateArgument(graph, n));
        for (var n = 0; n < graph.NodeCount; n++) ConnectInference(n);
        for (var a = 0; a < graph.ArgumentCount; a++) foreach (var to in graph.DirectAttacks[a]) ConnectAttack(a, to);
    }

    /// <summary>Undoes what was changed since the last commit.</summary>
    public void RollBack()
    {
        for (var i = _undo.Count - 1; i >= 0; i--) _undo[i]();
        _undo.Clear();
    }

    public void Commit() => _undo.Clear();

    public void Add(EditableNode node)
    {
        var place = InsertNode(node);
        ConnectInference(place);
        _undo.Add(() =>
        {
            DisconnectInference(place);
            _indexById.Remove(node.Id);
            _nodes.RemoveAt(place);
            Count(node, -1);
        });
    }

    public bool AddAttack(int from, int to)
    {
        if (!ConnectAttack(from, to)) return false;
        _undo.Add(() => DisconnectAttack(from, to));
        return true;
    }

    public bool RemoveAttack(int from, int to)
    {
        if (!DisconnectAttack(from, to)) return false;
        _undo.Add(() => ConnectAttack(from, to));
        return true;
    }

    public void SetText(int place, string text)
    {
        var (node, before) = (this[place], this[place].Text);
        node.Text = text;
        _undo.Add(() => node.Text = before);
    }

    public void SetScore(int place, double score)
    {
        var (node, before) = (this[place], this[place].Score);
        node.Score = score;
        _undo.Add(() => node.Score = before);
    }

    /// <summary>Removes a node and the inferences that depend on it.</summary>
    public void Remove(int place)
    {
        var doomed = new List<int> { place };
        var seen = new HashSet<int> { place };
        for (var i = 0; i < doomed.Count; i++)
            foreach (var step in this[doomed[i]].Uses.Concat(this[doomed[i]].ConcludingInferences)) if (seen.Add(step)) doomed.Add(step);
        // Three passes, since inferences may conclude one another in any order.
        foreach (var node in doomed) RemoveAttacks(node);
        foreach (var node in doomed) DetachInference(node);
        foreach (var node in doomed) FreeIndex(node);
    }

    public ArgumentGraph Build()
    {
        var builder = new ArgumentGraphBuilder();
        var there = _nodes.OfType<EditableNode>().ToList();
        foreach (var node in there.Where(n => !n.IsInference)) builder.AddArgument(node.Id, node.Text, node.Score);
        foreach (var node in there.Where(n => n.IsInference))
            builder.AddInference(new Inference(node.Id, [.. node.Premises.Select(p => this[p].Id)], this[node.Conclusion].Id, node.Kind));
        foreach (var node in there) foreach (var to in node.Attacked) builder.AddAttack(node.Id, this[to].Id);
        return builder.Build();
    }

    private static EditableNode CreateArgument(ArgumentGraph graph, int node) =>
        new(graph.Id(node)) { Text = graph.Text(node), Score = graph.BaseScore(node) };

    private static EditableNode CreateInference(ArgumentGraph graph, int node) => new(graph.Id(node))
    {
        Premises = graph.Premises[node].ToArray(),
        Conclusion = graph.Conclusion(node),
        Kind = graph.Kind(node),
    };

    private void RemoveAttacks(int place)
    {
        foreach (var to in this[place].Attacked.ToArray()) RemoveAttack(place, to);
        foreach (var from in this[place].Attackers.ToArray()) RemoveAttack(from, place);
    }

    private void DetachInference(int place)
    {
        DisconnectInference(place);
        _undo.Add(() => ConnectInference(place));
    }

    private void FreeIndex(int place)
    {
        var node = this[place];
        _indexById.Remove(node.Id);
        _nodes[place] = null;
        Count(node, -1);
        _undo.Add(() =>
        {
            Count(node, 1);
            _nodes[place] = node;
            _indexById.Add(node.Id, place);
        });
    }

    private int InsertNode(EditableNode node)
    {
        _indexById.Add(node.Id, _nodes.Count);
        _nodes.Add(node);
        Count(node, 1);
        return _nodes.Count - 1;
    }

    private void Count(EditableNode node, int change)
    {
        if (node.IsInference) InferenceCount += change;
        else ArgumentCount += change;
    }

    private void ConnectInference(int place)
    {
        if (!this[place].IsInference) return;
        foreach (var premise in this[place].Premises) this[premise].Uses.Add(place);
        this[this[place].Conclusion].ConcludingInferences.Add(place);
    }

    private void DisconnectInference(int place)
    {
        if (!this[place].IsInference) return;
        foreach (var premise in this[place].Premises) this[premise].Uses.Remove(place);
        this[this[place].Conclusion].ConcludingInferences.Remove(place);
    }

    private bool ConnectAttack(int from, int to)
    {
        if (!this[from].Attacked.Add(to)) return false;
        AttackCount++;
        return this[to].Attackers.Add(from);
    }

    private bool DisconnectAttack(int from, int to)
    {
        if (!this[from].Attacked.Remove(to)) return false;
        AttackCount--;
        return this[to].Attackers.Remove(from);
    }
}
