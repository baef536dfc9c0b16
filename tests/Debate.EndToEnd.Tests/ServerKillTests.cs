using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>What a server was given outlives it.</summary>
public sealed class ServerKillTests
{
    [Fact]
    public async Task Tournament_handed_to_a_server_outlives_its_death_and_ends_as_here()
    {
        await using var server = new ServeProcess();
        await server.StartAsync();
        using var here = new ToolFolder();
        using var away = new ToolFolder { Variables = { ["DEBATE_SERVER"] = server.Address } };
        string[] run = ["tournament", "run", Path.Combine(SharedData.Repository, "examples", "town-hall.yaml"), "--seed", "1", "--id", "t",
            "-o", "json"];
        var local = await here.RunAsync(run);
        var running = away.Start(run);
        using var http = server.Http();
        await Patience.UntilAsync(async () => (await http.GetAsync("v1/runs/t/summary")).IsSuccessStatusCode, "the run never starts");
        await server.KillAsync();
        await server.StartAsync();
        var there = await running.EndAsync();
        Assert.True(there.Code == 0, there.Error);
        Assert.Equal(local.Out, there.Out);
        var standings = JsonNode.Parse(await http.GetStringAsync("v1/runs/t/standings"))!;
        Assert.Equal(there.Json["standings"]!.ToJsonString(), standings["standings"]!.ToJsonString());
    }
}
