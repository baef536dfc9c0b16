using CsCheck;
using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Gradual;
using Debate.Argumentation.Semantics;
using Debate.Core;
using Debate.Core.Input;
using Debate.Deliberation.Evidence;
using Debate.Deliberation.Evidence.Judges;

namespace Debate.Deliberation.Tests.Evidence;

public sealed class GraphJudgeTests
{
    [Fact]
    public void The_judge_sees_only_the_claim_and_the_evidence() => Gen.Select(Gen.Long[0, 9_999], Gen.Bool).Sample((seed, grounded) =>
    {
        var graph = RandomTrees.Map(seed, 12).Graph;
        var evidence = new GraphEvidence(graph, 0, new GraphJudgeOptions(grounded ? "grounded" : "df-quad"));
        var (judge, draws, set) = (evidence.CreateJudge(), SeededRandom.Create(seed, "sets"), new EvidenceSet(evidence.Arguments.Count));
        for (var step = 0; step < 25; step++)
        {
            var item = draws.NextInt(set.Items);
            if (set.Contains(item)) set.Remove(item); else set.Add(item);
            var part = graph.Subgraph(evidence.Arguments.Where((_, i) => set.Contains(i)).Append(0));
            Assert.Equal(Expected(part, grounded), judge.Judge(set).Margin, 1e-9);
        }
    }, iter: 100);

    [Theory]
    [InlineData(BurdenOfProof.None, 0, 0)]
    [InlineData(BurdenOfProof.Pro, -1, -1)]
    [InlineData(BurdenOfProof.Con, 1, 1)]
    public void The_burden_of_proof_decides_draws_and_silence(BurdenOfProof burden, int draw, int silence)
    {
        // An attacker and a supporter of equal strength: exactly one half.
        var map = MapYaml.Read("m", "arguments:\n  - id: c\n  - id: a\n    attacks: [c]\n  - id: s\n    supports: [c]\n");
        var judge = new GraphEvidence(map.Graph, 0, new GraphJudgeOptions("df-quad", burden)).CreateJudge();
        var set = new EvidenceSet(2);
        Assert.Equal(silence, judge.Judge(set).Utility);
        set.Add(0);
        Assert.Equal(-1, judge.Judge(set).Utility);
        set.Add(1);
        Assert.Equal(draw, judge.Judge(set).Utility);
    }

    [Fact]
    public void The_burden_of_proof_overrides_a_claim_that_nobody_spoke_about()
    {
        var map = MapYaml.Read("m", "arguments:\n  - id: c\n    score: 0.9\n  - id: s\n    supports: [c]\n");
        Assert.Equal(-1, Judge(map, BurdenOfProof.Pro));
        Assert.Equal(1, Judge(map, BurdenOfProof.None));

        static int Judge(ArgumentMap map, BurdenOfProof burden) =>
            new GraphEvidence(map.Graph, 0, new GraphJudgeOptions("df-quad", burden)).CreateJudge().Judge(new EvidenceSet(1)).Utility;
    }

    [Fact]
    public void Grounded_acceptance_in_out_and_undecided()
    {
        // x attacks c, y attacks x, and x attacks y back.
        var map = MapYaml.Read("m", "arguments:\n  - id: c\n  - id: x\n    attacks: [c, y]\n  - id: y\n    attacks: [x]\n");
        var judge = new GraphEvidence(map.Graph, 0, new GraphJudgeOptions("grounded")).CreateJudge();
        var set = new EvidenceSet(2);
        Assert.Equal(1, judge.Judge(set).Utility);
        set.Add(0);
        Assert.Equal(-1, judge.Judge(set).Utility);
        set.Add(1);
        Assert.Equal(0, judge.Judge(set).Utility);
    }

    [Theory]
    [InlineData(BurdenOfProof.None)]
    [InlineData(BurdenOfProof.Pro)]
    public void A_cycle_that_does_not_settle_is_a_reported_draw(BurdenOfProof burden)
    {
        var map = MapYaml.Read("m",
            "arguments:\n  - id: c\n  - id: x\n    score: 1\n    attacks: [c, y]\n  - id: y\n    score: 1\n    attacks: [x]\n");
        var judge = new GraphEvidence(map.Graph, 0, new GraphJudgeOptions("df-quad", burden)).CreateJudge();
        var set = new EvidenceSet(2);
        set.Add(0);
        Assert.Equal((-1, true), (judge.Judge(set).Utility, judge.Judge(set).Converged));
        set.Add(1);
        Assert.Equal(Judgement.NotConverged, judge.Judge(set));
        set.Remove(0);
        Assert.Equal((true, 0.0), (judge.Judge(set).Converged, judge.Judge(set).Margin));
    }

    [Fact]
    public void Judging_allocates_nothing()
    {
        var evidence = new GraphEvidence(RandomTrees.Map(4, 80).Graph, 0);
        var (judge, set) = (evidence.CreateJudge(), new EvidenceSet(evidence.Arguments.Count));
        Sweep(judge, set);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Sweep(judge, set);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Neighbours_see_through_inferences()
    {
        var map = MapYaml.Read("m", """
            arguments:
              - id: c
              - id: p
              - id: q
              - id: u
                attacks: [s]
              - id: w
                attacks: [u]
            inferences:
              - {id: s, from: [p, q], to: c}
            """);
        var evidence = new GraphEvidence(map.Graph, 0);
        Assert.Equal(["p", "q", "u", "w"], evidence.Arguments.Select(map.Graph.Id));
        Assert.Equal([1, 2], evidence.NeighboursOf(0));
        Assert.Equal([0, 1, 3], evidence.NeighboursOf(2));
        Assert.Equal([2], evidence.NeighboursOf(3));
    }

    [Fact]
    public void An_unknown_judge_is_refused_with_the_names() =>
        Assert.Contains("df-quad, euler-based, grounded, h-categoriser, quadratic-energy",
        Assert.Throws<InputException>(() => new GraphJudgeOptions("x").Semantics).Message, StringComparison.Ordinal);

    private static double Expected(ArgumentGraph part, bool grounded)
    {
        if (!grounded) return Strengths.Compute(part, new DfQuad()).Values[0] - 0.5;
        return Grounded.Labelling(part)[0] switch { Label.In => 0.5, Label.Out => -0.5, _ => 0 };
    }

    private static void Sweep(GraphJudge judge, EvidenceSet set)
    {
        for (var item = 0; item < set.Items; item++) { set.Add(item); judge.Judge(set); }
        for (var item = 0; item < set.Items; item++) { set.Remove(item); judge.Judge(set); }
    }
}
