using CsCheck;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Deliberation.Tests.Engine;

namespace Debate.Deliberation.Tests.Records;

public sealed class ProjectionTests
{
    private const string Open = """{"preference": "No", "reason": "not yet", "answer": ""}""";

    [Fact]
    public async Task Order_of_storage_does_not_show()
    {
        var expected = await SampledAsync([0, 1, 2, 3]);
        await Gen.Shuffle(new[] { 0, 1, 2, 3 }).SampleAsync(async order =>
        {
            var (stored, projected) = await SampledAsync(order);
            Assert.Equal(["start", .. order.Select(i => $"0/{i}/0"), "end"], stored);
            Assert.Equal(expected.Projected, projected);
        }, iter: 24, threads: 1);
    }

    [Fact]
    public async Task Interrupted_run_projects_to_the_bytes_of_an_undisturbed_one_under_another_id()
    {
        var calm = new EngineFixture(_ => Open);
        await calm.RunAsync(calm.Define("mad"));
        var expected = await ProjectAsync(calm, new DeliberationId("run"));
        Assert.Equal(13, expected.Length);
        for (var appends = 1; appends <= 12; appends++)
        {
            var torn = new EngineFixture(_ => Open);
            var definition = torn.Define("mad") with { Id = new("other"), Budget = new(Calls: 11), Priority = Priority.High,
                Configuration = "{}" };
            torn.Journal.DiesAfter = appends;
            await Assert.ThrowsAsync<KilledException>(() => torn.RunAsync(definition));
            torn.Journal.Revive();
            await torn.RunAsync(definition);
            Assert.Equal(expected, await ProjectAsync(torn, new DeliberationId("other")));
        }
    }

    [Fact]
    public async Task Children_stand_under_ids_relative_to_the_root()
    {
        var engine = new EngineFixture(_ => Open, ScriptedProtocol.Protocol("pair", async d =>
        {
            var children = new[] { "two", "one" }.Select(key => new Child(key, "direct", d.Problem, [new Seat("solver", "model")], new()));
            await d.DeliberateAsync([.. children], 2);
            return ScriptedProtocol.Done;
        }));
        await engine.RunAsync(engine.Define("pair"));
        var lines = await ProjectAsync(engine, new("run"), new("run/one"), new("run/two"));
        Assert.Equal([".", ".", ".", ".", "one", "one", "one", "two", "two", "two"], lines.Select(l => l.Split('"')[3]));
        Assert.Contains("\"child\":\"two\"", lines[1]);
        Assert.DoesNotContain(lines, l => l.Contains("\"run/", StringComparison.Ordinal));
    }

    private static async Task<(string[] Stored, string[] Projected)> SampledAsync(IReadOnlyList<int> order)
    {
        var engine = new EngineFixture(_ => "");
        var definition = engine.Define("self-consistency", ("samples", "4"));
        await new RunDriver(engine.Ports with { Models = new OrderedModels(order) }, definition.Id).StartAsync(definition);
        var stored = await engine.Journal.ReadAsync(definition.Id);
        return ([.. stored.Select(e => e.Path)], await ProjectAsync(engine, definition.Id));
    }

    private static async Task<string[]> ProjectAsync(EngineFixture engine, params DeliberationId[] ids)
    {
        var runs = new List<RunRecord>();
        foreach (var id in ids) runs.Add(RunRecord.Read(id, await engine.Journal.ReadAsync(id)));
        return [.. runs.SelectMany(CanonicalProjection.Format)];
    }
}
