using Debate.Argumentation.Sat;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Certificates;

/// <summary>
/// A proof that clauses have no model: a sequence of clauses, each derived from those before it, until a contradiction. Some need no
/// derivation because an admissible set justifies them; which sets justify which clauses depends on the claim, so the code that makes the
/// claim decides it.
/// </summary>
/// <param name="Steps">The clauses in the order of derivation.</param>
public sealed record Refutation(IReadOnlyList<RefutationStep> Steps);

/// <summary>One clause of a refutation.</summary>
/// <param name="Clause">Its literals.</param>
/// <param name="Justification">An admissible set that justifies it; null if it follows by unit propagation.</param>
public sealed record RefutationStep(int[] Clause, int[]? Justification = null);

/// <summary>Clauses in one flat array; a literal is 2v for variable v and 2v+1 for its negation.</summary>
public sealed class ClauseList
{
    private readonly List<int> _literals = [];
    private readonly List<int> _ends = [0];

    /// <summary>Number of clauses.</summary>
    public int Count => _ends.Count - 1;

    /// <summary>A clause.</summary>
    public ReadOnlySpan<int> this[int clause] =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_literals)[_ends[clause].._ends[clause + 1]];

    /// <summary>Adds a clause.</summary>
    public void Add(params ReadOnlySpan<int> literals)
    {
        foreach (var literal in literals) _literals.Add(literal);
        _ends.Add(_literals.Count);
    }
}

/// <summary>
/// Checks a refutation clause by clause: a clause follows by reverse unit propagation (RUP) if propagating its negation yields a conflict
/// with the clauses held so far (Goldberg and Novikov, 2003; Van Gelder, 2008). It shares no code with the solver that found the
/// refutation.
/// </summary>
public sealed class RefutationChecker
{
    private readonly List<int[]> _clauses = [];
    private readonly List<int>[] _watching;
    private readonly sbyte[] _value;
    private readonly List<int> _trail = [];
    private int _propagated;
    private bool _contradictory;

    private RefutationChecker(int variables)
    {
        _value = new sbyte[2 * variables];
        _watching = new List<int>[2 * variables];
        for (var i = 0; i < _watching.Length; i++) _watching[i] = [];
    }

    /// <summary>
    /// Whether the refutation proves that the clauses have no model. <paramref name="justifies"/> decides whether an admissible set
    /// justifies a clause; <paramref name="pause"/> is called before each step.
    /// </summary>
    public static bool Verify(
        int variables, ClauseList clauses, Refutation refutation, Func<int[], int[], bool>? justifies = null, Action? pause = null)
    {
        var checker = new RefutationChecker(variables);
        for (var i = 0; i < clauses.Count; i++) checker.AddClause(clauses[i].ToArray());
        foreach (var step in refutation.Steps)
        {
            pause?.Invoke();
            if (checker._contradictory) return true;
            if (!checker.IsWellFormed(step.Clause)) return false;
            var stands = step.Justification is { } set ? justifies?.Invoke(step.Clause, set) == true
                : checker.FollowsByPropagation(step.Clause);
            if (!stands) return false;
            checker.AddClause(step.Clause);
        }
        return checker._contradictory;
    }

    private bool IsWellFormed(int[] clause) => Array.TrueForAll(clause, l => l >= 0 && l < _value.Length);

    private bool FollowsByPropagation(int[] clause)
    {
        var mark = _trail.Count;
        var contradiction = false;
        foreach (var literal in clause)
            if (_value[literal] > 0) contradiction = true;
            else if (_value[literal] == 0) Assign(literal ^ 1);
        contradiction = contradiction || !Propagate();
        for (var i = _trail.Count - 1; i >= mark; i--) _value[_trail[i]] = _value[_trail[i] ^ 1] = 0;
        _trail.RemoveRange(mark, _trail.Count - mark);
        _propagated = mark;
        return contradiction;
    }

    // Literals that are true at the top level stay on the trail: a clause is watched by two of its literals that are not false there.
    private void AddClause(int[] clause)
    {
        var literals = clause.Distinct().OrderByDescending(l => _value[l]).ToArray();
        if (_contradictory || (literals.Length > 0 && _value[literals[0]] > 0)) return;
        var open = literals.Count(l => _value[l] == 0);
        if (open >= 2)
        {
            _watching[literals[0]].Add(_clauses.Count);
            _watching[literals[1]].Add(_clauses.Count);
            _clauses.Add(literals);
            return;
        }
        if (open == 1) Assign(literals[0]);
        _contradictory = open == 0 || !Propagate();
    }

    private void Assign(int literal)
    {
        _value[literal] = 1;
        _value[literal ^ 1] = -1;
        _trail.Add(literal);
    }

    private bool Propagate()
    {
        for (; _propagated < _trail.Count; _propagated++)
        {
            var falsified = _trail[_propagated] ^ 1;
            var watching = _watching[falsified];
            var kept = 0;
            for (var i = 0; i < watching.Count; i++)
            {
                var clause = watching[i];
                if (ReplaceWatch(clause, falsified)) continue;
                watching[kept++] = clause;
                var other = OtherWatch(clause, falsified);
                if (_value[other] > 0) continue;
                if (_value[other] == 0)
                {
                    Assign(other);
                    continue;
                }
                for (i++; i < watching.Count; i++) watching[kept++] = watching[i];
                watching.RemoveRange(kept, watching.Count - kept);
                return false;
            }
            watching.RemoveRange(kept, watching.Count - kept);
        }
        return true;
    }

    private int OtherWatch(int clause, int watch) => _clauses[clause][0] == watch ? _clauses[clause][1] : _clauses[clause][0];

    private bool ReplaceWatch(int clause, int falsified)
    {
        var literals = _clauses[clause];
        var slot = literals[0] == falsified ? 0 : 1;
        if (_value[literals[1 - slot]] > 0) return false;
        for (var i = 2; i < literals.Length; i++)
        {
            if (_value[literals[i]] < 0) continue;
            (literals[slot], literals[i]) = (literals[i], literals[slot]);
            _watching[literals[slot]].Add(clause);
            return true;
        }
        return false;
    }
}

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
