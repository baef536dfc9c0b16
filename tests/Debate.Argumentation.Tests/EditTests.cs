using CsCheck;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;

namespace Debate.Argumentation.Tests;

public sealed class EditTests
{
    [Fact]
    public void Retracting_takes_what_cannot_be_without()
    {
        var graph = new EditableGraph();
        graph.Apply(
        [
            GraphEdit.AddArgument("a", "says a", 0.7), GraphEdit.AddArgument("b"), GraphEdit.AddArgument("c"),
            GraphEdit.AddInference(new Inference("s", ["a", "b"], "c")), GraphEdit.AddInference(new Inference("t", ["c"], "s")),
            GraphEdit.AddAttack("c", "t"), GraphEdit.AddAttack("b", "a"),
        ]);
        Assert.Equal(7, graph.Version);
        graph.Apply(GraphEdit.Retract("b"));
        Assert.Equal("""{"arguments":[{"id":"a","text":"says a","score":0.7},{"id":"c"}]}""", GraphJson.Write(graph.Snapshot()));
        Assert.Equal(8, graph.Version);
    }

    [Fact]
    public void Edits_build_the_graph_that_the_builder_builds() => Gen.Long[0, 100000].Sample(seed =>
    {
        var graph = Graphs.Random(seed, 7);
        var edited = new EditableGraph();
        edited.Apply([.. Enumerable.Range(0, 7).Select(a => GraphEdit.AddArgument(graph.Id(a), graph.Text(a), graph.BaseScore(a)))]);
        for (var i = 7; i < graph.NodeCount; i++) edited.Apply(GraphEdit.AddInference(graph.Inference(i)));
        for (var a = 0; a < 7; a++)
            foreach (var to in graph.DirectAttacks[a]) edited.Apply(GraphEdit.AddAttack(graph.Id(a), graph.Id(to)));
        Assert.Equal(GraphJson.Write(graph), GraphJson.Write(edited.Snapshot()));
        Assert.Equal(GraphJson.Write(graph), GraphJson.Write(new EditableGraph(graph, 3).Snapshot()));
    }, iter: 100);

    [Fact]
    public void Retracting_an_argument_leaves_the_subgraph_of_the_others() => Gen.Long[0, 100000].Sample(seed =>
    {
        var graph = Graphs.Random(seed, 7);
        var edited = new EditableGraph(graph);
        edited.Apply([GraphEdit.Retract("a2"), GraphEdit.Retract("a5")]);
        Assert.Equal(GraphJson.Write(graph.Subgraph([0, 1, 3, 4, 6])), GraphJson.Write(edited.Snapshot()));
    }, iter: 200);

    [Theory]
    [InlineData(GraphEditKind.AddArgument, "a", null, 0.5, "duplicate id")]
    [InlineData(GraphEditKind.AddArgument, "", null, 0.5, "must not be empty")]
    [InlineData(GraphEditKind.AddArgument, "n", null, 1.5, "score 1.5 is outside [0, 1]")]
    [InlineData(GraphEditKind.SetScore, "a", null, double.NaN, "score NaN is outside [0, 1]")]
    [InlineData(GraphEditKind.AddAttack, "a", "b", 0.5, "it is there already")]
    [InlineData(GraphEditKind.AddAttack, "a", "x", 0.5, "unknown argument or inference")]
    [InlineData(GraphEditKind.AddAttack, "b->a", "a", 0.5, "must be an argument, not an inference")]
    [InlineData(GraphEditKind.RetractAttack, "b", "a", 0.5, "there is none")]
    [InlineData(GraphEditKind.Retract, "x", null, 0.5, "unknown argument or inference")]
    [InlineData(GraphEditKind.AddInference, "s", "a", 0.5, "it has no premise")]
    [InlineData((GraphEditKind)77, "a", null, 0.5, "kind 77 is not known")]
    public void A_refused_edit_changes_nothing_of_its_batch(GraphEditKind kind, string id, string? to, double score, string rule)
    {
        var graph = new EditableGraph();
        graph.Apply([GraphEdit.AddArgument("a"), GraphEdit.AddArgument("b"), GraphEdit.AddAttack("a", "b"),
            GraphEdit.AddSupport("b", "a")]);
        var before = GraphJson.Write(graph.Snapshot());
        var live = new LiveGrounded(graph);
        GraphEdit[] batch =
        [
            GraphEdit.AddArgument("z"), GraphEdit.AddAttack("z", "a"), GraphEdit.SetText("a", "new"), GraphEdit.SetScore("a", 1),
            GraphEdit.RetractAttack("a", "b"), GraphEdit.AddAttack("a", "b"), GraphEdit.AddSupport("z", "b->a"),
            new GraphEdit(kind, id) { To = to, Score = score },
        ];
        Assert.Contains(rule, Assert.Throws<InputException>(() => graph.Apply(batch)).Message, StringComparison.Ordinal);
        Assert.Equal((4, before), (graph.Version, GraphJson.Write(new EditableGraph(graph.Snapshot()).Snapshot())));
        Assert.Throws<InputException>(() => graph.Apply([GraphEdit.Retract("a"), new GraphEdit(GraphEditKind.Retract, "a")]));
        graph.Apply(GraphEdit.AddArgument("c"));
        graph.Apply(GraphEdit.Retract("c"));
        Assert.Equal(before, GraphJson.Write(graph.Snapshot()));
        Assert.Equal(Label.Out, live.GetLabel("b"));
        // The refused retraction also restored everything attached to the argument.
        graph.Apply(GraphEdit.Retract("a"));
        Assert.Equal("""{"arguments":[{"id":"b"}]}""", GraphJson.Write(graph.Snapshot()));
    }

    [Fact]
    public void Grounded_labels_follow_random_edits() => Gen.Int[1, 9].Select(Gen.Long[0, 100000]).Sample((n, seed) =>
    {
        var graph = new EditableGraph(Graphs.Random(seed, n));
        var (live, edits) = (new LiveGrounded(graph), new RandomEdits(seed));
        for (var step = 0; step < 25; step++)
        {
            graph.Apply(edits.Next(graph.Snapshot()));
            // Sometimes several edits pass before a label is read.
            if (step % 3 == 1) continue;
            var now = graph.Snapshot();
            var labels = Grounded.Labelling(now);
            for (var node = 0; node < now.NodeCount; node++) Assert.Equal(labels[node], live.GetLabel(now.Id(node)));
        }
    }, iter: 300);

    public static TheoryData<SupportReading, string> Readings => [.. from r in Enum.GetValues<SupportReading>()
                                                                      from c in new[] { "GR", "CO", "PR", "ID", "ST", "SST" }
                                                                      select (r, c)];

    [Theory, MemberData(nameof(Readings))]
    public void Kept_answers_are_those_of_a_fresh_start(SupportReading reading, string code) => Gen.Long[0, 100000].Sample(seed =>
    {
        var graph = new EditableGraph(Graphs.Random(seed, 6));
        var (live, edits) = (new LiveAcceptance(graph, reading), new RandomEdits(seed));
        var acceptances = new[] { new Acceptance(SemanticsCatalogue.Find(code)!), new Acceptance(SemanticsCatalogue.Find(code)!, true) };
        for (var step = 0; step < 12; step++)
        {
            graph.Apply(edits.Next(graph.Snapshot()));
            var now = graph.Snapshot();
            var fresh = Translation.Create(now, reading).Framework;
            for (var node = step % 3; node < now.NodeCount; node += 3)
                foreach (var acceptance in acceptances)
                    Assert.Equal(acceptance.Ask(fresh, node, new SearchBudget()).Accepted, live.IsAccepted(acceptance, now.Id(node)));
        }
    }, iter: 20);

    [Fact]
    public void An_edit_outside_the_cone_asks_nobody()
    {
        var graph = new EditableGraph(Graphs.Attacks(4, (1, 0), (2, 3)));
        var live = new LiveAcceptance(graph);
        var (preferred, stable) = (new Acceptance(new Preferred()), new Acceptance(new Stable()));
        Assert.False(live.IsAccepted(preferred, "a0"));
        Assert.False(live.IsAccepted(stable, "a0"));
        graph.Apply(GraphEdit.AddAttack("a3", "a2"));
        Assert.False(live.IsAccepted(preferred, "a0"));
        Assert.Equal(2, live.SolverCalls);
        Assert.False(live.IsAccepted(stable, "a0"));
        Assert.Equal(3, live.SolverCalls);
        graph.Apply([GraphEdit.SetText("a0", "new"), GraphEdit.SetScore("a1", 0.1)]);
        Assert.False(live.IsAccepted(stable, "a0"));
        Assert.Equal(3, live.SolverCalls);
        graph.Apply(GraphEdit.AddAttack("a2", "a1"));
        Assert.True(live.IsAccepted(preferred, "a0"));
        Assert.Equal(4, live.SolverCalls);
    }

    [Fact]
    public void An_edit_at_the_end_of_a_long_chain_labels_one_node()
    {
        const int Length = 100_000;
        var graph = new EditableGraph(Graphs.Attacks(Length, [.. Enumerable.Range(1, Length - 1).Select(i => (i, i - 1))]));
        var live = new LiveGrounded(graph);
        var before = live.RelabelledCount;
        graph.Apply([GraphEdit.AddArgument("z"), GraphEdit.AddAttack("z", "a0")]);
        Assert.Equal(Label.Out, live.GetLabel("a0"));
        Assert.Equal(2, live.RelabelledCount - before);
    }
}
