using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// Propagates labels: a node is in if all its attackers are out (and all its premises are in), and out if one of its attackers is in (or a
/// premise is out). Total time over all calls is linear in nodes plus relations.
/// </summary>
internal sealed class Propagation
{
    private const int Breath = 1 << 14;

    private readonly Adjacency _attacked;
    private readonly Adjacency? _uses;
    private readonly Effort _effort;
    private readonly int[] _open, _decided;
    private int _head, _tail;

    public Propagation(Framework framework, Effort effort)
        : this(framework.Attacked, framework.Attackers, effort)
    {
    }

    public Propagation(ArgumentGraph graph)
        : this(graph.Attacked, graph.Attackers, new Effort())
    {
        _uses = graph.Uses;
        for (var node = 0; node < _open.Length; node++) _open[node] += graph.Premises[node].Length;
    }

    private Propagation(Adjacency attacked, Adjacency attackers, Effort effort)
    {
        (_attacked, _effort) = (attacked, effort);
        _open = new int[attacked.Nodes];
        _decided = new int[attacked.Nodes];
        Labels = new Label[attacked.Nodes];
        for (var node = 0; node < _open.Length; node++) _open[node] = attackers[node].Length;
    }

    /// <summary>The labels so far.</summary>
    public Label[] Labels { get; }

    /// <summary>Accepts all nodes without open conditions, and propagates.</summary>
    public void Start()
    {
        for (var node = 0; node < _open.Length; node++)
            if (_open[node] == 0) Decide(node, Label.In);
        Run();
    }

    /// <summary>Accepts an admissible set of undecided or accepted nodes, and propagates.</summary>
    public void Accept(ReadOnlySpan<int> admissible)
    {
        foreach (var node in admissible) if (Labels[node] == Label.Undecided) Decide(node, Label.In);
        Run();
    }

    /// <summary>The accepted nodes, ascending.</summary>
    public int[] Accepted() => With(Label.In);

    /// <summary>The nodes with a label, ascending.</summary>
    public int[] With(Label label)
    {
        var found = new List<int>();
        for (var node = 0; node < Labels.Length; node++) if (Labels[node] == label) found.Add(node);
        return [.. found];
    }

    private void Run()
    {
        while (_head < _tail)
        {
            if (_head % Breath == 0) _effort.Step(0);
            var node = _decided[_head++];
            foreach (var target in _attacked[node]) Meet(target, Labels[node] == Label.Out);
            if (_uses is not null) foreach (var inference in _uses[node]) Meet(inference, Labels[node] == Label.In);
        }
    }

    // One condition of the node is decided: fulfilled (its last one makes it in) or broken (one is enough to make it out).
    private void Meet(int node, bool fulfilled)
    {
        if (Labels[node] != Label.Undecided) return;
        if (!fulfilled) Decide(node, Label.Out);
        else if (--_open[node] == 0) Decide(node, Label.In);
    }

    private void Decide(int node, Label label)
    {
        Labels[node] = label;
        _decided[_tail++] = node;
    }
}
