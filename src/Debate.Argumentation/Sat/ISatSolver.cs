namespace Debate.Argumentation.Sat;

/// <summary>The result of a SAT solver.</summary>
public enum SatResult
{
    /// <summary>The budget was spent before a result was found.</summary>
    Unknown,

    /// <summary>There is a model.</summary>
    Satisfiable,

    /// <summary>There is no model under the assumptions.</summary>
    Unsatisfiable,
}

/// <summary>
/// An incremental satisfiability solver, after the IPASIR interface (Balyo, Biere, Iser and Sinz, 2016). A literal is 2v for variable v and
/// 2v+1 for its negation. Clauses may be added between calls; assumptions hold for one call. One thread at a time.
/// </summary>
public interface ISatSolver
{
    /// <summary>Number of variables.</summary>
    int VariableCount { get; }

    /// <summary>Adds a variable and returns it. <paramref name="phase"/> is its initial phase.</summary>
    int AddVariable(bool phase = false);

    /// <summary>Adds a clause. False if that makes the formula unsatisfiable; every later call then returns false too.</summary>
    bool AddClause(ReadOnlySpan<int> literals);

    /// <summary>
    /// Sets the saved phase of a variable so that the literal is tried true next; later searches overwrite it. Only a hint.
    /// </summary>
    void SetPhase(int literal);

    /// <summary>Searches for a model under assumptions, spending the budget <paramref name="budget"/>.</summary>
    SatResult Solve(ReadOnlySpan<int> assumptions, Solving.SearchBudget budget);

    /// <summary>After <see cref="SatResult.Satisfiable"/>: the value of a literal in the model.</summary>
    bool Value(int literal);

    /// <summary>
    /// After <see cref="SatResult.Unsatisfiable"/>: a sufficient subset of the assumptions (IPASIR: the failed ones); empty if none is
    /// needed.
    /// </summary>
    ReadOnlySpan<int> Core { get; }
}
