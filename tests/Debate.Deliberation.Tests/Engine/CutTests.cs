namespace Debate.Deliberation.Tests.Engine;

/// <summary>Every protocol of the room, killed after each entry of its journal and run again.</summary>
public sealed class CutTests
{
    public static TheoryData<string> Protocols => ProtocolBench.Names;

    [Theory, MemberData(nameof(Protocols))]
    public async Task Run_that_is_cut_after_any_entry_comes_to_the_same_bytes_and_asks_nothing_recorded_again(string protocol)
    {
        var whole = ProtocolBench.Create();
        await whole.RunAsync(ProtocolBench.Define(whole, protocol));
        var expected = await ProtocolBench.ProjectAsync(whole);
        var entries = whole.Journal.AppendCount;
        Assert.True(entries > 1, "nothing was recorded");
        for (var cut = 1; cut < entries; cut++)
        {
            var engine = ProtocolBench.Create();
            engine.Journal.DiesAfter = cut;
            await Assert.ThrowsAsync<KilledException>(() => engine.RunAsync(ProtocolBench.Define(engine, protocol)));
            engine.Journal.Revive();
            var recorded = (await engine.Journal.ListPlacesAsync()).ToHashSet();
            engine.Calls.Clear();
            await engine.RunAsync(ProtocolBench.Define(engine, protocol));
            Assert.Equal(expected, await ProtocolBench.ProjectAsync(engine));
            Assert.DoesNotContain(engine.Calls, c => recorded.Contains((c.Id, c.Path)));
        }
    }
}
