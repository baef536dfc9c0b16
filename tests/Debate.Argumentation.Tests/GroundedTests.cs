using CsCheck;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;

namespace Debate.Argumentation.Tests;

public sealed class GroundedTests
{
    [Fact]
    public void Golden_chain_reinstates_every_other_argument() =>
        Assert.Equal([Label.In, Label.Out, Label.In], Grounded.Labelling(Graphs.Attacks(3, (2, 1), (1, 0))));

    [Fact]
    public void Golden_mutual_attack_is_undecided_and_so_is_what_hangs_on_it() =>
        Assert.Equal([Label.Undecided, Label.Undecided, Label.Undecided], Grounded.Labelling(Graphs.Attacks(3, (0, 1), (1, 0), (1, 2))));

    [Fact]
    public void Golden_an_attack_step_falls_with_its_premise_and_with_its_undercutter()
    {
        var builder = new ArgumentGraphBuilder();
        foreach (var id in new[] { "claim", "x", "u", "y", "z" }) builder.AddArgument(id);
        builder.AddInference(new Inference("t1", ["x"], "claim", InferenceKind.Attack));
        builder.AddAttack("u", "t1");
        builder.AddInference(new Inference("t2", ["y"], "claim", InferenceKind.Attack));
        builder.AddAttack("z", "y");
        var labels = Grounded.Labelling(builder.Build());
        Assert.Equal([Label.In, Label.In, Label.In, Label.Out, Label.In, Label.Out, Label.Out], labels);
    }

    [Fact]
    public void It_is_conflict_free_and_equals_the_naive_fixpoint() => Gen.Int[1, 12].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
    {
        var graph = Graphs.Random(seed, n);
        var labels = Grounded.Labelling(graph);
        Assert.Equal(Naive(graph), labels);
        for (var node = 0; node < graph.NodeCount; node++)
            foreach (var attacker in graph.Attackers[node])
                if (labels[node] == Label.In) Assert.Equal(Label.Out, labels[attacker]);
    }, iter: 500);

    [Fact]
    public void Written_as_strengths_it_is_the_same_labelling() => Gen.Int[1, 12].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
    {
        var graph = Graphs.Random(seed, n);
        var strengths = Strengths.Compute(graph, new GroundedStrength());
        Assert.True(strengths.Converged);
        Assert.Equal(Grounded.Labelling(graph).Select(l => l switch { Label.In => 1.0, Label.Out => 0.0, _ => 0.5 }), strengths.Values);
    }, iter: 500);

    [Fact]
    public void Admbuster_is_decided_completely_and_its_first_argument_is_in()
    {
        var labels = Grounded.Labelling(Iccma.Read("admbuster_50000.af", SharedData.Read("af/admbuster_50000.af")).Graph);
        Assert.DoesNotContain(Label.Undecided, labels);
        Assert.Equal(Label.In, labels[0]);
    }

    private static Label[] Naive(ArgumentGraph graph)
    {
        var labels = new Label[graph.NodeCount];
        for (var changed = true; changed;)
        {
            changed = false;
            for (var node = 0; node < graph.NodeCount; node++)
            {
                var label = Next(graph, labels, node);
                if (labels[node] == Label.Undecided && label != Label.Undecided) (labels[node], changed) = (label, true);
            }
        }
        return labels;
    }

    private static Label Next(ArgumentGraph graph, Label[] labels, int node)
    {
        var (attackers, premises) = (graph.Attackers[node].ToArray(), graph.Premises[node].ToArray());
        if (attackers.Any(a => labels[a] == Label.In) || premises.Any(p => labels[p] == Label.Out)) return Label.Out;
        return attackers.All(a => labels[a] == Label.Out) && premises.All(p => labels[p] == Label.In) ? Label.In : Label.Undecided;
    }
}
