using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation.Projections;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Projections;

public sealed class DeliberationGraphTests
{
    private const string First = """{"arguments":[{"id":"x"}]}""";
    private const string Last = """{"arguments":[{"id":"a","text":"said so"},{"id":"b"}],"attacks":[["b","a"]]}""";

    [Fact]
    public async Task Last_recorded_graph_is_the_graph()
    {
        var map = await GraphAsync(Last, async d =>
        {
            await d.RecordAsync("graph", () => First);
            await d.RecordAsync("graph", () => Last);
            await d.RecordAsync("other", () => "not a graph");
        });
        Assert.Equal(Last, GraphJson.Write(map.Graph));
        Assert.Equal("run", map.Name);
    }

    [Fact]
    public async Task Without_a_recorded_one_it_is_the_problem_s() =>
        Assert.Equal(Last, GraphJson.Write((await GraphAsync(Last, d => d.SayAsync("a", "hello", 1))).Graph));

    [Fact]
    public async Task Without_either_statements_attack_the_latest_of_another_seat()
    {
        var map = await GraphAsync(null, async d =>
        {
            foreach (var (seat, text) in new[] { ("a", "yes"), ("b", "no"), ("b", "really"), ("a", "yes!") }) await d.SayAsync(seat, text,
                1);
            await d.SayAsync("b", "no!", 2);
        });
        Assert.Equal(
            """{"arguments":[{"id":"a-1","text":"yes"},{"id":"b-1","text":"no"},{"id":"b-1#2","text":"really"},{"id":"a-1#2","text":"yes!"},"""
            + """{"id":"b-2","text":"no!"}],"attacks":[["b-1","a-1"],["b-1#2","a-1"],["a-1#2","b-1#2"],["b-2","a-1#2"]]}""",
            GraphJson.Write(map.Graph));
        Assert.Equal("What?", map.Title);
    }

    [Fact]
    public async Task Run_in_which_nothing_was_said_has_an_empty_graph() =>
        Assert.Equal(0, (await GraphAsync(null, _ => Task.CompletedTask)).Graph.NodeCount);

    [Fact]
    public Task What_was_recorded_and_is_no_graph_is_told_with_the_run() =>
        Assert.ThrowsAsync<InputException>(() => GraphAsync(null, d => d.RecordAsync("graph", () => "{}")));

    private static async Task<Argumentation.ArgumentMap> GraphAsync(string? graph, Func<IDeliberation, Task> run)
    {
        var engine = new EngineFixture(_ => "", ScriptedProtocol.Protocol("graphs",
            async d => { await run(d); return ScriptedProtocol.Done; }));
        await engine.RunAsync(engine.Define("graphs") with { Problem = new("q", "What?") { Graph = graph } });
        return DeliberationGraph.Build(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run"))));
    }
}
