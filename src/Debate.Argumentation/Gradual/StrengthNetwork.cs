using System.Numerics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

namespace Debate.Argumentation.Gradual;

/// <summary>
/// The strengths of a graph, or of the nodes that influence one argument, while arguments are shown and hidden. Only nodes that a change
/// can reach are recomputed, and outside cycles nothing is allocated; the strengths always equal those of a fresh computation over the
/// arguments shown. An inference is present if all its premises are shown; an absent node has strength 0. Nodes on no cycle are exact. The
/// nodes of a cyclic component start from <see cref="IGradualSemantics.InitialStrength"/> and are updated synchronously, with their
/// dependencies
/// already settled, until no strength changes by more than <see cref="Tolerance"/>, for at most <see cref="MaxRounds"/> rounds (one more
/// than the number of nodes, if that is greater). This is the fixed-point iteration of modular semantics (Mossakowski and Neuhaus, "Modular
/// semantics and characteristics for bipolar weighted argumentation graphs", 2018), which need not converge on cycles. Not thread-safe.
/// </summary>
public sealed class StrengthNetwork
{
    /// <summary>The largest change of a strength that counts as converged.</summary>
    public const double Tolerance = 1e-9;

    /// <summary>The maximum number of iteration rounds in one cyclic component, unless it has more nodes.</summary>
    public const int MaxRounds = 300;

    /// <summary>Components between two steps of a budget: a fraction of a millisecond.</summary>
    private const int ComponentsPerStep = 1024;

    private readonly NetworkLayout _layout;
    private readonly IGradualSemantics _semantics;
    private readonly double[] _priors, _values, _next, _before;
    private readonly bool[] _shown, _unsettled;
    private readonly ulong[] _dirty;
    private readonly int? _root;
    private readonly SearchBudget? _budget;
    private int _unsettledCount, _firstDirty = int.MaxValue, _computed;

    /// <summary>
    /// All strengths of <paramref name="graph"/>, or only those that influence <paramref name="root"/>, with nothing shown yet. Supports in
    /// the graph under a semantics that does not define them are an <see cref="InputException"/>.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="semantics">The semantics.</param>
    /// <param name="root">The node whose strength is wanted; null for all.</param>
    /// <param name="budget">Ends a computation as it ends a search; whoever asks again goes on with what was not computed.</param>
    public StrengthNetwork(ArgumentGraph graph, IGradualSemantics semantics, int? root = null, SearchBudget? budget = null)
    {
        if (!semantics.IsBipolar && graph.Supporters.Count > 0)
            throw new InputException($"{semantics.Name}: supports have no meaning in it, the graph has {graph.Supporters.Count} supports");
        _layout = NetworkLayout.Create(graph, root);
        _semantics = semantics;
        _root = root;
        _budget = budget;
        var count = _layout.Nodes.Length;
        (_values, _next, _before) = (new double[count], new double[count], new double[count]);
        _priors = [.. _layout.Nodes.Select(n => graph.IsInference(n) ? 1.0 : semantics.EffectiveBaseScore(graph.BaseScore(n)))];
        _shown = new bool[count];
        _unsettled = new bool[count];
        _dirty = new ulong[(_layout.ComponentCount + 63) / 64];
    }

    /// <summary>
    /// False if a cycle that influences the root through nodes that are present (or any cycle, without a root) did not converge; its
    /// strengths are then those of the last round.
    /// </summary>
    public bool Converged
    {
        get
        {
            RecomputeDirty();
            return _unsettledCount == 0 || (_root is { } root && !DependsOnUnsettled(_layout.PositionOf(root)));
        }
    }

    /// <summary>Shows an argument; a node outside the network changes nothing.</summary>
    public void Show(int argument) => SetShown(argument, true);

    /// <summary>Hides an argument; a node outside the network changes nothing.</summary>
    public void Hide(int argument) => SetShown(argument, false);

    /// <summary>The strength of a node, in [0, 1]; 0 for an absent node.</summary>
    public double Strength(int node)
    {
        RecomputeDirty();
        return _layout.PositionOf(node) is >= 0 and var place ? _values[place] : 0;
    }

    private void SetShown(int argument, bool shown)
    {
        var place = _layout.PositionOf(argument);
        if (place < 0 || _shown[place] == shown) return;
        _shown[place] = shown;
        MarkDirty(_layout.ComponentOf[place]);
        // An inference appears or disappears with its premise even if the premise's strength is 0 either way.
        foreach (var consumer in _layout.Consumers[place]) MarkDirty(_layout.ComponentOf[consumer]);
    }

    private void MarkDirty(int component)
    {
        _dirty[component >> 6] |= 1UL << component;
        _firstDirty = Math.Min(_firstDirty, component >> 6);
    }

    // Computing a component marks only later ones dirty, so one sweep is enough.
    private void RecomputeDirty()
    {
        for (var word = _firstDirty; word < _dirty.Length; word++)
            while (_dirty[word] != 0)
            {
                if (++_computed % ComponentsPerStep == 0) _budget?.Spend(0);
                Compute((word << 6) + BitOperations.TrailingZeroCount(_dirty[word]));
                // Only then: one that the budget ends in the middle is to be computed again.
                _dirty[word] &= _dirty[word] - 1;
            }
        _firstDirty = int.MaxValue;
    }

    private void Compute(int component)
    {
        var (start, end) = _layout.ComponentRange(component);
        if (_layout.Cyclic[component]) { ComputeCycle(start, end); return; }
        var value = Evaluate(start);
        if (value == _values[start]) return;
        _values[start] = value;
        MarkConsumersDirty(start);
    }

    private void MarkConsumersDirty(int place)
    {
        var own = _layout.ComponentOf[place];
        foreach (var consumer in _layout.Consumers[place])
            if (_layout.ComponentOf[consumer] != own) MarkDirty(_layout.ComponentOf[consumer]);
    }

    private void ComputeCycle(int start, int end)
    {
        for (var p = start; p < end; p++) if (!IsPresent(p)) _values[p] = 0;
        // Hidden nodes cut cycles, so the evaluation order inside the component is that of the nodes that are present.
        foreach (var places in _layout.ComponentsWithin(start, end, IsPresent))
        {
            var settled = places.Length == 1 ? ComputeSingle(places[0]) : IterateToFixedPoint(places);
            foreach (var p in places) MarkSettled(p, settled);
        }
        for (var p = start; p < end; p++) MarkConsumersDirty(p);
    }

    private void MarkSettled(int place, bool settled)
    {
        if (_unsettled[place] == settled) _unsettledCount += settled ? -1 : 1;
        _unsettled[place] = !settled;
    }

    private bool DependsOnUnsettled(int root)
    {
        var (seen, open) = (new HashSet<int> { root }, new Stack<int>([root]));
        while (open.TryPop(out var place))
        {
            if (_unsettled[place]) return true;
            foreach (var influence in _layout.Influences[place]) if (IsPresent(influence) && seen.Add(influence)) open.Push(influence);
        }
        return false;
    }

    private bool ComputeSingle(int place)
    {
        if (_layout.Consumers[place].Contains(place) && IsPresent(place)) return IterateToFixedPoint([place]);
        _values[place] = Evaluate(place);
        return true;
    }

    private bool IterateToFixedPoint(int[] places)
    {
        foreach (var p in places) _values[p] = _semantics.InitialStrength(_priors[p]);
        for (var round = 0; round < Math.Max(MaxRounds, places.Length + 1); round++)
        {
            _budget?.Spend(0);
            var (moved, swing) = (0.0, 0.0);
            foreach (var p in places) _next[p] = Evaluate(p);
            foreach (var p in places)
            {
                moved = Math.Max(moved, Math.Abs(_next[p] - _values[p]));
                swing = Math.Max(swing, Math.Abs(_next[p] - _before[p]));
                (_before[p], _values[p]) = (_values[p], _next[p]);
            }
            if (moved <= Tolerance) return true;
            // Back at the values of two rounds ago: the oscillation will not die out within the remaining rounds.
            if (round > 0 && swing <= Tolerance / MaxRounds) return false;
        }
        return false;
    }

    private double Evaluate(int place)
    {
        if (!IsPresent(place)) return 0;
        double attackers = 0, supporters = 0, prior = _priors[place];
        foreach (var premise in _layout.Premises[place]) prior = _semantics.Conjoin(prior, _values[premise]);
        foreach (var attacker in _layout.Attackers[place]) attackers = _semantics.Aggregate(attackers, _values[attacker]);
        foreach (var supporter in _layout.Supporters[place]) supporters = _semantics.Aggregate(supporters, _values[supporter]);
        return _semantics.Combine(prior, attackers, supporters);
    }

    private bool IsPresent(int place)
    {
        var premises = _layout.Premises[place];
        if (premises.Length == 0) return _shown[place];
        foreach (var premise in premises) if (!_shown[premise]) return false;
        return true;
    }
}

/// <summary>The strength of every node of a graph, and whether every cycle converged (see <see cref="StrengthNetwork"/>).</summary>
public sealed record Strengths(IReadOnlyList<double> Values, bool Converged)
{
    /// <summary>The strengths of the whole graph under a semantics; ends as its budget says.</summary>
    public static Strengths Compute(ArgumentGraph graph, IGradualSemantics semantics, SearchBudget? budget = null)
    {
        var network = new StrengthNetwork(graph, semantics, budget: budget);
        for (var argument = 0; argument < graph.ArgumentCount; argument++) network.Show(argument);
        return new Strengths([.. Enumerable.Range(0, graph.NodeCount).Select(network.Strength)], network.Converged);
    }
}
