using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// Propagates labels: a node is in if all its attackers are out (and all its premises are in), and out if one of its attackers is in (or a
/// premise is out). Total time over all calls is linear in nodes plus relations.
/// </summary>
internal sealed class LabelPropagation
{
    private const int CheckInterval = 1 << 14;

    private readonly Adjacency _attacked;
    private readonly Adjacency? _uses;
    private readonly SearchBudget _budget;
    private readonly int[] _openConditions, _decided;
    private int _head, _tail;

    public LabelPropagation(Framework framework, SearchBudget budget)
        : this(framework.Attacked, framework.Attackers, budget)
    {
    }

    public LabelPropagation(ArgumentGraph graph)
        : this(graph.Attacked, graph.Attackers, new SearchBudget())
    {
        _uses = graph.Uses;
        for (var node = 0; node < _openConditions.Length; node++) _openConditions[node] += graph.Premises[node].Length;
    }

    private LabelPropagation(Adjacency attacked, Adjacency attackers, SearchBudget budget)
    {
        (_attacked, _budget) = (attacked, budget);
        _openConditions = new int[attacked.NodeCount];
        _decided = new int[attacked.NodeCount];
        Labels = new Label[attacked.NodeCount];
        for (var node = 0; node < _openConditions.Length; node++) _openConditions[node] = attackers[node].Length;
    }

    /// <summary>The labels so far.</summary>
    public Label[] Labels { get; }

    /// <summary>Accepts all nodes without open conditions, and propagates.</summary>
    public void PropagateUnattacked()
    {
        for (var node = 0; node < _openConditions.Length; node++)
            if (_openConditions[node] == 0) SetLabel(node, Label.In);
        PropagateLabels();
    }

    /// <summary>Accepts an admissible set of undecided or accepted nodes, and propagates.</summary>
    public void AcceptSet(ReadOnlySpan<int> admissible)
    {
        foreach (var node in admissible) if (Labels[node] == Label.Undecided) SetLabel(node, Label.In);
        PropagateLabels();
    }

    /// <summary>The accepted nodes, ascending.</summary>
    public int[] GetAccepted() => GetLabelled(Label.In);

    /// <summary>The nodes with a label, ascending.</summary>
    public int[] GetLabelled(Label label)
    {
        var found = new List<int>();
        for (var node = 0; node < Labels.Length; node++) if (Labels[node] == label) found.Add(node);
        return [.. found];
    }

    private void PropagateLabels()
    {
        while (_head < _tail)
        {
            if (_head % CheckInterval == 0) _budget.Spend(0);
            var node = _decided[_head++];
            foreach (var target in _attacked[node]) ResolveCondition(target, Labels[node] == Label.Out);
            if (_uses is not null) foreach (var inference in _uses[node]) ResolveCondition(inference, Labels[node] == Label.In);
        }
    }

    // One condition of the node is decided: fulfilled (its last one makes it in) or broken (one is enough to make it out).
    private void ResolveCondition(int node, bool fulfilled)
    {
        if (Labels[node] != Label.Undecided) return;
        if (!fulfilled) SetLabel(node, Label.Out);
        else if (--_openConditions[node] == 0) SetLabel(node, Label.In);
    }

    private void SetLabel(int node, Label label)
    {
        Labels[node] = label;
        _decided[_tail++] = node;
    }
}
