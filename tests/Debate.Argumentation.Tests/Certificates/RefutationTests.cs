using Debate.Argumentation.Certificates;
using Debate.Argumentation.Sat;
using Debate.Argumentation.Solving;
using Debate.Core;

namespace Debate.Argumentation.Tests.Certificates;

/// <summary>A refutation holds when each of its clauses follows, and a forged one does not.</summary>
public sealed class RefutationTests
{
    private const int Pigeons = 6;
    private const int Holes = 5;
    private const int Variables = Pigeons * Holes;

    [Fact]
    public void What_the_solver_derived_holds() => Assert.True(RefutationChecker.Verify(Variables, PigeonHoles(), Derived()));

    [Fact]
    public void Nothing_does_not_refute() => Assert.False(RefutationChecker.Verify(Variables, PigeonHoles(), new([])));

    [Fact]
    public void The_empty_clause_alone_does_not_refute() =>
        Assert.False(RefutationChecker.Verify(Variables, PigeonHoles(), new([new([])])));

    [Fact]
    public void A_derivation_refutes_nothing_else()
    {
        var derived = Derived();
        for (var left = 0; left < Pigeons; left++) Assert.False(RefutationChecker.Verify(Variables, PigeonHoles(without: left), derived));
    }

    [Fact]
    public void A_derivation_without_its_first_half_does_not_hold()
    {
        var steps = Derived().Steps;
        Assert.False(RefutationChecker.Verify(Variables, PigeonHoles(), new([.. steps.Skip(steps.Count / 2).Reverse()])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2 * Variables)]
    public void A_literal_of_no_variable_is_refused(int literal) =>
        Assert.False(RefutationChecker.Verify(Variables, PigeonHoles(), new([new([literal]), .. Derived().Steps])));

    [Fact]
    public void A_justified_clause_stands_or_falls_with_its_justification()
    {
        var clauses = new ClauseList();
        clauses.Add(0);
        var refutation = new Refutation([new([1], [7])]);
        Assert.True(RefutationChecker.Verify(1, clauses, refutation, (clause, set) => clause is [1] && set is [7]));
        Assert.False(RefutationChecker.Verify(1, clauses, refutation, (_, _) => false));
        Assert.False(RefutationChecker.Verify(1, clauses, refutation));
    }

    [Fact]
    public void Clauses_with_a_model_are_refuted_by_no_forgery()
    {
        var draws = SeededRandom.Create(5, "forgery");
        for (var i = 0; i < 2000; i++)
        {
            var model = draws.NextInt(1 << 6);
            var clauses = new ClauseList();
            for (var c = 0; c < 12; c++)
            {
                var clause = Clause(draws);
                if (clause.Any(l => (model >> (l / 2) & 1) != (l & 1))) clauses.Add(clause);
            }
            var forged = Enumerable.Range(0, 6).Select(_ => new RefutationStep(Clause(draws)));
            Assert.False(RefutationChecker.Verify(6, clauses, new([.. forged])));
        }
    }

    private static int[] Clause(SeededRandom draws) => [.. Enumerable.Range(0, draws.NextInt(4)).Select(_ => draws.NextInt(12))];

    private static Refutation Derived()
    {
        var steps = new List<RefutationStep>();
        var solver = new Cdcl(clause => steps.Add(new(clause.ToArray())));
        var clauses = PigeonHoles();
        for (var v = 0; v < Variables; v++) solver.AddVariable();
        for (var i = 0; i < clauses.Count; i++) solver.AddClause(clauses[i]);
        Assert.Equal(SatResult.Unsatisfiable, solver.Solve([], new SearchBudget()));
        return new(steps);
    }

    // Every pigeon has a hole, and no two share one.
    private static ClauseList PigeonHoles(int without = -1)
    {
        var clauses = new ClauseList();
        for (var p = 0; p < Pigeons; p++)
            if (p != without) clauses.Add([.. Enumerable.Range(0, Holes).Select(h => 2 * (p * Holes + h))]);
        for (var h = 0; h < Holes; h++)
            for (var p = 0; p < Pigeons; p++)
                for (var q = 0; q < p; q++) clauses.Add(2 * (p * Holes + h) + 1, 2 * (q * Holes + h) + 1);
        return clauses;
    }
}
