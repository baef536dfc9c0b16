using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Dynamics;

/// <summary>
/// The grounded labelling of a mutable graph, always equal to <see cref="Grounded.Labelling(ArgumentGraph)"/> of its snapshot. After edits
/// only the influenced nodes are relabelled (Alfano, Greco and Parisi, IJCAI 2017): those reachable from an edit along attacks and from
/// premises to inferences, but not through a node that an unreachable node keeps out; all other labels remain valid, since grounded
/// semantics is directional (Baroni and Giacomin, 2007). Not thread-safe.
/// </summary>
public sealed class LiveGrounded
{
    private readonly NodeTable _nodes;
    private readonly List<Label> _labels = [];
    private readonly List<int> _openConditions = [];
    private readonly Queue<int> _decided = new();
    private int _processedTouches;

    /// <summary>Labels <paramref name="graph"/> and follows its edits from now on.</summary>
    public LiveGrounded(EditableGraph graph)
    {
        _nodes = graph.Nodes;
        _processedTouches = _nodes.Touched.Count;
        AddLabels();
        Relabel([.. Enumerable.Range(0, _nodes.Count).Where(_nodes.Exists)]);
    }

    /// <summary>Number of nodes labelled so far, including the initial labelling: a measure of the work done.</summary>
    public long RelabelledCount { get; private set; }

    /// <summary>The label of an argument or inference; an <see cref="InputException"/> for an unknown id.</summary>
    public Label GetLabel(string id)
    {
        ProcessEdits();
        return _nodes.Find(id) is >= 0 and var place
            ? _labels[place] : throw new InputException($"id '{id}': unknown argument or inference");
    }

    private void ProcessEdits()
    {
        if (_processedTouches == _nodes.Touched.Count) return;
        AddLabels();
        var touched = new HashSet<int>();
        for (; _processedTouches < _nodes.Touched.Count; _processedTouches++)
            if (_nodes.Touched[_processedTouches] is { Upstream: false, Index: var place } && _nodes.Exists(place)) touched.Add(place);
        var reached = FindReachable(touched, _ => false);
        Relabel(FindReachable(touched, place => IsFixedOut(place, reached)));
    }

    private void AddLabels()
    {
        while (_labels.Count < _nodes.Count)
        {
            _labels.Add(Label.Undecided);
            _openConditions.Add(0);
        }
    }

    private HashSet<int> FindReachable(HashSet<int> from, Predicate<int> stop)
    {
        var reached = new HashSet<int>(from);
        var open = new Stack<int>(reached);
        while (open.TryPop(out var place))
            foreach (var next in _nodes.Attacked(place).Concat(_nodes[place].Uses))
                if (!reached.Contains(next) && !stop(next))
                {
                    reached.Add(next);
                    open.Push(next);
                }
        return reached;
    }

    // Out because of a node that no edit reaches: it stays out, whatever else changes.
    private bool IsFixedOut(int place, HashSet<int> reached) =>
        _nodes.Attackers(place).Any(a => _labels[a] == Label.In && !reached.Contains(a))
        || _nodes[place].Premises.Any(p => _labels[p] == Label.Out && !reached.Contains(p));

    private void Relabel(HashSet<int> region)
    {
        RelabelledCount += region.Count;
        foreach (var place in region) _labels[place] = Label.Undecided;
        var settled = region.Where(place => CountOpenConditions(place, region)).ToList();
        foreach (var place in settled) SetLabel(place, _openConditions[place] == 0 ? Label.In : Label.Out);
        while (_decided.TryDequeue(out var place)) PropagateLabel(place);
    }

    // Counts the node's open conditions; true if nodes outside the region, whose labels are unchanged, decide its label at once.
    private bool CountOpenConditions(int place, HashSet<int> region)
    {
        _openConditions[place] = 0;
        var broken = false;
        foreach (var attacker in _nodes.Attackers(place)) Count(attacker, Label.In);
        foreach (var premise in _nodes[place].Premises) Count(premise, Label.Out);
        return broken || _openConditions[place] == 0;

        void Count(int source, Label breaks)
        {
            if (region.Contains(source) || _labels[source] == Label.Undecided) _openConditions[place]++;
            else if (_labels[source] == breaks) (broken, _openConditions[place]) = (true, _openConditions[place] + 1);
        }
    }

    private void PropagateLabel(int place)
    {
        foreach (var target in _nodes.Attacked(place)) ResolveCondition(target, _labels[place] == Label.Out);
        foreach (var inference in _nodes[place].Uses) ResolveCondition(inference, _labels[place] == Label.In);
    }

    private void ResolveCondition(int place, bool fulfilled)
    {
        if (_labels[place] != Label.Undecided) return;
        if (!fulfilled) SetLabel(place, Label.Out);
        else if (--_openConditions[place] == 0) SetLabel(place, Label.In);
    }

    private void SetLabel(int place, Label label)
    {
        _labels[place] = label;
        _decided.Enqueue(place);
    }
}
