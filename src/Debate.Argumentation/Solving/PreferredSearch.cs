using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// One preferred extension, strongly connected component by component: preferred semantics is SCC-recursive (Baroni, Giacomin and Guida,
/// 2005), so a maximal choice in a component, given the labels of those before it, never has to be revised. Labels are propagated in
/// between.
/// </summary>
internal sealed class PreferredSearch
{
    private const int FirstTurn = 2000; // conflicts
    private readonly Framework _framework;
    private readonly Effort _effort;
    private readonly LabellingEncoding? _known;
    private readonly Propagation _labels;
    private readonly Cutter _cutter;
    private readonly int[] _component;

    private PreferredSearch(Framework framework, Effort effort, LabellingEncoding? known)
    {
        (_framework, _effort, _known, _component) = (framework, effort, known, new int[framework.Count]);
        (_labels, _cutter) = (new Propagation(framework, effort), new Cutter(framework, effort));
    }

    /// <summary>
    /// A preferred extension that contains an admissible set, ascending. <paramref name="known"/> is an encoding of the framework's
    /// admissible sets from a search that ruled out a stable one; it cannot be used afterwards.
    /// </summary>
    public static int[] Extend(Framework framework, ReadOnlySpan<int> admissible, Effort effort, LabellingEncoding? known = null)
    {
        var search = new PreferredSearch(framework, effort, known);
        search._labels.Start();
        search._labels.Accept(admissible);
        search.Walk();
        return search._labels.Accepted();
    }

    private void Walk()
    {
        var rest = _cutter.Cut(_labels.With(Label.Undecided));
        _effort.Step(0);
        var components = Components.Of(rest.Framework.Attackers);
        for (var c = 0; c < components.Count; c++)
            foreach (var argument in components[c]) _component[rest.Arguments[argument]] = c;
        for (var c = 0; c < components.Count; c++) Enter(rest.Lift(components[c]), c);
    }

    // A single undecided argument attacks itself or is attacked by one that stays undecided.
    private void Enter(int[] arguments, int component)
    {
        if (component % 256 == 0) _effort.Step(0);
        var open = Array.FindAll(arguments, a => _labels.Labels[a] == Label.Undecided);
        if (open.Length < 2) return;
        Array.Sort(open);
        var part = _cutter.Cut(open);
        var blocked = Array.FindAll(open, a => Blocked(a, component)).Select(part.Local).ToArray();
        if (blocked.Length == open.Length) return;
        _labels.Accept(part.Lift(Maximal(part.Framework, blocked)));
    }

    // A stable set is maximal without a proof of maximality, which is the harder half of the work; but there may be none. So the searches
    // for a stable and for a maximal set alternate.
    private int[] Maximal(Framework framework, int[] blocked)
    {
        if (ReferenceEquals(framework, _known?.Framework)) return new Ascent(_known, []).Climb()!;
        var stable = new StableEncoding(framework, _effort);
        stable.Bar(blocked);
        Ascent? ascent = null;
        for (long turn = FirstTurn; ; turn *= 2)
        {
            var found = stable.Try(turn);
            if (found == true) return stable.Set();
            ascent ??= Ascend(framework, blocked);
            if (ascent.Climb(found == false ? long.MaxValue : turn) is { } set) return set;
        }
    }

    private Ascent Ascend(Framework framework, int[] blocked)
    {
        var encoding = new LabellingEncoding(framework, Demand.Admissible, _effort, eager: true);
        encoding.Bar(blocked);
        return new Ascent(encoding, []);
    }

    // Whether it is attacked by an argument of an earlier component that stays undecided.
    private bool Blocked(int argument, int component)
    {
        foreach (var attacker in _framework.Attackers[argument])
            if (_labels.Labels[attacker] == Label.Undecided && _component[attacker] != component) return true;
        return false;
    }
}
