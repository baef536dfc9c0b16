using System.Runtime.InteropServices;

namespace Debate.Argumentation.Solving;

/// <summary>The kind of labelling that is required.</summary>
internal enum LabellingKind
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
internal sealed class LabellingEncoding : FrameworkEncoding
{
    private readonly int[] _out;
    private readonly List<int> _clause = [];

    /// <param name="framework">The framework to encode.</param>
    /// <param name="demand">The kind of labelling.</param>
    /// <param name="budget">The search budget.</param>
    /// <param name="eager">Whether arguments are first tried in.</param>
    public LabellingEncoding(Framework framework, LabellingKind demand, SearchBudget budget, bool eager = false)
        : base(framework, budget, eager)
    {
        _out = demand == LabellingKind.ConflictFree ? [] : new int[framework.Count];
        for (var a = 0; a < _out.Length; a++)
            _out[a] = framework.Attackers[a].Length == 1 ? In(framework.Attackers[a][0]) : AddLiteral();
        for (var a = 0; a < framework.Count; a++)
        {
            CheckCancellation(a);
            if (demand >= LabellingKind.Admissible && framework.Attackers[a].Length != 1) AddClause(AttackedClause(a, Not(_out[a])));
            foreach (var b in framework.Attackers[a])
            {
                AddConflict(a, b);
                if (demand >= LabellingKind.Admissible) AddClause(Not(In(a)), _out[b]);
                if (demand == LabellingKind.Complete) AddClause(Not(In(b)), _out[a]);
            }
            if (demand == LabellingKind.Complete) AddDefendedImpliesIn(a);
        }
    }

    /// <summary>
    /// The literal: the argument is out, which implies an attacker that is in. The conflict-free kind has no such literals.
    /// </summary>
    public int Out(int argument) => _out[argument];

    /// <summary>Adds one literal per argument, which implies that the argument is in or out.</summary>
    public int[] AddRangeLiterals()
    {
        var range = new int[Framework.Count];
        for (var a = 0; a < range.Length; a++)
        {
            CheckCancellation(a);
            range[a] = AddLiteral(phase: true);
            if (_out.Length > 0) AddClause(Not(range[a]), In(a), Out(a));
            else AddClause(AttackedClause(a, Not(range[a]), In(a)));
        }
        return range;
    }

    /// <summary>The in literal of every argument.</summary>
    public int[] MemberLiterals() => [.. Enumerable.Range(0, Framework.Count).Select(In)];

    // The clause that an attacker of the argument is in, or one of the other literals holds.
    private ReadOnlySpan<int> AttackedClause(int argument, params ReadOnlySpan<int> or)
    {
        _clause.Clear();
        _clause.AddRange(or);
        foreach (var b in Framework.Attackers[argument]) _clause.Add(In(b));
        return CollectionsMarshal.AsSpan(_clause);
    }

    private void AddDefendedImpliesIn(int argument)
    {
        _clause.Clear();
        _clause.Add(In(argument));
        foreach (var b in Framework.Attackers[argument]) _clause.Add(Not(_out[b]));
        AddClause([.. _clause]);
    }
}
