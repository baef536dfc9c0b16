using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Api;

/// <summary>Runs over HTTP as an app uses them: lists with filters and pages, deletion, specifications, events of a page, guests.</summary>
[Collection(ApiServer.Name)]
public sealed class RunDoorTests(ApiServer shared)
{
    [Fact]
    public async Task A_list_is_narrowed_and_read_in_pages_without_gap_or_repeat()
    {
        using var http = await shared.TenantAsync("lister", "read,run");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add(await RunAsync(http, $$"""{"question": "q{{i}}?", "name": "list {{i}}", "model": "sim", "protocol": "{{(i == 0 ? "direct" : "self-consistency")}}"}"""));
        foreach (var id in ids) await ApiServer.EndAsync(http, id);
        ids.Reverse();

        Assert.Equal(ids, await PagesAsync(http, "limit=2"));
        Assert.Equal(ids, await PagesAsync(http, "limit=5"));
        Assert.Equal(ids[..4], await PagesAsync(http, "limit=1&protocol=self-consistency&model=sim&kind=debate,tournament"));
        Assert.Equal([ids[2]], await PagesAsync(http, "search=LIST%202"));
        Assert.Equal(ids, await PagesAsync(http, "limit=3&status=finished&since=1h"));
        Assert.Empty(await PagesAsync(http, "status=running,failed"));
        Assert.Empty(await PagesAsync(http, "model=late"));
        Assert.Empty(await PagesAsync(http, "until=2020-01-01"));
        // A cursor is its list's: with other filters it would skip without a word.
        var next = (string)JsonNode.Parse(await http.GetStringAsync("v1/runs?limit=1"))!["next"]!;
        await RefusedAsync(await http.GetAsync($"v1/runs?limit=1&status=finished&cursor={next}"), 400, "is of another list");
        await RefusedAsync(await http.GetAsync("v1/runs?since=yesterday"), 400, "since 'yesterday': it must be a duration before now");
        await RefusedAsync(await http.GetAsync("v1/runs?status=finishd"), 400, "did you mean 'finished'?");
    }

    [Fact]
    public async Task A_run_is_deleted_with_its_children_and_only_when_nothing_drives_it()
    {
        using var http = await shared.TenantAsync("deleter", "read,run");
        var kept = await RunAsync(http, """{"question": "kept?", "model": "sim"}""");
        var running = await RunAsync(http, """{"question": "late?", "model": "late"}""");
        var (code, evaluation) = await PostAsync(http, "v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "protocols": ["direct"], "model": "sim"}""");
        Assert.True(code == HttpStatusCode.Accepted, evaluation?.ToJsonString());
        var id = (string)evaluation!["id"]!;
        await ApiServer.EndAsync(http, id);
        await ApiServer.EndAsync(http, kept);
        var child = (await PagesAsync(http, $"under={id}")).Single(run => run != id);

        await RefusedAsync(await http.DeleteAsync($"v1/runs/{running}"), 409, "it runs; cancel it first");
        await RefusedAsync(await http.DeleteAsync($"v1/runs/{Uri.EscapeDataString(child)}"), 409, "it is a part of the evaluation");
        await RefusedAsync(await http.DeleteAsync("v1/runs/nobody"), 404, "there is no such run");
        using (var other = await shared.TenantAsync("thief", "read,run")) await RefusedAsync(await other.DeleteAsync($"v1/runs/{id}"), 404, "there is no such run");

        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync($"v1/runs/{id}")).StatusCode);
        await RefusedAsync(await http.DeleteAsync($"v1/runs/{id}"), 404, "there is no such run");
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"v1/runs/{Uri.EscapeDataString(child)}")).StatusCode);
        Assert.Equal([running, kept], await PagesAsync(http, "children=true"));
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync($"v1/runs/{running}/cancel", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync($"v1/runs/{running}")).StatusCode);
        Assert.Equal([kept], await PagesAsync(http, "children=true"));
    }

    [Fact]
    public async Task A_specification_starts_one_run_however_often_it_comes_with_its_key()
    {
        using var http = await shared.TenantAsync("specifier", "read,run");
        var spec = $"name: town\nsource:\n  maps:\n    town.yaml: |\n{Indent(ApiServer.Map, 6)}\nprotocol: evidence\noptions: {{ reveals: 0.5 }}\ndebaters: [random, greedy]\n";
        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => PostAsync(http, "v1/tournaments", spec, "application/yaml", "twice")));
        Assert.All(replies, reply => Assert.True(reply.Code == HttpStatusCode.Accepted, reply.Body?.ToJsonString()));
        var id = Assert.Single(replies.Select(reply => (string)reply.Body!["id"]!).Distinct());
        await ApiServer.EndAsync(http, id);
        var (again, _) = await PostAsync(http, "v1/tournaments", spec.Replace("greedy", "counter", StringComparison.Ordinal), "application/yaml", "twice");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again);
        // The map as fields, in JSON, is the same as its text.
        var fields = """{"name": "town", "source": {"maps": {"town": {"arguments": [{"id": "a", "text": "A."}, {"id": "b", "text": "B.", "attacks": ["a"]}, {"id": "c", "text": "C.", "attacks": ["b"]}]}}}, "protocol": "evidence", "options": {"reveals": 0.5}, "debaters": ["random", "greedy"]}""";
        var (code, tournament) = await PostAsync(http, "v1/tournaments", fields);
        Assert.True(code == HttpStatusCode.Accepted, tournament?.ToJsonString());
        // Questions in YAML are what they are in JSON.
        (code, tournament) = await PostAsync(http, "v1/evaluations", "questions:\n  - { question: 2+2?, answer: '4' }\nprotocols: [direct]\nmodel: sim\nlimit: 1\n", "text/yaml");
        Assert.True(code == HttpStatusCode.Accepted, tournament?.ToJsonString());
    }

    [Theory]
    [InlineData("../secret.json", "questions '../secret.json': it must be a name within the library")]
    [InlineData("maps/../../secret.json", "questions 'maps/../../secret.json': it must be a name within the library")]
    [InlineData("/etc/passwd", "questions '/etc/passwd': it must be a name within the library")]
    [InlineData("..%2fsecret.json", "questions '..%2fsecret.json': it must be a name within the library")]
    [InlineData("maps\\\\..\\\\secret.json", "it must be a name within the library")]
    [InlineData(".debate/journal.db", "it must be a name within the library")]
    [InlineData("", "questions: it must be a name within the library")]
    [InlineData("maps", "questions 'maps': it must be a file of questions in this server's library")]
    [InlineData("secret.json", "questions 'secret.json': it must be a file of questions in this server's library")]
    public async Task No_specification_names_a_file_outside_of_the_library(string name, string refusal)
    {
        using var http = shared.Admin();
        var (code, problem) = await PostAsync(http, "v1/evaluations", $$"""{"questions": "{{name}}", "protocols": ["direct"], "model": "sim"}""");
        Assert.Equal(HttpStatusCode.BadRequest, code);
        Assert.Contains(refusal, (string?)problem!["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1/tournaments", """{"name": "x"}""", "specification, line 1: source: it is required")]
    [InlineData("v1/tournaments", """{"name": "x", "source": {"maps": "nowhere"}, "protocol": "evidence", "debaters": ["random", "greedy"]}""", "source.maps 'nowhere': it must be a folder of argument maps in this server's library")]
    [InlineData("v1/tournaments", """{"name": "x", "source": {"maps": {"a/b.yaml": "arguments: []"}}, "protocol": "evidence", "debaters": ["random", "greedy"]}""", "must have the name of a file")]
    [InlineData("v1/tournaments", """{"name": "x", "source": {"questions": []}, "protocol": "mad", "debaters": ["a", "b"]}""", "the list is empty")]
    [InlineData("v1/tournaments", "", "body: it must be a specification")]
    [InlineData("v1/evaluations", """{"protocols": ["mad"]}""", "questions: it is required")]
    [InlineData("v1/evaluations", """{"questions": [], "model": "sim"}""", "the list is empty")]
    [InlineData("v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "protocols": ["mda"], "model": "sim"}""", "did you mean 'mad'?")]
    [InlineData("v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "model": "sim", "seats": {"modrator": "sim"}}""", "seats.modrator: it is none of the seats; did you mean 'moderator'?")]
    [InlineData("v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "model": "sim", "limit": 0}""", "limit '0': it must be a whole number of at least 1")]
    [InlineData("v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "model": "sim", "protocls": ["mad"]}""", "protocls: it is not a known field; did you mean 'protocols'?")]
    public async Task A_specification_is_refused_by_its_field_and_starts_nothing(string path, string body, string refusal)
    {
        using var http = await shared.TenantAsync("refused", "read,run");
        var (code, problem) = await PostAsync(http, path, body);
        Assert.True(code == HttpStatusCode.BadRequest, problem?.ToJsonString());
        Assert.Contains(refusal, (string?)problem!["detail"], StringComparison.Ordinal);
        Assert.Empty(await PagesAsync(http, "children=true"));
    }

    [Fact]
    public async Task A_report_that_is_still_the_same_is_not_sent_again()
    {
        using var http = shared.Admin();
        var id = await RunAsync(http, """{"question": "2+2?", "model": "sim"}""");
        await ApiServer.EndAsync(http, id);
        using var first = await http.GetAsync($"v1/runs/{id}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/runs/{id}");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.NotModified, 0), (second.StatusCode, (await second.Content.ReadAsByteArrayAsync()).Length));
        using var changed = new HttpRequestMessage(HttpMethod.Get, $"v1/runs/{id}");
        changed.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"0-running\""));
        Assert.Equal(HttpStatusCode.OK, (await http.SendAsync(changed)).StatusCode);
    }

    [Fact]
    public async Task A_token_opens_the_events_of_its_run_and_nothing_else()
    {
        using var http = await shared.TenantAsync("watcher", "read,run");
        var (id, other) = (await RunAsync(http, """{"question": "2+2?", "model": "sim"}"""), await RunAsync(http, """{"question": "3+3?", "model": "sim"}"""));
        await ApiServer.EndAsync(http, id);
        var (_, made) = await PostAsync(http, $"v1/runs/{id}/events-token", null);
        var (url, token) = ((string)made!["url"]!, (string)made["token"]!);
        using var page = shared.Server.Http();
        page.Timeout = Patience.Long;
        Assert.Contains("event: end\n", await page.GetStringAsync(url), StringComparison.Ordinal);
        var parts = token.Split('.');
        foreach (var (target, status) in new[]
        {
            ($"/v1/runs/{other}/events?token={token}", 401), ($"/v1/runs/{id}?token={token}", 401), ($"/v1/runs/{id}/events", 401),
            ($"/v1/runs/{id}/events?token={parts[0]}.{long.Parse(parts[1], CultureInfo.InvariantCulture) + 1}.{parts[2]}", 401), ($"/v1/runs/{id}/events?token={parts[0]}.1.{parts[2]}", 401),
            ($"/v1/runs/{id}/events?token=.{parts[1]}.{parts[2]}", 401), ($"/v1/runs/{id}/events?token=x", 401),
        })
            Assert.Equal((target, status), (target, (int)(await page.GetAsync(target)).StatusCode));
    }

    [Fact]
    public async Task A_token_opens_the_events_of_its_graph_and_nothing_else()
    {
        using var http = await shared.TenantAsync("onlooker", "read,run");
        foreach (var id in new[] { "shown", "hidden" })
            Assert.True((await http.PutAsync($"v1/graphs/{id}", new StringContent(ApiServer.Map, null, "application/yaml"))).IsSuccessStatusCode);
        // A run of the graph's id is another thing.
        await RunAsync(http, """{"question": "2+2?", "model": "sim", "idempotencyKey": "shown"}""");
        await RefusedAsync(await http.PostAsync("v1/graphs/nobody/events-token", null), 404, "there is no such graph");
        var (_, made) = await PostAsync(http, "v1/graphs/shown/events-token", null);
        var (url, token) = ((string)made!["url"]!, (string)made["token"]!);
        Assert.StartsWith("/v1/graphs/shown/events?token=", url, StringComparison.Ordinal);
        using var page = shared.Server.Http();
        page.Timeout = Patience.Long;
        using (var stream = new StreamReader(await page.GetStreamAsync(url)))
            Assert.Equal("event: start", await stream.ReadLineAsync());
        var parts = token.Split('.');
        foreach (var target in new[]
        {
            $"/v1/graphs/hidden/events?token={token}", $"/v1/runs/shown/events?token={token}", $"/v1/graphs/shown?token={token}",
            "/v1/graphs/shown/events", $"/v1/graphs/shown/events?token={parts[0]}.1.{parts[2]}",
        })
            Assert.Equal((target, HttpStatusCode.Unauthorized), (target, (await page.GetAsync(target)).StatusCode));
    }

    /// <summary>Nothing happens in the run or graph, and still something comes, by which either end knows that the other is there.</summary>
    [Fact]
    public async Task A_stream_in_which_nothing_happens_has_a_comment_now_and_then()
    {
        using var http = await shared.TenantAsync("patient", "read,run");
        var run = await RunAsync(http, """{"question": "late?", "model": "late"}""");
        Assert.True((await http.PutAsync("v1/graphs/still", new StringContent(ApiServer.Map, null, "application/yaml"))).IsSuccessStatusCode);
        await Task.WhenAll(ReadCommentAsync($"v1/runs/{run}/events"), ReadCommentAsync("v1/graphs/still/events"));
        await http.PostAsync($"v1/runs/{run}/cancel", null);

        async Task ReadCommentAsync(string path)
        {
            using var stream = new StreamReader(await http.GetStreamAsync(path));
            string? line;
            do line = await stream.ReadLineAsync().WaitAsync(Patience.Long);
            while (line is not (null or ":"));
            Assert.Equal(":", line);
        }
    }

    [Fact]
    public async Task A_run_is_removed_from_a_server_by_the_tool_and_all_that_are_named_or_none()
    {
        using var http = await shared.TenantAsync("tidy", "read,run");
        using var tool = new ToolFolder { Variables = { ["DEBATE_API_KEY"] = http.DefaultRequestHeaders.Authorization!.Parameter! } };
        var (old, running) = (await RunAsync(http, """{"question": "old?", "model": "sim"}"""), await RunAsync(http, """{"question": "late?", "model": "late"}"""));
        var (_, evaluation) = await PostAsync(http, "v1/evaluations", """{"questions": [{"question": "2+2?", "answer": "4"}], "protocols": ["direct"], "model": "sim"}""");
        var parent = (string)evaluation!["id"]!;
        await ApiServer.EndAsync(http, parent);
        await ApiServer.EndAsync(http, old);
        var child = (await PagesAsync(http, $"under={parent}")).Single(run => run != parent);
        foreach (var (id, why) in new[] { (running, "it runs; cancel it first"), ("nobody", "there is no such run"), (child, $"'debate rm {parent}' removes both") })
        {
            var refused = await tool.RunAsync("rm", old, id, "--server", shared.Server.Address);
            Assert.Equal(2, refused.Code);
            Assert.Contains(why, refused.OneLine, StringComparison.Ordinal);
        }
        var removed = await tool.RunAsync("rm", old, parent, "--server", shared.Server.Address, "-o", "json");
        Assert.True(removed.Code == 0, removed.Error);
        Assert.Equal(3, (int)removed.Json["runs"]!);
        Assert.Equal([running], await PagesAsync(http, "children=true"));
        await http.PostAsync($"v1/runs/{running}/cancel", null);
    }

    [Fact]
    public async Task Pages_of_allowed_origins_are_told_that_they_may_and_others_are_refused()
    {
        using var http = shared.Server.Http();
        using var preflight = await SendAsync(http, HttpMethod.Options, ApiServer.Origin, "POST");
        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.Equal([ApiServer.Origin], preflight.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Idempotency-Key", preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));
        // What a guest asks needs its key, and the refusal can be read.
        using var refused = await SendAsync(http, HttpMethod.Get, ApiServer.Origin, null);
        Assert.Equal((HttpStatusCode.Unauthorized, ApiServer.Origin), (refused.StatusCode, refused.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Contains("Origin", refused.Headers.Vary);
        Assert.Equal(["Debate-Left-Out", "ETag", "Location", "Retry-After", "X-Debate-Run", "X-Should-Retry"],
            refused.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(", "));
        foreach (var stranger in new[] { "https://app.example.org.evil.example", "http://app.example.org", "https://APP.example.org", "https://app.example.org:444", "null" })
        {
            using var reply = await SendAsync(http, HttpMethod.Options, stranger, "GET");
            Assert.Equal((stranger, HttpStatusCode.Forbidden), (stranger, reply.StatusCode));
            Assert.False(reply.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Where_models_are_is_told_to_admin_alone()
    {
        using var admin = shared.Admin();
        using var reader = await shared.TenantAsync("reader", "read");
        Assert.Contains("SECRET_VARIABLE", await admin.GetStringAsync("v1/hosts"), StringComparison.Ordinal);
        var told = await reader.GetStringAsync("v1/hosts");
        foreach (var secret in new[] { "SECRET_VARIABLE", "secret-name", "127.0.0.1:9", "configuration" }) Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        Assert.Contains("4096", told, StringComparison.Ordinal);
        var rounds = JsonNode.Parse(await reader.GetStringAsync("v1/protocols"))!["items"]!.AsArray().Single(p => (string?)p!["name"] == "mad")!
            ["options"]!.AsArray().Single(o => (string?)o!["name"] == "rounds")!;
        Assert.Equal(("integer", "3"), ((string)rounds["type"]!, (string)rounds["default"]!));
        Assert.True((double)rounds["least"]! < (double)rounds["greatest"]!);
    }

    private static async Task<string> RunAsync(HttpClient http, string body)
    {
        var (code, run) = await PostAsync(http, "v1/runs", body);
        Assert.True(code == HttpStatusCode.Accepted, run?.ToJsonString());
        return (string)run!["id"]!;
    }

    private static async Task<(HttpStatusCode Code, JsonNode? Body)> PostAsync(
        HttpClient http, string path, string? body, string type = "application/json", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var reply = await http.SendAsync(request);
        return (reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync()));
    }

    private static async Task<List<string>> PagesAsync(HttpClient http, string query)
    {
        var (ids, cursor) = (new List<string>(), "");
        while (true)
        {
            var page = (await http.GetFromJsonAsync<JsonNode>($"v1/runs?{query}{cursor}"))!;
            ids.AddRange(page["items"]!.AsArray().Select(run => (string)run!["id"]!));
            if ((string?)page["next"] is not { } next) return ids;
            cursor = $"&cursor={next}";
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string origin, string? preflight)
    {
        var request = new HttpRequestMessage(method, "v1/runs");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        if (preflight is not null) request.Headers.Add("Access-Control-Request-Method", preflight);
        return http.SendAsync(request);
    }

    private static async Task RefusedAsync(HttpResponseMessage reply, int status, string detail)
    {
        using (reply)
        {
            var problem = await reply.Content.ReadAsStringAsync();
            Assert.Equal((status, "application/problem+json"), ((int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
            Assert.Contains(detail, problem, StringComparison.Ordinal);
        }
    }

    private static string Indent(string text, int by) => string.Join('\n', text.Split('\n').Select(line => new string(' ', by) + line));
}
