using Debate.Argumentation.Sat;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

/// <summary>
/// Searches with the SAT solver for proofs that claims have no model, and has every proof checked, so that its results need not be trusted.
/// A model that it finds instead is a set of arguments that the caller can inspect.
/// </summary>
/// <param name="framework">The attacks.</param>
/// <param name="budget">The search budget of all proofs together.</param>
internal sealed class Refuter(Framework framework, SearchBudget budget)
{
    /// <summary>The clauses of sets of this framework.</summary>
    public SetClauses Clauses { get; } = new(framework);

    /// <summary>
    /// Null if the claim was refuted and the refutation checked; otherwise a set that satisfies it. An
    /// <see cref="UncheckedRefutationException"/> if
    /// there is neither.
    /// </summary>
    public int[]? FindCounterexample(ClauseList claim) => FindCounterexample(claim, _ => null, (_, _) => false);

    /// <summary>
    /// The same, but <paramref name="answer"/> may reply to a set that satisfies the claim with a further clause and the admissible set
    /// that justifies it, which <paramref name="justifies"/> confirms.
    /// </summary>
    public int[]? FindCounterexample(ClauseList claim, Func<int[], RefutationStep?> answer, Func<int[], int[], bool> justifies)
    {
        var steps = new List<RefutationStep>();
        var solver = CreateSolver(claim, clause => steps.Add(new(clause.ToArray())));
        while (solver.Solve([], budget) == SatResult.Satisfiable)
        {
            var set = ReadModel(solver);
            if (answer(set) is not { } step) return set;
            steps.Add(step);
            solver.AddClause(step.Clause);
        }
        return RefutationChecker.Verify(Clauses.VariableCount, claim, new(steps), justifies, () => budget.Spend(0))
            ? null : throw new UncheckedRefutationException("the refutation found could not be checked");
    }

    /// <summary>A set that satisfies the claim; null if the solver finds none (unchecked).</summary>
    public int[]? FindModel(ClauseList claim)
    {
        var solver = CreateSolver(claim, null);
        return solver.Solve([], budget) == SatResult.Satisfiable ? ReadModel(solver) : null;
    }

    private Cdcl CreateSolver(ClauseList claim, Action<ReadOnlySpan<int>>? learned)
    {
        var solver = new Cdcl(learned);
        for (var v = 0; v < Clauses.VariableCount; v++) solver.AddVariable(phase: v < framework.Count);
        for (var i = 0; i < claim.Count; i++) solver.AddClause(claim[i]);
        return solver;
    }

    private int[] ReadModel(ISatSolver solver) => [.. Enumerable.Range(0, framework.Count).Where(a => solver.Value(SetClauses.In(a)))];
}

/// <summary>A proof was sought, but none was found that could be checked.</summary>
internal sealed class UncheckedRefutationException(string message) : Exception(message);
