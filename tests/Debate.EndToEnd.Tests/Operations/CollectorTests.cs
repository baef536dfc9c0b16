namespace Debate.EndToEnd.Tests.Operations;

/// <summary>A server configured with a collector sends it traces and metrics.</summary>
[Collection(OperatedServer.Name)]
public sealed class CollectorTests(OperatedServer shared)
{
    [Fact]
    public async Task Collector_receives_what_a_server_does()
    {
        using var tool = new ToolFolder();
        (tool.Variables["DEBATE_SERVER"], tool.Variables["DEBATE_API_KEY"]) = (shared.Server.Address, OperatedServer.Key);
        Assert.Equal(0, (await tool.RunAsync("run", "--question", "2+2?", "--answer", "4", "--model", "sim")).Code);
        await Task.WhenAny(shared.Received, Task.Delay(Patience.Long));
        Assert.Empty(shared.Missing);
    }
}
