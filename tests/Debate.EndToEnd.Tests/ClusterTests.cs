using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.EndToEnd.Tests.Operations;
using Debate.Testing;

namespace Debate.EndToEnd.Tests;

/// <summary>Real silos of one cluster over a real Redis.</summary>
public sealed class ClusterTests
{
    private const string Models = "models:\n  sim: { simulated: bernoulli, accuracy: 0.6, latency: 100ms }\n"
        + "  judge: { simulated: text-judge }\n"
        + "rewards: { profiles: { group: { judge: judge, opponent: baseline, baseline: 'answer: 0', rounds: 0 } } }\n";
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

    [Fact]
    public async Task Archived_run_is_gone_from_redis_and_every_verb_reads_it_as_before()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        using var folder = new ToolFolder();
        await using var first = await JoinAsync(redis, "--archive", folder.Folder, "--archive-after", "00:00:00");
        await using var second = await JoinAsync(redis, "--archive", folder.Folder, "--archive-after", "00:00:00");
        using var client = Client();
        client.Variables["DEBATE_SERVER"] = first.Address;
        Assert.Equal(0, (await client.RunAsync(Run)).Code);
        using var here = Client();
        here.Write("debate.yaml", Models);
        Assert.Equal(0, (await here.RunAsync(Run)).Code);
        await redis.UntilAsync("EXISTS debate:roots", ":0");
        Assert.Equal(["e"], Directory.GetDirectories(folder.Folder).Select(Path.GetFileName));
        foreach (var server in new[] { first.Address, second.Address })
        {
            client.Variables["DEBATE_SERVER"] = server;
            foreach (var verb in new[] { "export e --format projection", "show e", "verify e", "resume e -o json" })
            {
                var (there, local) = (await client.RunAsync(verb.Split(' ')), await here.RunAsync(verb.Split(' ')));
                Assert.Equal((0, local.Out), (there.Code, there.Out));
            }
            Assert.Equal("finished", (string?)(await client.RunAsync("ls", "-o", "json")).Json["items"]![0]!["status"]);
        }
        client.Variables.Remove("DEBATE_SERVER");
        Assert.Equal(0, (await client.RunAsync("verify", "e", "--data", Path.Combine(folder.Folder, "e"))).Code);
    }

    [Fact]
    public async Task Doors_are_ready_once_a_silo_is_there_that_drives_what_is_asked_for()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var doors = await JoinAsync(redis, "--roles", "web");
        using var http = doors.Http();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
        await using var driver = await JoinAsync(redis, "--roles", "deliberation,model-host");
        await Patience.UntilAsync(async () => (await http.GetAsync("health/ready")).IsSuccessStatusCode, "the doors are never ready");
        using var client = Client();
        client.Variables["DEBATE_SERVER"] = doors.Address;
        Assert.Equal(0, (await client.RunAsync("run", "--question", "2+2?", "--model", "sim")).Code);
    }

    [Theory]
    [InlineData("always", "", 0)]
    [InlineData("everysec", "in the last second or two can be lost", 1)]
    public async Task Doctor_and_server_say_what_a_power_failure_can_cost(string sync, string told, int code)
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await redis.UntilAsync($"CONFIG SET appendfsync {sync}", "+OK");
        using var tool = new ToolFolder();
        var checkup = await tool.RunAsync("doctor", "--cluster", redis.Address);
        Assert.Equal(code, checkup.Code);
        Assert.Contains(told, checkup.Out, StringComparison.Ordinal);
        await using var server = await JoinAsync(redis);
        var said = await server.StopAsync();
        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.Equal(code == 1, said.Contains("can be lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redis_that_deletes_journals_is_refused_at_the_start_and_by_doctor()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        using var tool = new ToolFolder();
        var checkup = await tool.RunAsync("doctor", "--cluster", redis.Address);
        Assert.Equal(1, checkup.Code);
        Assert.Contains("maxmemory-policy allkeys-lru deletes entries of journals", checkup.Out, StringComparison.Ordinal);
        var server = await tool.RunAsync("serve", "--cluster", redis.Address, "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, server.Code);
        Assert.Contains("maxmemory-policy allkeys-lru deletes entries of journals", server.Error, StringComparison.Ordinal);
        Assert.Contains("set noeviction", server.Error, StringComparison.Ordinal);
    }

    /// <summary>
    /// Two tenants write the same ids, keys and prompts through one silo each; through both silos nobody finds anything of the other, and
    /// neither does it when the silo is dead that drove the runs.
    /// </summary>
    [Fact]
    public async Task Nothing_of_a_tenant_reaches_the_other_through_any_silo_nor_after_one_died()
    {
        SharedData.NeedsProgram("redis-server");
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = await JoinAsync(redis);
        await using var second = await JoinAsync(redis);
        string[] marks = ["aardvark", "bumblebee"];
        var keys = new string[2];
        List<string>[] known = [[], []];
        foreach (var (who, mark) in marks.Index())
        {
            var added = (await first.Tool.RunAsync("key", "add", "test", "--tenant", mark, "--cluster", redis.Address, "-o", "json")).Json;
            keys[who] = (string)added["key"]!;
        }
        // The silo that is killed below has all of the first tenant's, the other one's among its own.
        for (var step = 0; step < 6; step++)
        {
            var (who, at) = (step % 2, step < 4 ? first : second);
            using var http = await ConnectAsync(at, keys[who]);
            await TenantTrial.ActAsync(http, marks[who], step / 2, 1, known[who]);
        }
        JsonNode waiting;
        using (var http = await ConnectAsync(first, keys[0]))
        {
            using var opened = await http.PostAsJsonAsync("v1/episodes", new
            {
                protocol = "mad", question = "aardvark?", model = "sim", seats = new { affirmative = "external" }, options = new { rounds = "1" },
            });
            waiting = JsonNode.Parse(await opened.Content.ReadAsStringAsync())!;
            Assert.True(opened.IsSuccessStatusCode, waiting.ToJsonString());
            known[0].Add((string)waiting["id"]!);
        }
        await LookAsync(first);
        await LookAsync(second);
        await first.KillAsync();
        await LookAsync(second);
        using var survivor = await ConnectAsync(second, keys[0]);
        // The run that waits goes on at the other silo, as its tenant's.
        var path = $"v1/episodes/{known[0][^1]}";
        while (waiting["turn"] is not null)
        {
            using var step = await survivor.PostAsJsonAsync($"{path}/step", new { turn = (string)waiting["turn"]!["id"]!, text = "aardvark: 4" });
            if (!step.IsSuccessStatusCode) Assert.Equal(HttpStatusCode.ServiceUnavailable, step.StatusCode);
            else waiting = JsonNode.Parse(await step.Content.ReadAsStringAsync())!;
        }
        Assert.Equal("finished", (string?)(await TenantTrial.ReadAsync(survivor, path))["status"]);
        await LookAsync(second);

        async Task LookAsync(ServeProcess silo)
        {
            for (var who = 0; who < 2; who++)
            {
                using var http = await ConnectAsync(silo, keys[who]);
                var seen = await TenantTrial.LookEverywhereAsync(http, [.. known[1 - who].Except(known[who])], [.. known[who]]);
                Assert.DoesNotContain(marks[1 - who], seen, StringComparison.OrdinalIgnoreCase);
                var listed = (await TenantTrial.ReadAsync(http, "v1/runs?children=true"))["items"]!.AsArray();
                Assert.Equal(known[who].Order(), listed.Select(run => (string)run!["id"]!).Order());
            }
        }
    }

    /// <summary>A client with a key, once the silo knows it.</summary>
    private static async Task<HttpClient> ConnectAsync(ServeProcess silo, string key)
    {
        var http = silo.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await Patience.UntilAsync(
            async () => (await http.GetAsync("nowhere")).StatusCode == HttpStatusCode.NotFound, "the silo does not know the key");
        return http;
    }

    private static async Task<ServeProcess> JoinAsync(RedisServer redis, params string[] more)
    {
        var server = new ServeProcess();
        server.Tool.Write("debate.yaml", Models);
        await server.StartAsync(["--cluster", redis.Address, .. more]);
        return server;
    }

    private static ToolFolder Client()
    {
        var tool = new ToolFolder();
        tool.Write("q.json", JsonSerializer.Serialize(Enumerable.Range(1, 24).Select(i => new
        {
            question = $"What is {i.ToString(CultureInfo.InvariantCulture)} doubled?",
            answer = (2 * i).ToString(CultureInfo.InvariantCulture),
        })));
        return tool;
    }

    private static async Task EntriesAsync(HttpClient http, int count)
    {
        await Patience.UntilAsync(async () =>
        {
            using var reply = await http.GetAsync("v1/runs/e/entries");
            return reply.IsSuccessStatusCode && (await reply.Content.ReadAsStringAsync()).Count(c => c == '\n') >= count;
        }, $"the run never has {count} entries");
    }
}
