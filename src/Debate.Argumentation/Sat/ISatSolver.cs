namespace Debate.Argumentation.Sat;

/// <summary>What a satisfiability solver says.</summary>
public enum SatResult
{
    /// <summary>The effort was spent before an answer was found.</summary>
    Unknown,

    /// <summary>There is a model.</summary>
    Satisfiable,

    /// <summary>There is none under the assumptions.</summary>
    Unsatisfiable,
}

/// <summary>
/// An incremental satisfiability solver, after the IPASIR interface (Balyo, Biere, Iser and Sinz, 2016). A literal is 2v for variable v and
/// 2v+1 for its negation. Clauses may be added between calls; assumptions hold for one call. One thread at a time.
/// </summary>
public interface ISatSolver
{
    /// <summary>Number of variables.</summary>
    int Variables { get; }

    /// <summary>Adds a variable and returns it. <paramref name="phase"/> is the value it is first tried with.</summary>
    int AddVariable(bool phase = false);

    /// <summary>Adds a clause. False when the formula has become unsatisfiable by it; every later call then says so too.</summary>
    bool AddClause(ReadOnlySpan<int> literals);

    /// <summary>The literal is tried true next; what a search finds for its variable counts again afterwards. A hint alone.</summary>
    void Prefer(int literal);

    /// <summary>Looks for a model under assumptions, spending <paramref name="effort"/>.</summary>
    SatResult Solve(ReadOnlySpan<int> assumptions, Solving.Effort effort);

    /// <summary>After <see cref="SatResult.Satisfiable"/>: the value of a literal in the model.</summary>
    bool Value(int literal);

    /// <summary>
    /// After <see cref="SatResult.Unsatisfiable"/>: a subset of the assumptions that is enough; empty when none is needed.
    /// </summary>
    ReadOnlySpan<int> Core { get; }
}
