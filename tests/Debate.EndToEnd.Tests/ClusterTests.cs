using System.Globalization;
using System.Text.Json;
using Debate.Testing;

namespace Debate.EndToEnd.Tests;

/// <summary>Real silos of one cluster over a real Redis.</summary>
public sealed class ClusterTests
{
    private const string Models = "models:\n  sim: { simulated: bernoulli, accuracy: 0.6, latency: 100ms }\n";
    private static readonly string[] Run =
        ["eval", "q.json", "--protocol", "mad,direct", "--model", "sim", "--seed", "3", "--id", "e", "--concurrency", "8", "-o", "json"];

    [Fact]
    public async Task Run_goes_on_when_a_silo_and_then_redis_is_killed_and_ends_as_one_here()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = await JoinAsync(redis);
        await using var second = await JoinAsync(redis);
        using var client = Client();
        client.Variables["DEBATE_SERVER"] = second.Address;
        var running = client.Start(Run);
        using var http = second.Http();
        await EntriesAsync(http, 10);
        await first.KillAsync();
        await EntriesAsync(http, 20);
        await redis.KillAsync();
        await redis.StartAsync();
        var there = await running.EndAsync();
        Assert.True(there.Code == 0, there.Error);
        using var here = Client();
        here.Write("debate.yaml", Models);
        Assert.Equal((await here.RunAsync(Run)).Out, there.Out);
        Assert.Contains("as they were written", (await client.RunAsync("verify", "e")).Out);
    }

    private static async Task<Server> JoinAsync(RedisServer redis)
    {
        var server = new Server();
        server.Tool.Write("debate.yaml", Models);
        await server.StartAsync("--cluster", redis.Address);
        return server;
    }

    private static Tool Client()
    {
        var tool = new Tool();
        tool.Write("q.json", JsonSerializer.Serialize(Enumerable.Range(1, 24).Select(i => new
        {
            question = $"What is {i.ToString(CultureInfo.InvariantCulture)} doubled?",
            answer = (2 * i).ToString(CultureInfo.InvariantCulture),
        })));
        return tool;
    }

    private static async Task EntriesAsync(HttpClient http, int count)
    {
        while (true)
        {
            using var reply = await http.GetAsync("v1/runs/e/entries");
            if (reply.IsSuccessStatusCode && (await reply.Content.ReadAsStringAsync()).Count(c => c == '\n') >= count) return;
            await Task.Delay(20);
        }
    }
}
