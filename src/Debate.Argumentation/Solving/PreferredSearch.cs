using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Solving;

/// <summary>
/// One preferred extension, strongly connected component by component: preferred semantics is SCC-recursive (Baroni, Giacomin and Guida,
/// 2005), so a maximal choice in a component, given the labels of those before it, is never regretted. Labels spread between.
/// </summary>
internal sealed class PreferredSearch
{
    private const int Trial = 60_000; // conflicts
    private readonly Framework _framework;
    private readonly Effort _effort;
    private readonly Propagation _labels;
    private readonly Cutter _cutter;
    private readonly int[] _component;

    private PreferredSearch(Framework framework, Effort effort)
    {
        (_framework, _effort, _component) = (framework, effort, new int[framework.Count]);
        (_labels, _cutter) = (new Propagation(framework, effort), new Cutter(framework, effort));
    }

    /// <summary>A preferred extension with an admissible set, ascending.</summary>
    public static int[] Extend(Framework framework, ReadOnlySpan<int> admissible, Effort effort)
    {
        var search = new PreferredSearch(framework, effort);
        search._labels.Start();
        search._labels.Accept(admissible);
        search.Walk();
        return search._labels.Accepted();
    }

    /// <summary>
    /// A preferred extension that leaves nothing undecided and lacks the excluded arguments, ascending; null where none was found soon.
    /// Such a one is stable, hence maximal, and needs no proof of that, which is the harder half of the work; so one is looked for first.
    /// </summary>
    public static int[]? Decisive(Framework framework, ReadOnlySpan<int> excluded, Effort effort)
    {
        var portion = effort.Portion(Trial);
        var encoding = new StableEncoding(framework, portion);
        foreach (var argument in excluded) encoding.Add(Encoding.Not(Encoding.In(argument)));
        try
        {
            return encoding.Solve() ? encoding.Set() : null;
        }
        catch (EffortSpentException) when (portion.Overspent)
        {
            return null;
        }
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

    // A lone undecided argument attacks itself or is attacked by something that stays undecided.
    private void Enter(int[] arguments, int component)
    {
        if (component % 256 == 0) _effort.Step(0);
        var open = Array.FindAll(arguments, a => _labels.Labels[a] == Label.Undecided);
        if (open.Length < 2) return;
        Array.Sort(open);
        var part = _cutter.Cut(open);
        var blocked = Array.FindAll(open, a => Blocked(a, component)).Select(part.Local).ToArray();
        if (blocked.Length == open.Length) return;
        var found = Decisive(part.Framework, blocked, _effort) ?? Maximal(part.Framework, blocked);
        _labels.Accept(part.Lift(found));
    }

    private int[] Maximal(Framework framework, int[] blocked)
    {
        var encoding = new LabellingEncoding(framework, Demand.Admissible, _effort);
        foreach (var argument in blocked) encoding.Add(Encoding.Not(Encoding.In(argument)));
        return new MaximalSearch(encoding, encoding.Members(), once: true).Find()!;
    }

    // Attacked by an argument that was left undecided for good.
    private bool Blocked(int argument, int component)
    {
        foreach (var attacker in _framework.Attackers[argument])
            if (_labels.Labels[attacker] == Label.Undecided && _component[attacker] != component) return true;
        return false;
    }
}
