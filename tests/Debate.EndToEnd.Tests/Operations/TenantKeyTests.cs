using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>Keys with scopes and tenants, of a server that runs: what one tenant has reaches no other.</summary>
[Collection(OperatedServer.Name)]
public sealed class TenantKeyTests(OperatedServer shared)
{
    private const string Run = """{ "question": "MARK?", "name": "MARK", "model": "sim", "seed": 1, "options": { "rounds": 1 } }""";

    /// <summary>
    /// Two tenants use the same ids, keys and prompts in a random order, each with its own words in all that it writes. After each step the
    /// other one opens every door with every id that it could guess: nothing of the first is there, and all of its own is.
    /// </summary>
    [Theory]
    [InlineData(20261130)]
    public async Task No_id_name_count_or_event_of_one_tenant_reaches_the_other(int seed)
    {
        var random = new Random(seed);
        string[] marks = ["aardvark", "bumblebee"];
        var clients = await Task.WhenAll(marks.Select(async mark => ConnectAs(await AddKeyAsync($"{mark}-{seed}", "read,run,reward"))));
        List<string>[] known = [[], []];
        for (var step = 0; step < 12; step++)
        {
            var (mine, yours) = step < 2 ? (step, 1 - step) : random.Next(2) is var who ? (who, 1 - who) : default;
            await ActAsync(clients[mine], marks[mine], random.Next(3), random.Next(4), known[mine]);
            var seen = await LookEverywhereAsync(clients[yours], [.. known[mine].Except(known[yours])], [.. known[yours]]);
            Assert.DoesNotContain(marks[mine], seen, StringComparison.OrdinalIgnoreCase);
        }
        for (var who = 0; who < 2; who++)
        {
            var listed = await ReadAsync(clients[who], "v1/runs?children=true");
            Assert.Equal(known[who].Order(), listed["items"]!.AsArray().Select(run => (string)run!["id"]!).Order());
            clients[who].Dispose();
        }
        // Nor does the default tenant see them, whose key is of everything.
        using var admin = ConnectAs(OperatedServer.Key);
        var all = (await ReadAsync(admin, "v1/runs?children=true")).ToJsonString();
        Assert.DoesNotContain(marks, mark => all.Contains(mark, StringComparison.OrdinalIgnoreCase));
        // The operator, on the folder itself, sees whose they are.
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = shared.Server.Data } };
        var items = (await tool.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray();
        Assert.Contains(items, item => (string?)item!["tenant"] == $"aardvark-{seed}" && ((string)item["name"]!).Contains("aardvark"));
        var id = known[0].First(run => !run.Contains('/'));
        Assert.Contains("aardvark", (await tool.RunAsync("show", $"aardvark-{seed}:{id}", "-o", "json")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await tool.RunAsync("verify", $"aardvark-{seed}:{id}")).Code);
    }

    [Theory]
    [InlineData("read", "GET v1/runs 200, GET v1/hosts 200, POST v1/runs 403, POST v1/runs/x/cancel 403, POST v1/score 403, GET v1/nothing 404")]
    [InlineData("run", "GET v1/runs 403, POST v1/runs 400, POST v1/runs/x/cancel 404, POST v1/episodes 400, PUT v1/runs/x 400, POST verify 403")]
    [InlineData("reward", "GET v1/runs 403, POST v1/runs 403, POST v1/score 400, POST verify 400, GET reverify_mode 200, POST v1/episodes 403")]
    [InlineData("oversee", "GET v1/runs 403, POST v1/runs 403, POST v1/score 403")]
    [InlineData("admin", "GET v1/runs 200, POST v1/runs 400, POST v1/score 400")]
    public async Task A_key_opens_what_its_scopes_say(string scopes, string doors)
    {
        using var http = ConnectAs(await AddKeyAsync("scoped", scopes));
        foreach (var door in doors.Split(", ").Append($"GET dashboard/ {(scopes == "admin" ? 200 : 403)}"))
        {
            var (method, path, status) = door.Split(' ') is [var first, var second, var third] ? (first, second, third) : default;
            using var request = new HttpRequestMessage(new(method), path);
            // A body that no operation takes.
            if (method != "GET" && !path.EndsWith("cancel", StringComparison.Ordinal)) request.Content = JsonContent.Create(new { strange = 1 });
            using var reply = await http.SendAsync(request);
            Assert.Equal((door, status), (door, $"{(int)reply.StatusCode}"));
        }
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_any_more_and_ends_what_it_opened()
    {
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = shared.Server.Data } };
        var added = (await tool.RunAsync("key", "add", "leaver", "--tenant", "leavers", "-o", "json")).Json;
        using var http = ConnectAs((string)added["key"]!);
        Assert.Equal("read,run,reward", (string?)added["scopes"]);
        var (code, _, run) = await SharedServer.PostAsync(http, "k", new { question = "2+2?", model = "late" });
        Assert.True(code == HttpStatusCode.Accepted, run.ToJsonString());
        var id = (string)run["id"]!;
        using var events = await http.GetAsync($"v1/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, events.StatusCode);
        Assert.Equal(0, (await tool.RunAsync("key", "revoke", (string)added["id"]!)).Code);
        var stream = await events.Content.ReadAsStreamAsync();
        Assert.IsNotType<TimeoutException>(await Record.ExceptionAsync(() => stream.CopyToAsync(Stream.Null).WaitAsync(Patience.Long)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("v1/runs")).StatusCode);
        var listed = (await tool.RunAsync("key", "list", "-o", "json")).Json["items"]!.AsArray().Single(k => (string?)k!["name"] == "leaver")!;
        Assert.Equal(("leavers", true), ((string?)listed["tenant"], listed["revoked"] is not null));
        Assert.DoesNotContain(((string)added["key"]!)[^20..], listed.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, (await tool.RunAsync("key", "revoke", "none")).Code);
        Assert.Equal(2, (await tool.RunAsync("key", "add", "x", "--tenant", "Not A Name")).Code);
    }

    /// <summary>One tenant does one of the things that its key allows.</summary>
    private static async Task ActAsync(HttpClient http, string mark, int kind, int number, List<string> known)
    {
        var body = JsonNode.Parse(Run.Replace("MARK", mark, StringComparison.Ordinal))!;
        if (kind == 2)
        {
            using var scored = await http.PostAsJsonAsync("v1/score", new { prompt = $"{number} + 2?", completion = "answer: 4", label = mark });
            var reply = JsonNode.Parse(await scored.Content.ReadAsStringAsync())!;
            Assert.True(scored.IsSuccessStatusCode, reply.ToJsonString());
            if ((string)reply["transcript"]! is var transcript && !known.Contains(transcript)) known.Add(transcript);
            return;
        }
        // The same key of both tenants stands for two runs.
        var (code, _, run) = await SharedServer.PostAsync(http, $"shared-{kind}-{number}", body);
        Assert.True(code == HttpStatusCode.Accepted, run.ToJsonString());
        if ((string)run["id"]! is var id && !known.Contains(id)) known.Add(id);
    }

    /// <summary>All that a tenant can read, in one text; what is not its own is 404 by every door.</summary>
    private static async Task<string> LookEverywhereAsync(HttpClient http, string[] foreign, string[] own)
    {
        var seen = new System.Text.StringBuilder();
        foreach (var path in new[] { "v1/runs", "v1/runs?children=true", "v1/runs?unfinished=true", "v1/runs?under=rewards", "v1/hosts" })
            seen.Append(await ReadAsync(http, path));
        foreach (var id in foreign)
        {
            var at = $"v1/runs/{Uri.EscapeDataString(id)}";
            seen.Append(await ReadAsync(http, $"v1/runs?under={Uri.EscapeDataString(id)}&children=true"));
            foreach (var (method, path) in new[] { ("GET", at), ("GET", $"{at}/summary"), ("GET", $"{at}/entries"), ("GET", $"{at}/events"),
                ("GET", $"{at}/standings"), ("POST", $"{at}/cancel"), ("POST", $"{at}/pause"), ("POST", $"{at}/resume"),
                ("POST", $"{at}/join"), ("POST", $"{at}/withdraw"), ("GET", $"v1/episodes/{Uri.EscapeDataString(id)}"),
                ("POST", $"v1/episodes/{Uri.EscapeDataString(id)}/step") })
            {
                using var request = new HttpRequestMessage(new(method), path);
                request.Content = path[(path.LastIndexOf('/') + 1)..] switch
                {
                    "join" => JsonContent.Create(new { seats = new[] { new { name = "x", model = "sim" } } }),
                    "withdraw" => JsonContent.Create(new { seats = new[] { "x" } }),
                    "step" => JsonContent.Create(new { turn = "0/1", text = "x" }),
                    _ => null,
                };
                using var reply = await http.SendAsync(request);
                var text = await reply.Content.ReadAsStringAsync();
                Assert.True(reply.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {(int)reply.StatusCode} {text}");
                seen.Append(text);
            }
        }
        foreach (var id in own) seen.Append(await ReadAsync(http, $"v1/runs/{Uri.EscapeDataString(id)}"));
        return seen.ToString();
    }

    private static async Task<JsonNode> ReadAsync(HttpClient http, string path) => JsonNode.Parse(await http.GetStringAsync(path))!;

    private HttpClient ConnectAs(string key)
    {
        var http = shared.Server.Http();
        http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return http;
    }

    /// <summary>Adds a key to the folder of the server, which hears of it while it runs.</summary>
    private async Task<string> AddKeyAsync(string tenant, string scopes)
    {
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = shared.Server.Data } };
        var added = await tool.RunAsync("key", "add", "test", "--tenant", tenant, "--scopes", scopes, "-o", "json");
        var key = (string)added.Json["key"]!;
        using var http = ConnectAs(key);
        await Patience.UntilAsync(
            async () => (await http.GetAsync("nowhere")).StatusCode == HttpStatusCode.NotFound, "the server does not know the key");
        return key;
    }
}
