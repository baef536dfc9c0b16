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
/// Labellings as clauses (Caminada and Gabbay, 2009; Cerutti, Giacomin and Vallati, 2014): an argument is out exactly when one of its
/// attackers is in. An argument with a single attacker needs no variable for out: it is the attacker's variable for in.
/// </summary>
internal sealed class LabellingEncoding : Encoding
{
    private readonly int[] _out;
    private readonly List<int> _clause = [];

    /// <param name="framework">What is encoded.</param>
    /// <param name="demand">What is asked of a labelling.</param>
    /// <param name="effort">What may be spent.</param>
    /// <param name="against">Arguments that are first tried not in; the others are first tried in.</param>
    public LabellingEncoding(Framework framework, Demand demand, Effort effort, int[]? against = null)
        : base(framework, effort, against)
    {
        _out = new int[framework.Count];
        for (var a = 0; a < framework.Count; a++)
            _out[a] = framework.Attackers[a].Length == 1 ? In(framework.Attackers[a][0]) : Fresh(phase: true);
        for (var a = 0; a < framework.Count; a++)
        {
            Breathe(a);
            Add(Not(In(a)), Not(_out[a]));
            OutMeansAttacked(a);
            if (demand >= Demand.Admissible) foreach (var b in framework.Attackers[a]) Add(Not(In(a)), _out[b]);
            if (demand == Demand.Complete) DefendedMeansIn(a);
        }
    }

    /// <summary>The argument is out.</summary>
    public int Out(int argument) => _out[argument];

    /// <summary>One literal for each argument: it is in or out.</summary>
    public int[] Range()
    {
        var range = new int[Framework.Count];
        for (var a = 0; a < range.Length; a++)
        {
            Breathe(a);
            range[a] = Fresh(phase: true);
            Add(Not(range[a]), In(a), Out(a));
            Add(range[a], Not(In(a)));
            Add(range[a], Not(Out(a)));
        }
        return range;
    }

    /// <summary>One literal for each argument: it is in.</summary>
    public int[] Members() => [.. Enumerable.Range(0, Framework.Count).Select(In)];

    private void OutMeansAttacked(int argument)
    {
        var attackers = Framework.Attackers[argument];
        if (attackers.Length == 1) return;
        _clause.Clear();
        _clause.Add(Not(_out[argument]));
        foreach (var b in attackers)
        {
            _clause.Add(In(b));
            Add(Not(In(b)), _out[argument]);
        }
        Add([.. _clause]);
    }

    private void DefendedMeansIn(int argument)
    {
        _clause.Clear();
        _clause.Add(In(argument));
        foreach (var b in Framework.Attackers[argument]) _clause.Add(Not(_out[b]));
        Add([.. _clause]);
    }
}
