using System.Runtime.InteropServices;

namespace Debate.Argumentation.Solving;

/// <summary>The kind of labelling that is required.</summary>
internal enum Demand
{
    /// <summary>No argument that is in attacks one that is in.</summary>
    ConflictFree,

    /// <summary>In addition, all attackers of an argument that is in are out.</summary>
    Admissible,

    /// <summary>In addition, an argument whose attackers are all out is in.</summary>
    Complete,
}

/// <summary>
/// Labellings as clauses (Caminada and Gabbay, 2009; Cerutti, Giacomin and Vallati, 2014). Out implies an attacker that is in; the converse
/// is only added for complete labellings, since half an equivalence costs less propagation (Plaisted and Greenbaum, 1986): what a set
/// attacks must be computed from the set itself. An argument with a single attacker needs no out variable: it reuses the attacker's in
/// variable.
/// </summary>
internal sealed class LabellingEncoding : Encoding
{
    private readonly int[] _out;
    private readonly List<int> _clause = [];

    /// <param name="framework">The framework to encode.</param>
    /// <param name="demand">The kind of labelling.</param>
    /// <param name="effort">The search budget.</param>
    /// <param name="eager">Whether arguments are first tried in.</param>
    public LabellingEncoding(Framework framework, Demand demand, Effort effort, bool eager = false)
        : base(framework, effort, eager)
    {
        _out = demand == Demand.ConflictFree ? [] : new int[framework.Count];
        for (var a = 0; a < _out.Length; a++)
            _out[a] = framework.Attackers[a].Length == 1 ? In(framework.Attackers[a][0]) : Fresh();
        for (var a = 0; a < framework.Count; a++)
        {
            Breathe(a);
            if (demand >= Demand.Admissible && framework.Attackers[a].Length != 1) Add(Attacked(a, Not(_out[a])));
            foreach (var b in framework.Attackers[a])
            {
                Apart(a, b);
                if (demand >= Demand.Admissible) Add(Not(In(a)), _out[b]);
                if (demand == Demand.Complete) Add(Not(In(b)), _out[a]);
            }
            if (demand == Demand.Complete) DefendedMeansIn(a);
        }
    }

    /// <summary>
    /// The literal: the argument is out, which implies an attacker that is in. The conflict-free kind has no such literals.
    /// </summary>
    public int Out(int argument) => _out[argument];

    /// <summary>Adds one literal per argument, which implies that the argument is in or out.</summary>
    public int[] Range()
    {
        var range = new int[Framework.Count];
        for (var a = 0; a < range.Length; a++)
        {
            Breathe(a);
            range[a] = Fresh(phase: true);
            if (_out.Length > 0) Add(Not(range[a]), In(a), Out(a));
            else Add(Attacked(a, Not(range[a]), In(a)));
        }
        return range;
    }

    /// <summary>The in literal of every argument.</summary>
    public int[] Members() => [.. Enumerable.Range(0, Framework.Count).Select(In)];

    // The clause that an attacker of the argument is in, or one of the other literals holds.
    private ReadOnlySpan<int> Attacked(int argument, params ReadOnlySpan<int> or)
    {
        _clause.Clear();
        _clause.AddRange(or);
        foreach (var b in Framework.Attackers[argument]) _clause.Add(In(b));
        return CollectionsMarshal.AsSpan(_clause);
    }

    private void DefendedMeansIn(int argument)
    {
        _clause.Clear();
        _clause.Add(In(argument));
        foreach (var b in Framework.Attackers[argument]) _clause.Add(Not(_out[b]));
        Add([.. _clause]);
    }
}
