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
    private readonly ClauseMinimiser _minimiser;
    private readonly VariableHeap _heap = new();
    private readonly PhaseSaving _phases = new();
    private readonly Action<ReadOnlySpan<int>>? _onClauseLearned;
    private Sequence<WatchedClause>[] _watches = [];
    private Sequence<int>[] _binaries = [];
    private bool[] _marks = [];
    private sbyte[] _model = [];
    private int _propagated;
    private Sequence<int> _clause, _core;
    private bool _isUnsatisfiable;

    /// <param name="learned">
    /// Called with every derived clause, including the empty one: each follows from the input clauses and the clauses before it by unit
    /// propagation alone (reverse unit propagation: Goldberg and Novikov, 2003).
    /// </param>
    public Cdcl(Action<ReadOnlySpan<int>>? learned = null) => (_onClauseLearned, _minimiser) = (learned, new(_trail, _arena));

    /// <inheritdoc/>
    public int VariableCount { get; private set; }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Core => _core.Span;

    private int Level => _trail.Level;

    /// <inheritdoc/>
    public int AddVariable(bool phase = false)
    {
        if (VariableCount == _trail.Levels.Length) Resize(Math.Max(16, 2 * VariableCount));
        _phases.AddVariable(VariableCount, phase);
        _heap.AddVariable(VariableCount);
        return VariableCount++;
    }

    /// <inheritdoc/>
    public bool AddClause(ReadOnlySpan<int> literals)
    {
        if (_isUnsatisfiable) return false;
        _clause.Count = 0;
        var satisfied = false;
        foreach (var literal in literals)
        {
            satisfied |= _trail.Values[literal] > 0 || _marks[literal ^ 1];
            if (_trail.Values[literal] == 0 && !_marks[literal]) _clause.Add(literal);
            _marks[literal] = true;
        }
        foreach (var literal in literals) _marks[literal] = false;
        if (!satisfied) AttachClause();
        return !_isUnsatisfiable;
    }

    /// <inheritdoc/>
    public void SetPhase(int literal) => _phases.SetPhase(literal);

    /// <inheritdoc/>
    public bool Value(int literal) => _model[literal] > 0;

    /// <inheritdoc/>
    public SatResult Solve(ReadOnlySpan<int> assumptions, SearchBudget budget)
    {
        _core.Count = 0;
        if (_stamps.Length <= VariableCount + assumptions.Length) Array.Resize(ref _stamps, 2 * (VariableCount + assumptions.Length));
        try
        {
            var found = _isUnsatisfiable ? SatResult.Unsatisfiable : Search(assumptions, budget);
            if (_model.Length < 2 * VariableCount) _model = new sbyte[_trail.Values.Length];
            if (found == SatResult.Satisfiable) _trail.Values.AsSpan(0, 2 * VariableCount).CopyTo(_model);
            return found;
        }
        finally
        {
            Backtrack(0);
        }
    }

    // Adds the clause in _clause at level 0.
    private void AttachClause()
    {
        if (_clause.Count > 1) StoreClause(_clause.Span, 0);
        else if (_clause.Count == 1) _trail.Assign(_clause.Items[0], None);
        if (_clause.Count == 0 || (_clause.Count == 1 && Propagate() != None)) MarkUnsatisfiable();
    }

    // Stores a clause of two or more literals, and returns its reference as the reason of its first literal.
    private int StoreClause(ReadOnlySpan<int> literals, int glue)
    {
        if (literals.Length == 2)
        {
            _binaries[literals[0] ^ 1].Add(literals[1]);
            _binaries[literals[1] ^ 1].Add(literals[0]);
            return Trail.BinaryReason(literals[1]);
        }
        var clause = _arena.Add(literals, glue);
        WatchClause(clause);
        return clause;
    }

    private void WatchClause(int clause)
    {
        var literals = _arena.Literals(clause);
        _watches[literals[0] ^ 1].Add(new(clause, literals[1]));
        _watches[literals[1] ^ 1].Add(new(clause, literals[0]));
    }

    private void MarkUnsatisfiable()
    {
        _isUnsatisfiable = true;
        _onClauseLearned?.Invoke([]);
    }

    private void Resize(int variables)
    {
        Array.Resize(ref _watches, 2 * variables);
        Array.Resize(ref _binaries, 2 * variables);
        Array.Resize(ref _marks, 2 * variables);
        _trail.Resize(variables);
        _minimiser.Resize(variables);
    }
}
