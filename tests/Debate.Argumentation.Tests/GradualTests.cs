using CsCheck;
using Debate.Argumentation.Gradual;
using Debate.Core;
using Debate.Core.Input;

namespace Debate.Argumentation.Tests;

public sealed class GradualTests
{
    public static TheoryData<string> Scored => ["df-quad", "quadratic-energy", "euler-based"];

    public static TheoryData<string> All => [.. GradualCatalogue.Names];

    [Theory]
    [InlineData("df-quad", 0.45000)]
    [InlineData("quadratic-energy", 0.50495)]
    [InlineData("euler-based", 0.51693)]
    public void Golden_two_supporters_and_one_attacker(string name, double strength)
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var (id, score) in new[] { ("claim", 0.5), ("s1", 0.4), ("s2", 0.5), ("x", 0.8) }) builder.AddArgument(id, "", score);
        builder.AddSupport("s1", "claim");
        builder.AddSupport("s2", "claim");
        builder.AddAttack("x", "claim");
        Assert.Equal(strength, Of(builder.Build(), name)[0], 5);
    }

    [Fact]
    public void Golden_h_categoriser()
    {
        // a <- b <- c, a <- d: c = d = 1, b = 1/2, a = 1 / (1 + 1/2 + 1).
        var strengths = Of(Graphs.Attacks(4, (1, 0), (2, 1), (3, 0)), "h-categoriser");
        Assert.Equal([0.4, 0.5, 1, 1], strengths.Select(s => Math.Round(s, 12)));
    }

    [Fact]
    public void Golden_h_categoriser_on_a_self_attack_is_the_golden_ratio() =>
        Assert.Equal((Math.Sqrt(5) - 1) / 2, Of(Graphs.Attacks(1, (0, 0)), "h-categoriser")[0], 1e-8);

    [Fact]
    public void The_h_categoriser_refuses_supports()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a");
        builder.AddArgument("b");
        builder.AddSupport("a", "b");
        Assert.Contains("1 supports", Assert.Throws<InputException>(() => Of(builder.Build(), "h-categoriser")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_h_categoriser_settles_on_every_graph_of_attacks() => Gen.Int[1, 12].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
    {
        var draws = SeededRandom.Create(seed, "attacks");
        var graph = Graphs.Attacks(n, [.. Enumerable.Range(0, 2 * n).Select(_ => (draws.NextInt(n), draws.NextInt(n)))]);
        var strengths = Strengths.Compute(graph, new HCategoriser());
        Assert.True(strengths.Converged);
        for (var a = 0; a < n; a++)
            Assert.Equal(1 / (1 + graph.Attackers[a].ToArray().Sum(b => strengths.Values[b])), strengths.Values[a], tolerance: 1e-6);
    }, iter: 200);

    [Theory, MemberData(nameof(Scored))]
    public void Without_influence_the_base_score_stays(string name) => Gen.Double[0, 1].Sample(score =>
        Assert.Equal(score, GradualCatalogue.Get(name).Combine(score, 0, 0), 12));

    [Theory, MemberData(nameof(All))]
    public void Combination_stays_in_range_and_is_monotone(string name) => Gen.Double[0, 1].Array[4].Sample(x =>
    {
        var semantics = GradualCatalogue.Get(name);
        var (low, high) = (Math.Min(x[1], x[2]), Math.Max(x[1], x[2]));
        Assert.InRange(semantics.Combine(x[0], x[1], x[3]), 0, 1);
        Assert.True(semantics.Combine(x[0], low, x[3]) >= semantics.Combine(x[0], high, x[3]) - 1e-12);
        Assert.True(semantics.Combine(x[0], x[3], low) <= semantics.Combine(x[0], x[3], high) + 1e-12);
        Assert.Equal(x[1], semantics.Aggregate(x[1], 0));
    });

    [Theory, MemberData(nameof(Scored))]
    public void Energies_turn_around_one_half(string name)
    {
        // Attack and support of equal weight cancel out.
        var semantics = GradualCatalogue.Get(name);
        Assert.Equal(0.3, semantics.Combine(0.3, 0.8, 0.8), 1e-12);
        Assert.True(semantics.Combine(0.3, 0.9, 0.8) < 0.3);
        Assert.True(semantics.Combine(0.3, 0.8, 0.9) > 0.3);
    }

    [Theory, MemberData(nameof(Scored))]
    public void Acyclic_graphs_converge_in_range(string name) => Gen.Long[0, 100000].Sample(seed =>
    {
        var strengths = Strengths.Compute(Graphs.Random(seed, 12, acyclic: true), GradualCatalogue.Get(name));
        Assert.True(strengths.Converged);
        Assert.All(strengths.Values, s => Assert.InRange(s, 0, 1));
    }, iter: 100);

    [Fact]
    public void A_cycle_that_swings_is_reported_under_quadratic_energy()
    {
        // Six arguments of base score 1 that all attack one another: they swing together between all and nothing.
        var builder = new ArgumentGraphBuilder();
        for (var i = 0; i < 6; i++) builder.AddArgument($"a{i}", "", 1);
        for (var i = 0; i < 6; i++) for (var j = 0; j < 6; j++) if (i != j) builder.AddAttack(i, j);
        Assert.False(Strengths.Compute(builder.Build(), new QuadraticEnergy()).Converged);
    }

    [Fact]
    public void The_catalogue_finds_by_name_and_refuses_with_the_names()
    {
        Assert.All(GradualCatalogue.Names, n => Assert.Equal(n, GradualCatalogue.Get(n.ToUpperInvariant()).Name));
        Assert.Equal(GradualCatalogue.Names.Order(StringComparer.Ordinal), GradualCatalogue.Names);
        Assert.Contains("df-quad, euler-based", Assert.Throws<InputException>(() => GradualCatalogue.Get("x")).Message,
            StringComparison.Ordinal);
    }

    private static IReadOnlyList<double> Of(ArgumentGraph graph, string name) =>
        Strengths.Compute(graph, GradualCatalogue.Get(name)).Values;
}
