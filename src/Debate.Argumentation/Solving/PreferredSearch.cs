using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// One preferred extension, strongly connected component by component: preferred semantics is SCC-recursive (Baroni, Giacomin and Guida,
/// 2005), so a maximal choice in a component, given the labels of those before it, never has to be revised. Labels are propagated in
/// between.
/// </summary>
internal sealed class PreferredSearch
{
    private const int FirstQuantum = 2000; // conflicts
    private readonly Framework _framework;
    private readonly SearchBudget _budget;
    private readonly LabellingEncoding? _known;
    private readonly LabelPropagation _labels;
    private readonly FrameworkCutter _cutter;
    private readonly int[] _component;

    private PreferredSearch(Framework framework, SearchBudget budget, LabellingEncoding? known)
    {
        (_framework, _budget, _known, _component) = (framework, budget, known, new int[framework.Count]);
        (_labels, _cutter) = (new LabelPropagation(framework, budget), new FrameworkCutter(framework, budget));
    }

    /// <summary>
    /// A preferred extension that contains an admissible set, ascending. <paramref name="known"/> is an encoding of the framework's
    /// admissible sets from a search that ruled out a stable one; it cannot be used afterwards.
    /// </summary>
    public static int[] ExtendToPreferred(Framework framework, ReadOnlySpan<int> admissible, SearchBudget budget,
        LabellingEncoding? known = null)
    {
        var search = new PreferredSearch(framework, budget, known);
        search._labels.PropagateUnattacked();
        search._labels.AcceptSet(admissible);
        search.SearchComponents();
        return search._labels.GetAccepted();
    }

    private void SearchComponents()
    {
        var rest = _cutter.Cut(_labels.GetLabelled(Label.Undecided));
        _budget.Spend(0);
        var components = StronglyConnectedComponents.Compute(rest.Framework.Attackers);
        for (var c = 0; c < components.Count; c++)
            foreach (var argument in components[c]) _component[rest.Arguments[argument]] = c;
        for (var c = 0; c < components.Count; c++) SearchComponent(rest.Lift(components[c]), c);
    }

    // A single undecided argument attacks itself or is attacked by one that stays undecided.
    private void SearchComponent(int[] arguments, int component)
    {
        if (component % 256 == 0) _budget.Spend(0);
        var open = Array.FindAll(arguments, a => _labels.Labels[a] == Label.Undecided);
        if (open.Length < 2) return;
        Array.Sort(open);
        var part = _cutter.Cut(open);
        var blocked = Array.FindAll(open, a => IsBlocked(a, component)).Select(part.ToLocal).ToArray();
        if (blocked.Length == open.Length) return;
        _labels.AcceptSet(part.Lift(FindMaximal(part.Framework, blocked)));
    }

    // A stable set is maximal without a proof of maximality, which is the harder half of the work; but there may be none. So the searches
    // for a stable and for a maximal set alternate.
    private int[] FindMaximal(Framework framework, int[] blocked)
    {
        if (ReferenceEquals(framework, _known?.Framework)) return new AdmissibleAscent(_known, []).GrowToMaximal()!;
        var stable = new StableEncoding(framework, _budget);
        stable.ForbidArguments(blocked);
        AdmissibleAscent? ascent = null;
        for (long turn = FirstQuantum; ; turn *= 2)
        {
            var found = stable.TrySolve(turn);
            if (found == true) return stable.ReadSet();
            ascent ??= CreateAscent(framework, blocked);
            if (ascent.GrowToMaximal(found == false ? long.MaxValue : turn) is { } set) return set;
        }
    }

    private AdmissibleAscent CreateAscent(Framework framework, int[] blocked)
    {
        var encoding = new LabellingEncoding(framework, LabellingKind.Admissible, _budget, eager: true);
        encoding.ForbidArguments(blocked);
        return new AdmissibleAscent(encoding, []);
    }

    // Whether it is attacked by an argument of an earlier component that stays undecided.
    private bool IsBlocked(int argument, int component)
    {
        foreach (var attacker in _framework.Attackers[argument])
            if (_labels.Labels[attacker] == Label.Undecided && _component[attacker] != component) return true;
        return false;
    }
}
