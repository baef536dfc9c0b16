using CsCheck;
using Debate.Argumentation.Explanations;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

public sealed class ExplanationTests
{
    private static readonly ExplanationLimits Everything = new(MaxSets: 10_000, MaxChecks: 1_000_000, MaxSetSize: 10);

    public static TheoryData<string, bool> Acceptances => new()
    {
        { "GR", false }, { "AD", false }, { "CO", false }, { "CO", true }, { "PR", false }, { "PR", true }, { "ST", false }, { "ST", true },
        { "SST", false }, { "SST", true }, { "STG", false }, { "STG", true }, { "ID", false }, { "EA", false },
    };

    [Fact]
    public void Golden_reinstatement()
    {
        // a <- b <- c: c defends a.
        var explanation = Explain(Of(3, (1, 0), (2, 1)), 0, "GR");
        Assert.Equal([0, 2], Assert.Single(explanation.Defences));
        Assert.Equal([2], explanation.Necessary);
        Assert.Equal([0, 1, 2], explanation.Dispute!.Arguments);
        Assert.Equal([2], Assert.Single(explanation.Removals).Arguments);
        Assert.Equal([0, 1, 2], explanation.Mentioned);
    }

    [Fact]
    public void Golden_two_defences_one_of_them_of_itself()
    {
        // a <-> b, c -> b: in some preferred extension a needs no other defender.
        var framework = Of(3, (0, 1), (1, 0), (2, 1));
        Assert.Equal([0], Assert.Single(Explain(framework, 0, "PR").Defences));
        Assert.Equal([0, 2], Assert.Single(Explain(framework, 0, "GR").Defences));
        Assert.Empty(Explain(framework, 0, "PR").Removals);
    }

    [Theory]
    [InlineData("GR")]
    [InlineData("PR")]
    [InlineData("ST")]
    public void Golden_a_defender_that_another_makes_superfluous_is_left_out(string code)
    {
        // x and y attack a; d attacks x, e attacks both.
        var explanation = Explain(Of(5, (1, 0), (2, 0), (3, 1), (4, 1), (4, 2)), 0, code);
        Assert.Equal([0, 4], Assert.Single(explanation.Defences));
    }

    [Fact]
    public void Golden_why_not()
    {
        // a <- b, a <- d <- e: b is unanswered, d is answered.
        var explanation = Explain(Of(4, (1, 0), (2, 0), (3, 2)), 0, "PR");
        Assert.False(explanation.Accepted);
        Assert.Equal([(1, true), (2, false)], explanation.Attackers.Select(a => (a.Argument, a.IsUnanswered)));
        Assert.Equal([3], explanation.Attackers[1].AnsweredBy);
        Assert.Equal([1], Assert.Single(explanation.Removals).Arguments);
        Assert.Equal([1], Assert.Single(explanation.Additions).Arguments);
        Assert.Empty(explanation.Gaps);
    }

    [Fact]
    public void Golden_floating_acceptance_has_a_defence_in_each_extension()
    {
        // a and b attack each other and both attack c, which attacks d: d is in every preferred extension but not grounded.
        var explanation = Explain(Of(4, (0, 1), (1, 0), (0, 2), (1, 2), (2, 3)), 3, "PR", sceptical: true);
        Assert.Equal(["0 3", "1 3"], explanation.Defences.Select(d => string.Join(' ', d)).Order(StringComparer.Ordinal));
        Assert.False(explanation.IsSufficient);
    }

    [Fact]
    public void What_attacks_itself_is_told_so()
    {
        var explanation = Explain(Of(2, (0, 0), (1, 0)), 0, "PR");
        Assert.Empty(explanation.Removals);
        Assert.Contains(explanation.Gaps, g => g.Contains("attacks itself", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Acceptances))]
    public void Applied_every_reason_does_what_it_claims(string code, bool sceptical) =>
        Gen.Int[1, 5].Select(Gen.Long[0, 1000000]).Sample((n, seed) =>
        {
            var framework = DefinedSemantics.Random(seed, n);
            for (var argument = 0; argument < n; argument++)
            {
                var explanation = Explain(framework, argument, code, sceptical);
                var applied = new AppliedExplanation(framework, code, sceptical, argument);
                Assert.Equal(DefinedSemantics.Accepts(framework, code, argument, sceptical), explanation.Accepted);
                if (explanation.Accepted) applied.CheckAccepted(explanation); else applied.CheckRejected(explanation);
            }
        }, iter: 12);

    [Theory]
    [InlineData("GR")]
    [InlineData("PR")]
    public void Within_small_limits_it_says_what_is_missing(string code) => Gen.Long[0, 1000000].Sample(seed =>
    {
        var framework = DefinedSemantics.Random(seed, 8, 2);
        for (var argument = 0; argument < 8; argument++)
        {
            var small = Explainer.Explain(new FrameworkContext(framework), argument, Acceptance(code),
                new(MaxSets: 1, MaxChecks: 3, MaxSetSize: 1));
            var all = Explainer.Explain(new FrameworkContext(framework), argument, Acceptance(code), Everything);
            var cut = small.Removals.Count(r => r.IsMinimal) < all.Removals.Count
                || small.Additions.Count(a => a.IsMinimal) < all.Additions.Count
                || small.Defences.Count < all.Defences.Count;
            if (cut) Assert.NotEmpty(small.Gaps);
        }
    }, iter: 40);

    [Fact]
    public void A_spent_effort_leaves_a_gap_and_no_lie()
    {
        var framework = Of(4, (1, 0), (2, 0), (3, 2));
        var tired = new SearchBudget(conflicts: 2);
        var explanation = Explainer.Explain(new FrameworkContext(framework), 0, new Acceptance(new Tiring()), budget: tired);
        Assert.False(explanation.Accepted);
        Assert.Contains(explanation.Gaps, g => g.Contains("no answer within 2 conflicts", StringComparison.Ordinal));
        Assert.Empty(explanation.Removals);
    }

    [Theory]
    [InlineData("GR")]
    [InlineData("PR")]
    public void A_long_chain_is_explained_without_recursion(string code)
    {
        const int Length = 20_001;
        var framework = Of(Length, [.. Enumerable.Range(1, Length - 1).Select(i => (i, i - 1))]);
        var explanation = Explainer.Explain(new FrameworkContext(framework), 0, Acceptance(code), new(MaxChecks: 5));
        Assert.Equal((Length + 1) / 2, Assert.Single(explanation.Defences).Count);
        Assert.Equal(Length, explanation.Dispute!.Nodes.Count());
    }

    [Fact]
    public void Two_extensions_differ_by_what_is_in_one_alone()
    {
        var difference = ExtensionDifference.Compute(Of(4, (0, 1), (1, 0), (2, 3)), [0, 2], [1, 2]);
        Assert.Equal([2], difference.Common);
        Assert.Equal([0], difference.OnlyFirst);
        Assert.Equal([1], difference.OnlySecond);
        Assert.Equal([(0, 1), (1, 0)], difference.Conflicts);
    }

    private static Framework Of(int count, params (int From, int To)[] attacks) => DefinedSemantics.Of(count, attacks);

    private static Acceptance Acceptance(string code, bool sceptical = false) => new(SemanticsCatalogue.Find(code)!, sceptical);

    private static Explanation Explain(Framework framework, int argument, string code, bool sceptical = false) =>
        Explainer.Explain(new FrameworkContext(framework), argument, Acceptance(code, sceptical), Everything);

    /// <summary>Preferred semantics that spends one conflict of the search budget per query.</summary>
    private sealed class Tiring : ISemantics
    {
        private readonly Preferred _preferred = new();

        public string Name => "preferred";
        public string Code => "PR";
        public int[]? Extension(Framework framework, SearchBudget budget) => _preferred.Extension(framework, budget);
        public IEnumerable<int[]> Extensions(Framework framework, SearchBudget budget) => _preferred.Extensions(framework, budget);
        public Answer Sceptical(Framework framework, int argument, SearchBudget budget) =>
            _preferred.Sceptical(framework, argument, budget);

        public Answer Credulous(Framework framework, int argument, SearchBudget budget)
        {
            budget.Spend(1);
            return _preferred.Credulous(framework, argument, budget);
        }
    }
}
