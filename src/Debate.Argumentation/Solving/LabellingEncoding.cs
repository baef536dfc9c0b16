using System.Runtime.InteropServices;

namespace Debate.Argumentation.Solving;

/// <summary>What is asked of a labelling.</summary>
internal enum Demand
{
    /// <summary>What is in attacks nothing that is in.</summary>
    ConflictFree,

    /// <summary>Moreover all that attacks it is out.</summary>
    Admissible,

    /// <summary>Moreover what has only attackers that are out is in.</summary>
    Complete,
}

/// <summary>
/// Labellings as clauses (Caminada and Gabbay, 2009; Cerutti, Giacomin and Vallati, 2014). Out implies an attacker that is in; the converse
/// is only said where completeness needs it, for half of an equivalence propagates less (Plaisted and Greenbaum, 1986): whoever wants to
/// know what a set attacks reads it off the set. An argument with a single attacker needs no variable for out: it is the attacker's
/// variable for in.
/// </summary>
internal sealed class LabellingEncoding : Encoding
{
    private readonly int[] _out;
    private readonly List<int> _clause = [];

    /// <param name="framework">What is encoded.</param>
    /// <param name="demand">What is asked of a labelling.</param>
    /// <param name="effort">What may be spent.</param>
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

    /// <summary>The argument is out: then it is attacked from what is in. Conflict-free sets have no such literals.</summary>
    public int Out(int argument) => _out[argument];

    /// <summary>One literal for each argument: then it is in or out.</summary>
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

    /// <summary>One literal for each argument: it is in.</summary>
    public int[] Members() => [.. Enumerable.Range(0, Framework.Count).Select(In)];

    // The clause: an attacker of the argument is in, or one of some literals holds.
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
