using CsCheck;
using Debate.Argumentation.Sat;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

public sealed class SatTests
{
    [Fact]
    public void Random_formulas_agree_with_brute_force_and_stay_incremental() => Gen.Long[0, 1L << 40].Sample(seed =>
    {
        var random = new Random((int)(seed ^ (seed >> 32)));
        var variables = random.Next(1, 13);
        var told = new List<int[]>();
        var solver = Solver(variables, told);
        var clauses = new List<int[]>();
        for (var call = 0; call < 6; call++)
        {
            for (var more = random.Next(variables * 2); more > 0; more--) Add(solver, clauses, Clause(random, variables));
            var assumptions = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2 * variables)).ToArray();
            Check(solver, variables, clauses, assumptions);
        }
        Derivation.Check(clauses, told);
    }, iter: 4000);

    [Fact]
    public void Formulas_at_the_threshold_agree_with_brute_force() => Gen.Int[0, int.MaxValue].Sample(seed =>
    {
        var random = new Random(seed);
        const int variables = 12;
        var solver = Solver(variables);
        var clauses = new List<int[]>();
        for (var k = 0; k < 52; k++) Add(solver, clauses, Distinct(random, variables, 3));
        Check(solver, variables, clauses, []);
        Check(solver, variables, clauses, Distinct(random, variables, 3));
    }, iter: 1000);

    [Fact]
    public void What_is_preferred_is_tried_first_and_changes_no_answer()
    {
        var solver = Solver(3);
        solver.SetPhase(0);
        solver.SetPhase(3);
        solver.AddClause([1, 5]);
        Assert.Equal(SatResult.Satisfiable, solver.Solve([], new SearchBudget()));
        Assert.True(solver.Value(0) && solver.Value(3) && solver.Value(5));
        solver.SetPhase(4);
        Assert.Equal(SatResult.Satisfiable, solver.Solve([0], new SearchBudget()));
        Assert.True(solver.Value(0) && solver.Value(5));
    }

    [Fact]
    public void The_empty_clause_makes_every_later_answer_unsatisfiable()
    {
        var solver = Solver(1);
        Assert.False(solver.AddClause([]));
        Assert.False(solver.AddClause([0]));
        Assert.Equal(SatResult.Unsatisfiable, solver.Solve([0], new SearchBudget()));
        Assert.Equal(0, solver.Core.Length);
    }

    [Fact]
    public void Units_that_clash_are_refused_and_a_tautology_is_not()
    {
        var solver = Solver(2);
        Assert.True(solver.AddClause([2, 3]));
        Assert.True(solver.AddClause([0, 0]));
        Assert.False(solver.AddClause([1]));
    }

    [Fact]
    public void Contradictory_assumptions_are_the_core()
    {
        var solver = Solver(2);
        Assert.Equal(SatResult.Unsatisfiable, solver.Solve([2, 0, 1], new SearchBudget()));
        Assert.Equal([0, 1], solver.Core.ToArray().Order());
        Assert.Equal(SatResult.Satisfiable, solver.Solve([2, 0], new SearchBudget()));
    }

    [Fact]
    public void A_variable_is_first_tried_with_its_phase()
    {
        var solver = new Cdcl();
        solver.AddVariable(true);
        solver.AddVariable();
        Assert.Equal(SatResult.Satisfiable, solver.Solve([], new SearchBudget()));
        Assert.True(solver.Value(0));
        Assert.False(solver.Value(2));
    }

    [Fact]
    public void Pigeons_do_not_fit_and_the_derivation_is_checked()
    {
        var told = new List<int[]>();
        var clauses = Pigeons(6);
        var solver = Solver(7 * 6, told);
        foreach (var clause in clauses) solver.AddClause(clause);
        Assert.Equal(SatResult.Unsatisfiable, solver.Solve([], new SearchBudget()));
        Assert.Empty(told[^1]);
        Derivation.Check(clauses, told);
    }

    [Fact]
    public void Effort_ends_a_search_and_the_solver_goes_on_afterwards()
    {
        var solver = Solver(11 * 10);
        foreach (var clause in Pigeons(10)) solver.AddClause(clause);
        Assert.Throws<SearchBudgetSpentException>(() => solver.Solve([], new SearchBudget(conflicts: 2000)));
        using var cancelled = new CancellationTokenSource();
        var pauses = 0;
        var budget = new SearchBudget(cancelled.Token, pause: () => { if (++pauses == 3) cancelled.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => solver.Solve([], budget));
        Assert.InRange(budget.Spent, 1, 3 * SearchBudget.ConflictsPerStep);
        Assert.Equal(SatResult.Satisfiable, Solver(1).Solve([], new SearchBudget()));
        foreach (var pigeon in Enumerable.Range(0, 6)) Assert.True(solver.AddClause([2 * (pigeon * 10 + pigeon)]));
        Assert.Equal(SatResult.Unsatisfiable, solver.Solve([], new SearchBudget()));
    }

    [Fact]
    public void A_portion_of_effort_ends_alone_and_counts_for_the_whole()
    {
        var solver = Solver(11 * 10);
        foreach (var clause in Pigeons(10)) solver.AddClause(clause);
        using var cancelled = new CancellationTokenSource();
        var whole = new SearchBudget(cancelled.Token, conflicts: 5000);
        var portion = whole.CreateSubBudget(1000);
        Assert.Throws<SearchBudgetSpentException>(() => solver.Solve([], portion));
        Assert.True(portion.IsOverspent && !whole.IsOverspent);
        Assert.Equal(portion.Spent, whole.Spent);
        Assert.Throws<SearchBudgetSpentException>(() => solver.Solve([], whole.CreateSubBudget(100_000)));
        Assert.True(whole.IsOverspent);
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Solve([], new SearchBudget(cancelled.Token).CreateSubBudget(1000)));
    }

    [Fact]
    public void Much_propagation_without_a_conflict_gives_way_too()
    {
        const int variables = 3000, long_ = 1000;
        var solver = Solver(variables);
        for (var from = 0; from + long_ < variables; from++)
            solver.AddClause([2 * from, .. Enumerable.Range(from + 1, 2).Select(v => 2 * v), 2 * (from + long_)]);
        var steps = 0;
        var budget = new SearchBudget(pause: () => steps++);
        for (var call = 0; call < 300; call++) Assert.Equal(SatResult.Satisfiable, solver.Solve([], budget));
        Assert.True(steps > 0);
    }

    [Fact]
    public void Equal_questions_have_equal_answers()
    {
        Assert.Equal(Run(), Run());

        static string Run()
        {
            var random = new Random(7);
            var solver = Solver(120);
            for (var k = 0; k < 480; k++) solver.AddClause(Distinct(random, 120, 3));
            return solver.Solve([], new SearchBudget()) == SatResult.Satisfiable
                ? string.Concat(Enumerable.Range(0, 120).Select(v => solver.Value(2 * v) ? '1' : '0'))
                : "none";
        }
    }

    private static Cdcl Solver(int variables, List<int[]>? told = null)
    {
        var solver = new Cdcl(told is null ? null : clause => told.Add(clause.ToArray()));
        for (var v = 0; v < variables; v++) Assert.Equal(v, solver.AddVariable(v % 3 == 0));
        return solver;
    }

    private static void Add(Cdcl solver, List<int[]> clauses, int[] clause)
    {
        clauses.Add(clause);
        solver.AddClause(clause);
    }

    private static int[] Clause(Random random, int variables) =>
        [.. Enumerable.Range(0, random.Next(20) == 0 ? 1 : random.Next(2, 6)).Select(_ => random.Next(2 * variables))];

    private static int[] Distinct(Random random, int variables, int size) =>
        [.. Enumerable.Range(0, variables).OrderBy(_ => random.Next()).Take(size).Select(v => 2 * v + random.Next(2))];

    private static void Check(Cdcl solver, int variables, List<int[]> clauses, int[] assumptions)
    {
        var expected = Satisfiable(variables, clauses, assumptions);
        var found = solver.Solve(assumptions, new SearchBudget());
        Assert.Equal(expected ? SatResult.Satisfiable : SatResult.Unsatisfiable, found);
        if (expected)
        {
            Assert.All(clauses, clause => Assert.Contains(clause, solver.Value));
            Assert.All(assumptions, literal => Assert.True(solver.Value(literal) && !solver.Value(literal ^ 1)));
            return;
        }
        Assert.Subset(assumptions.ToHashSet(), solver.Core.ToArray().ToHashSet());
        Assert.False(Satisfiable(variables, clauses, solver.Core.ToArray()));
    }

    private static bool Satisfiable(int variables, List<int[]> clauses, int[] assumptions)
    {
        // A clause as the variables that make it true, and those that make it true when false; an assumption is a clause of its own.
        var all = assumptions.Select(a => new[] { a }).Concat(clauses).Select(c => (True: Mask(c, 0), False: Mask(c, 1))).ToArray();
        for (var model = 0; model < 1 << variables; model++)
            if (Array.TrueForAll(all, c => (model & c.True | ~model & c.False) != 0)) return true;
        return false;

        static int Mask(int[] clause, int sign) => clause.Where(l => (l & 1) == sign).Aggregate(0, (mask, l) => mask | 1 << (l >> 1));
    }

    private static List<int[]> Pigeons(int holes)
    {
        var clauses = new List<int[]>();
        for (var pigeon = 0; pigeon <= holes; pigeon++)
            clauses.Add([.. Enumerable.Range(0, holes).Select(hole => 2 * (pigeon * holes + hole))]);
        for (var hole = 0; hole < holes; hole++)
            for (var one = 0; one <= holes; one++)
                for (var two = 0; two < one; two++) clauses.Add([2 * (one * holes + hole) + 1, 2 * (two * holes + hole) + 1]);
        return clauses;
    }

    // Checks that each derived clause follows from those before it by unit propagation, independently of how the solver works.
    private static class Derivation
    {
        public static void Check(List<int[]> given, List<int[]> told)
        {
            var known = given.Select(Literals).ToList();
            foreach (var clause in told)
            {
                Assert.True(Follows(known, Literals(clause)), $"[{string.Join(' ', clause)}] does not follow");
                known.Add(Literals(clause));
            }
        }

        private static bool Follows(List<UInt128> known, UInt128 clause)
        {
            var fails = clause;
            if ((fails & Negated(fails)) != 0) return true;
            for (var grew = true; grew;)
            {
                grew = false;
                foreach (var other in known)
                {
                    if ((other & Negated(fails)) != 0) continue;
                    var open = other & ~fails;
                    if (open == 0) return true;
                    if ((open & (open - 1)) != 0) continue;
                    fails |= Negated(open);
                    grew = true;
                }
            }
            return false;
        }

        // A set of literals as bits; a literal and its negation are neighbours.
        private static UInt128 Literals(int[] clause) => clause.Aggregate(UInt128.Zero, (set, literal) => set | UInt128.One << literal);

        private static UInt128 Negated(UInt128 set)
        {
            var positive = UInt128.MaxValue / 3;
            return (set & positive) << 1 | set >> 1 & positive;
        }
    }
}
