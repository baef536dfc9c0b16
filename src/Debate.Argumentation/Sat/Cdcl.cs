using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Sat;

/// <summary>
/// Conflict-driven clause learning (Marques-Silva and Sakallah, 1999) as in MiniSat (Eén and Sörensson, 2003): two watched literals, first
/// unique implication points, assumptions. Deterministic; memory is linear in the stored clauses. It remains usable after the budget ends a
/// search early.
/// </summary>
public sealed partial class Cdcl : ISatSolver
{
    private const int None = Trail.None;
    private readonly Trail _trail = new();
    private readonly ClauseArena _arena = new();
    private readonly Minimiser _minimiser;
    private readonly VariableHeap _heap = new();
    private readonly Phases _phases = new();
    private readonly Action<ReadOnlySpan<int>>? _learned;
    private Sequence<Watch>[] _watches = [];
    private Sequence<int>[] _binaries = [];
    private bool[] _marks = [];
    private sbyte[] _model = [];
    private int _head;
    private Sequence<int> _clause, _core;
    private bool _broken;

    /// <param name="learned">
    /// Called with every derived clause, including the empty one: each follows from the input clauses and the clauses before it by unit
    /// propagation alone (reverse unit propagation: Goldberg and Novikov, 2003).
    /// </param>
    public Cdcl(Action<ReadOnlySpan<int>>? learned = null) => (_learned, _minimiser) = (learned, new(_trail, _arena));

    /// <inheritdoc/>
    public int Variables { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Core => _core.Span;

    private int Level => _trail.Level;

    /// <inheritdoc/>
    public int AddVariable(bool phase = false)
    {
        if (Variables == _trail.Levels.Length) Widen(Math.Max(16, 2 * Variables));
        _phases.Create(Variables, phase);
        _heap.Create(Variables);
        return Variables++;
    }

    /// <inheritdoc/>
    public bool AddClause(ReadOnlySpan<int> literals)
    {
        if (_broken) return false;
        _clause.Count = 0;
        var satisfied = false;
        foreach (var literal in literals)
        {
            satisfied |= _trail.Values[literal] > 0 || _marks[literal ^ 1];
            if (_trail.Values[literal] == 0 && !_marks[literal]) _clause.Add(literal);
            _marks[literal] = true;
        }
        foreach (var literal in literals) _marks[literal] = false;
        if (!satisfied) Attach();
        return !_broken;
    }

    /// <inheritdoc/>
    public void Prefer(int literal) => _phases.Prefer(literal);

    /// <inheritdoc/>
    public bool Value(int literal) => _model[literal] > 0;

    /// <inheritdoc/>
    public SatResult Solve(ReadOnlySpan<int> assumptions, Effort effort)
    {
        _core.Count = 0;
        if (_stamps.Length <= Variables + assumptions.Length) Array.Resize(ref _stamps, 2 * (Variables + assumptions.Length));
        try
        {
            var found = _broken ? SatResult.Unsatisfiable : Search(assumptions, effort);
            if (_model.Length < 2 * Variables) _model = new sbyte[_trail.Values.Length];
            if (found == SatResult.Satisfiable) _trail.Values.AsSpan(0, 2 * Variables).CopyTo(_model);
            return found;
        }
        finally
        {
            Backtrack(0);
        }
    }

    // Adds the clause in _clause at level 0.
    private void Attach()
    {
        if (_clause.Count > 1) Hold(_clause.Span, 0);
        else if (_clause.Count == 1) _trail.Assign(_clause.Items[0], None);
        if (_clause.Count == 0 || (_clause.Count == 1 && Propagate() != None)) Refute();
    }

    // Stores a clause of two or more literals, and returns its reference as the reason of its first literal.
    private int Hold(ReadOnlySpan<int> literals, int glue)
    {
        if (literals.Length == 2)
        {
            _binaries[literals[0] ^ 1].Add(literals[1]);
            _binaries[literals[1] ^ 1].Add(literals[0]);
            return Trail.Binary(literals[1]);
        }
        var clause = _arena.Add(literals, glue);
        Watch(clause);
        return clause;
    }

    private void Watch(int clause)
    {
        var literals = _arena.Literals(clause);
        _watches[literals[0] ^ 1].Add(new(clause, literals[1]));
        _watches[literals[1] ^ 1].Add(new(clause, literals[0]));
    }

    private void Refute()
    {
        _broken = true;
        _learned?.Invoke([]);
    }

    private void Widen(int variables)
    {
        Array.Resize(ref _watches, 2 * variables);
        Array.Resize(ref _binaries, 2 * variables);
        Array.Resize(ref _marks, 2 * variables);
        _trail.Widen(variables);
        _minimiser.Widen(variables);
    }
}
