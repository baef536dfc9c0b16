using Debate.Argumentation.Dynamics;
using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Grains.Tests.Cluster;
using Debate.GraphEditors;

namespace Debate.Grains.Tests.Graphs;

/// <summary>Graphs and solvers as a client of two silos uses them: everything crosses the wire.</summary>
public sealed class GraphGrainTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly SolveLimits Terms = SolveLimits.Default;
    private int _changes;

    [Fact]
    public async Task Graph_is_edited_read_and_asked_about_by_version()
    {
        var graph = await MadeAsync("asked");
        var accepted = await graph.AskAsync(new("DC-PR", "c"), Terms, default);
        Assert.Equal((1L, true), (accepted.Version, accepted.Accepted));
        Assert.Equal(["a", "c"], accepted.Witness!);
        Assert.False((await graph.AskAsync(new("DS-CO", "b"), Terms, default)).Accepted);
        Assert.Equal(["a", "c"], Assert.Single((await graph.AskAsync(new("EE-PR"), Terms, default)).Extensions!));
        Assert.Equal("3", (await graph.AskAsync(new("CE-AD"), Terms, default)).Count);

        Assert.StartsWith("digraph", (await graph.ReadAsync("dot")).Text);
        await graph.EditAsync(Change(GraphEdit.Retract("a")));
        var changed = await graph.AskAsync(new("DC-PR", "c"), Terms, default);
        Assert.Equal((2L, false), (changed.Version, changed.Accepted));
        Assert.Equal("""{"name":"asked","arguments":[{"id":"b"},{"id":"c"}],"attacks":[["b","c"]]}""",
            (await graph.ReadAsync("json")).Text!.TrimEnd());
    }

    [Fact]
    public async Task Strengths_and_explanations_are_in_ids()
    {
        var graph = await MadeAsync("explained");
        var strengths = await graph.ComputeStrengthsAsync("df-quad", Terms, default);
        Assert.Equal([("a", 0.5), ("b", 0.25), ("c", 0.375)], strengths.Strengths!.Select(s => (s.Id, s.Strength)));
        var why = await graph.ExplainAsync(new("DC-PR", "c"), Terms, default);
        Assert.True(why.Accepted);
        Assert.Superset(new HashSet<string> { "a", "c" }, why.Mentioned.ToHashSet());
        var whyNot = await graph.ExplainAsync(new("DC-PR", "b"), Terms, default);
        Assert.False(whyNot.Accepted);
        Assert.Contains(whyNot.Sentences, s => s.Contains('a'));
    }

    [Fact]
    public async Task Support_is_read_as_the_question_says()
    {
        var graph = cluster.Client.GetGrain<IArgumentGraphGrain>("supported");
        await graph.EditAsync(Change(Arguments("a", "b", "c")));
        await graph.EditAsync(Change(GraphEdit.AddSupport("a", "b"), GraphEdit.AddAttack("c", "a")));
        Assert.True((await graph.AskAsync(new("DC-PR", "b"), Terms, default)).Accepted);
        Assert.False((await graph.AskAsync(new("DC-PR", "b", Supports: Argumentation.Bipolar.SupportReading.Necessary), Terms, default))
            .Accepted);
    }

    [Theory]
    [InlineData("DC-XX", "a", "problem 'DC-XX'")]
    [InlineData("DC-PR", "nobody", "argument 'nobody'")]
    [InlineData("DC-PR", null, "asks about an argument")]
    public async Task Question_that_makes_no_sense_is_answered_with_what_is_wrong(string problem, string? argument, string says)
    {
        var graph = await MadeAsync("nonsense");
        var answer = await graph.AskAsync(new(problem, argument), Terms, default);
        Assert.Equal(SolveFailure.Rejected, answer.Trouble);
        Assert.Contains(says, answer.Message);
        Assert.Equal(SolveFailure.Rejected, (await graph.ExplainAsync(new(problem, argument), Terms, default)).Trouble);
        Assert.Equal(SolveFailure.Rejected, (await graph.ComputeStrengthsAsync("no-such", Terms, default)).Trouble);
        Assert.Contains("format 'no-such'", (await graph.ReadAsync("no-such")).Message);
    }

    [Fact]
    public async Task Deliberation_s_graph_is_there_under_its_id_and_can_be_edited_without_touching_the_deliberation()
    {
        var grain = cluster.Grain("argued");
        await grain.StartAsync(cluster.Define("argued", "mad", new WatchedModel()));
        await ClusterFixture.EndAsync(grain);
        var entries = await cluster.Journal.ReadAsync(new("argued"));
        var graph = cluster.Client.GetGrain<IArgumentGraphGrain>("argued");
        var accepted = await graph.AskAsync(new("SE-GR"), Terms, default);
        Assert.Equal((0L, true), (accepted.Version, accepted.Accepted));
        Assert.Contains("\"affirmative-1\"", (await graph.ReadAsync("json")).Text);

        Assert.Equal(new(EditStatus.Applied, 1),
            await graph.EditAsync(Change(GraphEdit.AddArgument("a reader says")) with { Expected = 0 }));
        Assert.Contains("a reader says", (await graph.ReadAsync("json")).Text);
        Assert.Equal(entries.Count, (await cluster.Journal.ReadAsync(new("argued"))).Count);
    }

    [Fact]
    public async Task Solver_answers_about_a_framework_and_about_a_graph_at_a_version()
    {
        var solver = cluster.Client.GetGrain<ISolverGrain>(0);
        var reply = await solver.SolveAsync(new(3, [0, 1], [1, 2], "DC-PR", 2), Terms, default);
        Assert.Equal([0, 2], reply.Answer!.Witness!);
        await MadeAsync("solved");
        Assert.Equal([0, 2], (await solver.SolveGraphAsync(new("solved", new("SE-ST"), 1), Terms, default)).Answer!.Witness!);
        Assert.Equal(SolveFailure.Stale, (await solver.SolveGraphAsync(new("solved", new("SE-ST"), 7), Terms, default)).Trouble);
        Assert.Equal(SolveFailure.Rejected, (await solver.SolveAsync(new(2, [0], [5], "SE-PR"), Terms, default)).Trouble);
        var spent = await solver.SolveAsync(Hard, new(Conflicts: 1000), default);
        Assert.Equal(SolveFailure.OutOfConflicts, spent.Trouble);
    }

    [Fact]
    public async Task Cancelled_call_of_a_client_stops_the_search_and_small_ones_are_answered_before()
    {
        var solver = cluster.Client.GetGrain<ISolverGrain>(0);
        using var cancel = new CancellationTokenSource();
        var hard = Enumerable.Range(0, 3).Select(_ => solver.SolveAsync(Hard, Terms, cancel.Token)).ToArray();
        for (var i = 0; i < 20; i++) Assert.NotNull((await solver.SolveAsync(new(3, [0, 1], [1, 2], "DC-PR", 2), Terms, default)).Answer);
        Assert.All(hard, h => Assert.False(h.IsCompleted));
        cancel.Cancel();
        foreach (var call in hard) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience.Long));
        await cluster.IdleSolversAsync().WaitAsync(Patience.Long);
    }

    private static SolveCall Hard { get; } = PigeonHole.Of(14);

    private static GraphEdit[] Arguments(params string[] ids) => [.. ids.Select(id => GraphEdit.AddArgument(id))];

    private async Task<IArgumentGraphGrain> MadeAsync(string id)
    {
        var graph = cluster.Client.GetGrain<IArgumentGraphGrain>(id);
        await graph.EditAsync(new("made", [.. Arguments("a", "b", "c"), GraphEdit.AddAttack("a", "b"), GraphEdit.AddAttack("b", "c")]));
        return graph;
    }

    private GraphChange Change(params GraphEdit[] edits) => new($"change-{Interlocked.Increment(ref _changes)}", [.. edits]);
}
