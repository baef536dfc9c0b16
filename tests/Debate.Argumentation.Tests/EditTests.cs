using CsCheck;
using Debate.Argumentation.Bipolar;
using Debate.Argumentation.Dynamics;
using Debate.Argumentation.Formats;
using Debate.Argumentation.Semantics;
using Debate.Argumentation.Solving;
using Debate.Core.Input;

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

    [Fact]
    public void Counts_are_those_of_the_graph_and_a_difference_tells_every_edit() => Gen.Long[0, 100000].Sample(seed =>
    {
        var (edited, random) = (new EditableGraph(Graphs.Random(seed, 6)), new RandomEdits(seed));
        for (var i = 0; i < 12; i++)
        {
            var before = edited.Snapshot();
            var edit = random.Next(before);
            edited.Apply(edit);
            var counts = (edited.ArgumentCount, edited.InferenceCount, edited.DirectAttackCount);
            Assert.Throws<InputException>(() => edited.Apply([GraphEdit.Retract(before.Id(0)), GraphEdit.Retract("nobody")], "edits"));
            var after = edited.Snapshot();
            Assert.Equal((after.ArgumentCount, after.InferenceCount, after.DirectAttacks.Count), counts);
            var (there, back) = (GraphDifference.Compute(before, after), GraphDifference.Compute(after, before));
            Assert.True(GraphDifference.Compute(after, new EditableGraph(after).Snapshot()).IsEmpty);
            Assert.Equal(GraphJson.Write(before) == GraphJson.Write(after), there.IsEmpty);
            Assert.Equal(there.Added, back.Removed);
            Assert.Equal(there.AttacksRemoved.Select(a => string.Join(' ', a)), back.AttacksAdded.Select(a => string.Join(' ', a)));
            Assert.Equal(there.InferencesAdded.Select(s => s.Id), back.InferencesRemoved.Select(s => s.Id));
            Assert.Equal(after.ArgumentCount - before.ArgumentCount, there.Added.Count - there.Removed.Count);
        }
    }, iter: 60);

    [Fact]
    public void Unlinking_takes_the_attack_and_the_supports_of_one_alone()
    {
        var graph = new EditableGraph();
        graph.Apply(
        [
            GraphEdit.AddArgument("a"), GraphEdit.AddArgument("b"), GraphEdit.AddArgument("c"), GraphEdit.AddAttack("a", "b"),
            GraphEdit.AddSupport("a", "b"), GraphEdit.AddInference(new Inference("both", ["a", "c"], "b")), GraphEdit.AddAttack("c", "a->b"),
        ]);
        graph.Apply(GraphEdit.RetractLinks("a", "b"));
        Assert.Equal(
            """{"arguments":[{"id":"a"},{"id":"b"},{"id":"c"}],"inferences":[{"id":"both","from":["a","c"],"to":"b"}]}""",
            GraphJson.Write(graph.Snapshot()));
        Assert.Contains("'both' has other premises", Assert.Throws<InputException>(() => graph.Apply(GraphEdit.RetractLinks("a", "b"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("there is none", Assert.Throws<InputException>(() => graph.Apply(GraphEdit.RetractLinks("b", "a"))).Message,
            StringComparison.Ordinal);
    }

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
        // The refused retraction also restored everything attached to the argument.
        graph.Apply(GraphEdit.Retract("a"));
        Assert.Equal("""{"arguments":[{"id":"b"}]}""", GraphJson.Write(graph.Snapshot()));
    }
}
