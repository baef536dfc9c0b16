using CsCheck;
using Debate.Argumentation.Gradual;
using Debate.Core;

namespace Debate.Argumentation.Tests;

public sealed class DfQuadTests
{
    private static readonly DfQuad Semantics = new();

    [Fact]
    public void Golden_two_supporters_and_one_attacker()
    {
        var builder = Claim(("s1", 0.4), ("s2", 0.5), ("x", 0.8));
        builder.AddSupport("s1", "claim");
        builder.AddSupport("s2", "claim");
        builder.AddAttack("x", "claim");
        Assert.Equal(0.45, Strength(builder.Build(), "claim"), 1e-12);
    }

    [Fact]
    public void Golden_undercut_conjunction()
    {
        // Step: .8 * .5 = .4, undercut by .25 -> .3; claim: .5 + .5 * .3.
        var builder = Claim(("p", 0.8), ("q", 0.5), ("u", 0.25));
        builder.AddInference(new Inference("s", ["p", "q"], "claim"));
        builder.AddAttack("u", "s");
        Assert.Equal(0.3, Strength(builder.Build(), "s"), 1e-12);
        Assert.Equal(0.65, Strength(builder.Build(), "claim"), 1e-12);
    }

    [Fact]
    public void Golden_attacked_attack()
    {
        // Attack step: .6, undercut by .5 -> .3; claim: .5 - .5 * .3.
        var builder = Claim(("x", 0.6), ("u", 0.5));
        builder.AddInference(new Inference("t", ["x"], "claim", InferenceKind.Attack));
        builder.AddAttack("u", "t");
        Assert.Equal(0.35, Strength(builder.Build(), "claim"), 1e-12);
    }

    [Fact]
    public void Nothing_said_leaves_the_base_score() => Assert.Equal(0.5, Strength(Claim().Build(), "claim"));

    [Fact]
    public void Combination_stays_in_range_and_is_monotone() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((prior, a, b, support) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            Assert.InRange(Semantics.Combine(prior, a, support), 0, 1);
            Assert.True(Semantics.Combine(prior, low, support) >= Semantics.Combine(prior, high, support) - 1e-12);
            Assert.True(Semantics.Combine(prior, support, low) <= Semantics.Combine(prior, support, high) + 1e-12);
        });

    [Fact]
    public void Strengths_stay_in_range_and_acyclic_graphs_converge() => Gen.Long[0, 100000].Sample(seed =>
    {
        var strengths = Strengths.Compute(Graphs.Random(seed, 12, acyclic: true), Semantics);
        Assert.True(strengths.Converged);
        Assert.All(strengths.Values, s => Assert.InRange(s, 0, 1));
    }, iter: 200);

    [Fact]
    public void More_attack_never_strengthens_what_is_attacked() => Gen.Long[0, 100000].Sample(seed =>
    {
        var graph = Graphs.Random(seed, 10, acyclic: true);
        var builder = Copy(graph);
        builder.AddArgument("new-attacker", "", 0.7);
        builder.AddAttack("new-attacker", "a0");
        Assert.True(Strength(builder.Build(), "a0") <= Strength(graph, "a0") + 1e-12); // sums are rounded
    }, iter: 200);

    [Fact]
    public void A_settling_cycle_is_a_fixed_point()
    {
        var graph = Graphs.Attacks(2, (0, 1), (1, 0));
        var strengths = Strengths.Compute(graph, Semantics);
        Assert.True(strengths.Converged);
        // x = .5 (1 - x)
        Assert.Equal(1.0 / 3, strengths.Values[0], 1e-8);
    }

    [Fact]
    public void A_cycle_that_swings_is_reported()
    {
        // Base score 1 and mutual attack: (1, 1) -> (0, 0) -> (1, 1) ...
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a", "", 1);
        builder.AddArgument("b", "", 1);
        builder.AddAttack("a", "b");
        builder.AddAttack("b", "a");
        Assert.False(Strengths.Compute(builder.Build(), Semantics).Converged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Showing_and_hiding_equals_a_fresh_computation_over_the_subgraph(bool acyclic) => Gen.Long[0, 100000].Sample(seed =>
    {
        var graph = Graphs.Random(seed, 9, acyclic);
        var network = new StrengthNetwork(graph, Semantics, root: 0);
        var (draws, shown) = (SeededRandom.Create(seed, "show"), new SortedSet<int> { 0 });
        network.Show(0);
        for (var step = 0; step < 20; step++)
        {
            var argument = 1 + draws.NextInt(8);
            if (shown.Add(argument)) network.Show(argument); else { shown.Remove(argument); network.Hide(argument); }
            var part = graph.Subgraph(shown);
            var fresh = new StrengthNetwork(part, Semantics, root: 0);
            foreach (var a in Enumerable.Range(0, part.ArgumentCount)) fresh.Show(a);
            Assert.Equal(fresh.Converged, network.Converged);
            if (fresh.Converged) Assert.Equal(fresh.Strength(0), network.Strength(0), tolerance: 1e-7);
        }
    }, iter: 100);

    private static ArgumentGraphBuilder Claim(params (string Id, double Score)[] others)
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("claim");
        foreach (var (id, score) in others) builder.AddArgument(id, "", score);
        return builder;
    }

    private static ArgumentGraphBuilder Copy(ArgumentGraph graph)
    {
        var builder = new ArgumentGraphBuilder();
        for (var a = 0; a < graph.ArgumentCount; a++) builder.AddArgument(graph.Id(a), graph.Text(a), graph.BaseScore(a));
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++) builder.AddInference(graph.Inference(i));
        for (var a = 0; a < graph.ArgumentCount; a++) foreach (var b in graph.DirectAttacks[a]) builder.AddAttack(graph.Id(a), graph.Id(b));
        return builder;
    }

    private static double Strength(ArgumentGraph graph, string id) => Strengths.Compute(graph, Semantics).Values[graph.GetNode(id)];
}
