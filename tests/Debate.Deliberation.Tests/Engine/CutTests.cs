using Debate.Argumentation;
using Debate.Argumentation.Formats;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Protocols;
using Debate.Deliberation.Records;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>Every protocol of the room, killed after each entry of its journal and run again.</summary>
public sealed class CutTests
{
    private static readonly ProtocolDescriptor[] Entries =
    [
        .. typeof(Mad).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IProtocol)) && t.IsClass)
            .Select(t => (ProtocolDescriptor)t.GetProperty("Descriptor")!.GetValue(null)!),
    ];

    public static TheoryData<string> Protocols => [.. Entries.Select(e => e.Name).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Protocols))]
    public async Task Run_that_is_cut_after_any_entry_comes_to_the_same_bytes_and_asks_nothing_recorded_again(string protocol)
    {
        var whole = Bench();
        await whole.RunAsync(Snapshot(whole, protocol));
        var expected = await ProjectedAsync(whole);
        var entries = (await whole.Journal.ReadAsync(new("run"))).Count;
        Assert.True(entries > 1, "nothing was recorded");
        for (var cut = 1; cut < entries; cut++)
        {
            var engine = Bench();
            engine.Journal.DiesAfter = cut;
            await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(Snapshot(engine, protocol)));
            engine.Journal.Revive();
            var recorded = (await engine.Journal.ReadAsync(new("run"))).Select(e => e.Path).ToHashSet();
            engine.Calls.Clear();
            await engine.RunAsync(Snapshot(engine, protocol));
            Assert.Equal(expected, await ProjectedAsync(engine));
            Assert.DoesNotContain(engine.Calls, c => recorded.Contains(c.Path));
        }
    }

    private static EngineFixture Bench() =>
        new(Reply, [.. Entries.Where(e => e.Name is not ("mad" or "direct" or "self-consistency" or "self-reflection"))]);

    private static RunDefinition Snapshot(EngineFixture engine, string protocol)
    {
        var entry = Entries.Single(e => e.Name == protocol);
        // Options that keep runs small and still include every kind of step.
        (string Name, string Value)[] small =
        [
            ("rounds", "2"), ("samples", "3"), ("refinements", "3"), ("calls", "3"), ("decisions", "2"), ("turns", "4"), ("plays", "1"),
            ("decision", "consensus"), ("ties", "draw"), ("mode", "summarizer"), ("paradigm", "debate"), ("interactive", "yes"),
            ("position", "call"),
        ];
        var definition = engine.Define(protocol,
            [.. small.Where(o => entry.Options.FirstOrDefault(r => r.Name == o.Name)?.Allows(o.Value) == true)]);
        return definition with
        {
            Seats = [.. definition.Seats.Select(s => s with { Model = entry.DefaultModel ?? s.Model })],
            Problem = new("q", "Is it so?") { Choices = ["yes", "no"], Passage = "It is so.", Graph = Graph(), Motion = "a" },
        };
    }

    private static string Graph()
    {
        var graph = new ArgumentGraphBuilder();
        foreach (var id in new[] { "a", "b", "c", "d", "e" }) graph.AddArgument(id, $"claim {id}", 0.5);
        graph.AddAttack("b", "a");
        graph.AddAttack("c", "b");
        graph.AddSupport("d", "a");
        graph.AddAttack("e", "a");
        return GraphJson.Write(new ArgumentMap("map", graph.Build()));
    }

    /// <summary>A function of the seat and the path, so that a repeated call gets the same reply; the debaters differ.</summary>
    private static string Reply(ModelCall call) => call.Seat.Name switch
    {
        "generator" or "arguer" => $$"""{"decision": "D {{call.Path}}", "condition": "c", "danger": "d", "exception": "e", "argument": "at {{call.Path}}"}""",
        "verifier" => """{"accepts": "no", "question": "CQ1", "reason": "so"}""",
        "scorer" => """{"score": 0.6}""",
        "judge" or "moderator" when call.Path.Length % 2 == 0 => "That cannot be read.",
        _ => $"At {call.Path} <quote>It is so.</quote> {{\"side\": \"pro\", \"answer\": \"{(call.Path[^1] % 2 == 0 ? "yes" : "no")}\"}}",
    };

    private static async Task<string> ProjectedAsync(EngineFixture engine) =>
        string.Join('\n', CanonicalProjection.Format(RunRecord.Read(new("run"), await engine.Journal.ReadAsync(new("run")))));
}
