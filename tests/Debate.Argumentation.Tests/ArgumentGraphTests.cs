using CsCheck;
using Debate.Core.Input;
using QuikGraph;
using QuikGraph.Algorithms;

namespace Debate.Argumentation.Tests;

public sealed class ArgumentGraphTests
{
    [Fact]
    public void An_inference_is_a_node_that_can_be_undercut()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "claim", "p", "q", "u" }) builder.AddArgument(id);
        builder.AddInference(new Inference("s", ["p", "q"], "claim"));
        builder.AddAttack("u", "s");
        var graph = builder.Build();
        Assert.Equal((4, 1, 1, 1), (graph.ArgumentCount, graph.InferenceCount, graph.AttackCount, graph.UndercutCount));
        Assert.Equal([graph.GetNode("p"), graph.GetNode("q")], graph.Premises[graph.GetNode("s")].ToArray());
        Assert.Equal([graph.GetNode("s")], graph.Supporters[graph.GetNode("claim")].ToArray());
        Assert.Equal([graph.GetNode("u")], graph.Attackers[graph.GetNode("s")].ToArray());
    }

    [Fact]
    public void Inferences_may_conclude_inferences_that_are_added_later()
    {
        var builder = new ArgumentGraphBuilder();
        builder.AddArgument("a");
        builder.AddInference(new Inference("first", ["a"], "second", InferenceKind.Attack));
        builder.AddInference(new Inference("second", ["a"], "a"));
        var graph = builder.Build();
        Assert.Equal(graph.GetNode("second"), graph.Conclusion(graph.GetNode("first")));
    }

    [Fact]
    public void Duplicate_ids_are_refused() =>
        Assert.Contains("'a'", Refused(b => { b.AddArgument("a"); b.AddArgument("a"); }), StringComparison.Ordinal);

    [Fact]
    public void Unknown_ids_are_refused() =>
        Assert.Contains("'ghost'", Refused(b => { b.AddArgument("a"); b.AddAttack("a", "ghost"); }), StringComparison.Ordinal);

    [Fact]
    public void Unknown_conclusions_are_refused() =>
        Assert.Contains("'ghost'", Refused(b => { b.AddArgument("a"); b.AddInference(new("s", ["a"], "ghost")); }),
            StringComparison.Ordinal);

    [Fact]
    public void An_inference_is_no_premise() =>
        Assert.Contains("premise", Refused(b =>
        {
            b.AddArgument("a");
            b.AddSupport("a", "a");
            b.AddInference(new("t", ["a->a"], "a"));
        }), StringComparison.Ordinal);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Scores_outside_0_to_1_are_refused(double score) =>
        Assert.Contains("[0, 1]", Refused(b => b.AddArgument("a", "", score)), StringComparison.Ordinal);

    [Fact]
    public void Ancestors_follow_attacks_premises_and_undercuts_and_leave_the_motion_out()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "motion", "premise", "undercutter", "attacker", "child", "far" }) builder.AddArgument(id);
        builder.AddInference(new Inference("s", ["premise"], "motion"));
        builder.AddAttack("undercutter", "s");
        builder.AddAttack("attacker", "undercutter");
        builder.AddAttack("motion", "child");
        builder.AddAttack("far", "child");
        var graph = builder.Build();
        Assert.Equal(["premise", "undercutter", "attacker"], graph.Ancestors(0).Select(graph.Id));
        Assert.Empty(graph.Ancestors(graph.GetNode("far")));
    }

    [Fact]
    public void Ancestors_are_defined_on_a_cycle() => Assert.Equal([1, 2], Graphs.Attacks(3, (0, 1), (1, 2), (2, 0)).Ancestors(0));

    [Fact]
    public void A_subgraph_keeps_an_inference_only_with_all_its_premises()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "c", "p", "q", "x" }) builder.AddArgument(id);
        builder.AddInference(new Inference("both", ["p", "q"], "c"));
        builder.AddInference(new Inference("one", ["p"], "c"));
        builder.AddInference(new Inference("on-both", ["p"], "both"));
        builder.AddAttack("x", "both");
        builder.AddAttack("x", "one");
        var part = builder.Build().Subgraph([0, 1, 3]);
        Assert.Equal(["c", "p", "x", "one"], Enumerable.Range(0, part.NodeCount).Select(part.Id));
        Assert.Equal(1, part.UndercutCount);
    }

    [Fact]
    public void A_repeated_attack_counts_once() => Assert.Equal(1, Graphs.Attacks(2, (0, 1), (0, 1)).AttackCount);

    [Fact]
    public void Attackers_and_attacked_are_converse() => Gen.Int[1, 12].Select(Gen.Long[0, 1000]).Sample((n, seed) =>
    {
        var graph = Graphs.Random(seed, n);
        for (var a = 0; a < graph.NodeCount; a++)
            for (var b = 0; b < graph.NodeCount; b++)
                Assert.Equal(graph.Attacked[a].Contains(b), graph.Attackers[b].Contains(a));
    }, iter: 50);

    [Fact]
    public void QuikGraph_finds_the_same_components() => Gen.Long[0, 1000].Sample(seed =>
    {
        var graph = Graphs.Random(seed, 10);
        var view = new AdjacencyGraph<int, Edge<int>>();
        view.AddVertexRange(Enumerable.Range(0, graph.NodeCount));
        for (var node = 0; node < graph.NodeCount; node++)
            foreach (var target in graph.Attacked[node]) view.AddEdge(new(node, target));
        var theirs = new Dictionary<int, int>();
        Assert.Equal(view.StronglyConnectedComponents(theirs), StronglyConnectedComponents.Compute(graph.Attacked).Count);
        var ours = StronglyConnectedComponents.Compute(graph.Attacked);
        for (var c = 0; c < ours.Count; c++) Assert.Single(ours[c].ToArray().Select(node => theirs[node]).Distinct());
    }, iter: 50);

    private static string Refused(Action<ArgumentGraphBuilder> add) =>
        Assert.Throws<InputException>(() => { var builder = new ArgumentGraphBuilder(); add(builder); builder.Build(); }).Message;
}
