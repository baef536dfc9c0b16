using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Operations;

/// <summary>Keys with scopes and tenants, of a server that runs: what one tenant has reaches no other.</summary>
[Collection(OperatedServer.Name)]
public sealed class TenantKeyTests(OperatedServer shared)
{
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
            await TenantTrial.ActAsync(clients[mine], marks[mine], random.Next(3), random.Next(4), known[mine]);
            var seen = await TenantTrial.LookEverywhereAsync(clients[yours], [.. known[mine].Except(known[yours])], [.. known[yours]]);
            Assert.DoesNotContain(marks[mine], seen, StringComparison.OrdinalIgnoreCase);
        }
        for (var who = 0; who < 2; who++)
        {
            var listed = await TenantTrial.ReadAsync(clients[who], "v1/runs?children=true");
            Assert.Equal(known[who].Order(), listed["items"]!.AsArray().Select(run => (string)run!["id"]!).Order());
            clients[who].Dispose();
        }
        // Nor does the default tenant see them, whose key is of everything.
        using var admin = ConnectAs(OperatedServer.Key);
        var all = (await TenantTrial.ReadAsync(admin, "v1/runs?children=true")).ToJsonString();
        Assert.DoesNotContain(marks, mark => all.Contains(mark, StringComparison.OrdinalIgnoreCase));
        // The operator, on the folder itself, sees whose they are.
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = shared.Server.Data } };
        var items = (await tool.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray();
        Assert.Contains(items, item => (string?)item!["tenant"] == $"aardvark-{seed}" && ((string)item["name"]!).Contains("aardvark"));
        var id = known[0].First(run => !run.Contains('/'));
        Assert.Contains("aardvark", (await tool.RunAsync("show", $"aardvark-{seed}:{id}", "-o", "json")).Out, StringComparison.Ordinal);
        Assert.Equal(0, (await tool.RunAsync("verify", $"aardvark-{seed}:{id}")).Code);
    }

    [Fact]
    public async Task Graphs_of_one_id_are_two_for_two_tenants_and_none_for_a_third()
    {
        string[] marks = ["cormorant", "dormouse"];
        var clients = await Task.WhenAll(marks.Select(async mark => ConnectAs(await AddKeyAsync($"{mark}-graphs", "read,run"))));
        for (var who = 0; who < 2; who++)
        {
            var map = new { title = marks[who], arguments = new[] { new { id = marks[who], text = marks[who] } } };
            using var put = await clients[who].PutAsJsonAsync("v1/graphs/cafe", map);
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }
        using var third = ConnectAs(await AddKeyAsync("third-graphs", "read,run"));
        using var admin = ConnectAs(OperatedServer.Key);
        foreach (var (http, mark) in new[] { (clients[0], marks[0]), (clients[1], marks[1]), (third, ""), (admin, "") })
        {
            var listed = (await TenantTrial.ReadAsync(http, "v1/graphs"))["items"]!.AsArray().Select(graph => (string)graph!["title"]!);
            Assert.Equal(mark.Length > 0 ? [mark] : [], listed.Where(marks.Contains));
            foreach (var path in new[] { "", "/overview", "/strength", "/extensions", "/picture", "/page", "/difference?from=0" })
            {
                using var reply = await http.GetAsync($"v1/graphs/cafe{path}");
                Assert.Equal(mark.Length > 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, reply.StatusCode);
                var text = await reply.Content.ReadAsStringAsync();
                Assert.DoesNotContain(marks.Where(other => other != mark), other => text.Contains(other, StringComparison.Ordinal));
            }
        }
        Assert.Equal(HttpStatusCode.NotFound, (await third.GetAsync("v1/graphs/cafe/events")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await third.DeleteAsync("v1/graphs/cafe")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await clients[0].DeleteAsync("v1/graphs/cafe")).StatusCode);
        Assert.Contains(marks[1], await clients[1].GetStringAsync("v1/graphs/cafe"), StringComparison.Ordinal);
        foreach (var http in clients) http.Dispose();
    }

    [Theory]
    [InlineData("read", "GET v1/runs 200, GET v1/hosts 200, GET v1/graphs 200, PUT v1/graphs/x 403, POST v1/runs 403, POST v1/runs/x/cancel 403, POST v1/score 403, GET v1/nothing 404")]
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
