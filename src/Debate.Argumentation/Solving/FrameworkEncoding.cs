using Debate.Argumentation.Sat;

namespace Debate.Argumentation.Solving;

/// <summary>
/// A framework as clauses. In every encoding the literal 2a states that argument a is in, so that a condition on a set, such as "a is in",
/// means the same in all of them.
/// </summary>
internal abstract class FrameworkEncoding
{
    private const int CheckInterval = 32;
    private readonly SearchBudget _budget;

    /// <param name="framework">The framework to encode.</param>
    /// <param name="budget">The search budget.</param>
    /// <param name="eager">Whether arguments are first tried in: finds large sets faster, but small sets more slowly.</param>
    protected FrameworkEncoding(Framework framework, SearchBudget budget, bool eager = false)
    {
        (Framework, _budget) = (framework, budget);
        for (var a = 0; a < framework.Count; a++) Sat.AddVariable(eager);
    }

    /// <summary>The encoded framework.</summary>
    public Framework Framework { get; }

    /// <summary>The solver that holds the clauses.</summary>
    protected ISatSolver Sat { get; } = new Cdcl();

    /// <summary>The literal: the argument is in.</summary>
    public static int In(int argument) => 2 * argument;

    /// <summary>The negation of a literal.</summary>
    public static int Not(int literal) => literal ^ 1;

    /// <summary>Whether an ascending set satisfies a condition that mentions only the literals of arguments.</summary>
    public static bool Satisfies(int[] set, ReadOnlySpan<int> condition)
    {
        foreach (var literal in condition)
            if (Array.BinarySearch(set, literal / 2) >= 0 != (literal % 2 == 0)) return false;
        return true;
    }

    /// <summary>
    /// Adds a free variable and returns its positive literal, which the solver may set either way. <paramref name="phase"/> is the
    /// variable's initial phase.
    /// </summary>
    public int AddLiteral(bool phase = false) => 2 * Sat.AddVariable(phase);

    /// <summary>Adds a clause.</summary>
    public void AddClause(params ReadOnlySpan<int> clause) => Sat.AddClause(clause);

    /// <summary>Whether there is a model under assumptions.</summary>
    public bool Solve(params ReadOnlySpan<int> assumptions) => Sat.Solve(assumptions, _budget) switch
    {
        SatResult.Satisfiable => true,
        SatResult.Unsatisfiable => false,
        _ => throw new SearchBudgetSpentException(_budget.Spent),
    };

    /// <summary>
    /// Whether there is a model under assumptions; null if that was not decided within this many conflicts. The search can be continued
    /// later.
    /// </summary>
    public bool? TrySolve(long conflicts, params ReadOnlySpan<int> assumptions)
    {
        var portion = _budget.CreateSubBudget(conflicts);
        try
        {
            return Sat.Solve(assumptions, portion) == SatResult.Satisfiable;
        }
        catch (SearchBudgetSpentException) when (portion.IsOverspent)
        {
            return null;
        }
    }

    /// <summary>Sets phases so that these literals are tried true next.</summary>
    public void SetPhases(ReadOnlySpan<int> literals)
    {
        foreach (var literal in literals) Sat.SetPhase(literal);
    }

    /// <summary>The arguments that are in in the model, ascending.</summary>
    public int[] ReadSet()
    {
        var set = new List<int>();
        for (var a = 0; a < Framework.Count; a++) if (Sat.Value(In(a))) set.Add(a);
        return [.. set];
    }

    /// <summary>
    /// Excludes exactly this set from all further models (or only from those in which <paramref name="guard"/> holds, if given).
    /// </summary>
    public void ExcludeSet(int[] set, int? guard = null)
    {
        var clause = new List<int>(Framework.Count + 1);
        if (guard is { } literal) clause.Add(Not(literal));
        for (int a = 0, next = 0; a < Framework.Count; a++)
        {
            var member = next < set.Length && set[next] == a;
            if (member) next++;
            clause.Add(member ? Not(In(a)) : In(a));
        }
        AddClause([.. clause]);
    }

    /// <summary>Requires that these arguments are not in.</summary>
    public void ForbidArguments(ReadOnlySpan<int> arguments)
    {
        foreach (var argument in arguments) AddClause(Not(In(argument)));
    }

    /// <summary>Adds a guard literal that implies that at least one of these arguments is not in.</summary>
    public int AddLackingGuard(int[] arguments)
    {
        var guard = AddLiteral(phase: true);
        AddClause([Not(guard), .. arguments.Select(a => Not(In(a)))]);
        return guard;
    }

    /// <summary>Adds the clause that not both ends of an attack are in; only once for a mutual attack.</summary>
    protected void AddConflict(int argument, int attacker)
    {
        if (attacker <= argument || Framework.Attackers[attacker].BinarySearch(argument) < 0)
            AddClause(Not(In(argument)), Not(In(attacker)));
    }

    /// <summary>
    /// Checks for cancellation while clauses are built: called for each argument, effective for every <see cref="CheckInterval"/>th.
    /// </summary>
    protected void CheckCancellation(int argument)
    {
        if (argument % CheckInterval == 0) _budget.Spend(0);
    }
}
