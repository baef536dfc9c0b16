using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Debate.Argumentation.Formats;
using Debate.Client;
using Debate.Contracts;
using Debate.GraphEditors;

namespace Debate.EndToEnd.Tests.Graphs;

/// <summary>Argument graphs over HTTP: put, asked, contested, edited by several, watched, removed.</summary>
[Collection(SharedServer.Name)]
public sealed class GraphHttpTests(SharedServer shared)
{
    private const string Cafe = """
        name: cafe
        title: Should the café open on Sundays?
        motions: [open]
        arguments:
          - id: open
            text: The café should open on Sundays.
          - id: guests
            text: Most guests have time on Sundays.
            supports: [open]
          - id: rest
            text: Those who work there need a common day of rest.
            attacks: [open]
          - id: shifts
            text: Shifts can be drawn.
            attacks: [rest]
            score: 0.7
        """;

    private static readonly string[] Questions =
        ["acceptance?argument=open", "extensions", "strength", "explanation?argument=open", "overview", "picture", "page", "difference?from=1"];

    [Fact]
    public async Task A_map_is_put_asked_contested_edited_compared_and_removed()
    {
        using var http = shared.Server.Http();
        var put = await PutAsync(http, "whole", Cafe);
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (put.Code, put.Tag));
        Assert.Equal(("cafe", 4, 2, 1, 1L), ((string?)put.Body["name"], (int)put.Body["arguments"]!, (int)put.Body["attacks"]!,
            (int)put.Body["supports"]!, (long)put.Body["version"]!));
        var accepted = await GetAsync(http, "v1/graphs/whole/acceptance?argument=open");
        Assert.Equal(("decided", true, "preferred"),
            ((string?)accepted["status"], (bool)accepted["accepted"]!, (string?)accepted["semantics"]));
        Assert.Contains("shifts", accepted["witness"]!.AsArray().Select(id => (string?)id));
        Assert.Contains("supports change nothing here", (string?)accepted["notes"]![0], StringComparison.Ordinal);
        var why = await GetAsync(http, "v1/graphs/whole/explanation?argument=rest&semantics=GR");
        Assert.False((bool)why["accepted"]!);
        Assert.Equal("shifts", (string?)why["attackers"]![0]!["argument"]);
        Assert.Contains("attacks it", string.Join(' ', why["sentences"]!.AsArray()), StringComparison.Ordinal);
        var strong = await GetAsync(http, "v1/graphs/whole/strength?argument=open");
        Assert.Equal(["guests", "rest", "shifts"], strong["strengths"]![0]!["why"]!.AsArray().Select(part => (string)part!["id"]!).Order());

        var contest = await PostAsync(http, "v1/graphs/whole/contest?graph=true", """{"edits": [{"remove": "shifts"}]}""");
        var changes = contest["changes"]!.AsArray().ToDictionary(row => (string)row!["id"]!, row => row!);
        Assert.Equal(["open", "rest", "shifts"], changes.Keys.Order());
        Assert.Equal(("accepted", "rejected"), ((string?)changes["open"]["before"]!["status"], (string?)changes["open"]["after"]!["status"]));
        Assert.Null(changes["shifts"]["after"]);
        Assert.Equal(3, contest["graph"]!["arguments"]!.AsArray().Count);
        Assert.Equal(1, (long)contest["version"]!);

        using var patched = await PatchAsync(http, "whole", """{"edits": [{"remove": "shifts"}, {"add": {"id": "pay"}}, {"attack": ["pay", "rest"]}, {"score": ["open", 0.25]}, {"text": ["rest", "Rest."]}, {"unlink": ["guests", "open"]}]}""", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        Assert.Equal("\"2\"", patched.Headers.ETag?.Tag);
        var difference = (await GetAsync(http, "v1/graphs/whole/difference?from=1"))["difference"]!;
        Assert.Equal(("pay", "shifts", 2, 1, 1, 1), ((string?)difference["added"]![0]!["id"], (string?)difference["removed"]![0]!["id"],
            difference["changed"]!.AsArray().Count, difference["attacksAdded"]!.AsArray().Count, difference["attacksRemoved"]!.AsArray().Count,
            difference["inferencesRemoved"]!.AsArray().Count));
        Assert.Equal(4, (await GetAsync(http, "v1/graphs/whole?version=1"))["arguments"]!.AsArray().Count);

        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync("v1/graphs/whole")).StatusCode);
        foreach (var path in Questions.Select(q => $"/{q}").Append("").Append("/events"))
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"v1/graphs/whole{path}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.DeleteAsync("v1/graphs/whole")).StatusCode);
        // Put again, it has none of what was, and no version twice.
        put = await PutAsync(http, "whole", Cafe);
        Assert.Equal((4L, HttpStatusCode.OK), ((long)put.Body["version"]!, put.Code));
        await AssertRefusedAsync(http, "v1/graphs/whole/difference?from=2", "version 2: the graph was removed at version 3");
        await AssertRefusedAsync(http, "v1/graphs/whole?version=1", "version 1: the graph was removed at version 3");
    }

    [Fact]
    public async Task Every_format_that_is_written_is_read_again()
    {
        using var http = shared.Server.Http();
        await PutAsync(http, "forms", Cafe);
        foreach (var format in GraphFormats.WritableFormats.Where(f => f.Name is not ("af" or "apx" or "tgf")))
        {
            using var reply = await http.GetAsync($"v1/graphs/forms?format={format.Name}");
            var text = await reply.Content.ReadAsStringAsync();
            Assert.True(reply.IsSuccessStatusCode, $"{format.Name}: {text}");
            if (format.Read is null) continue;
            using var again = await http.PutAsync($"v1/graphs/forms-{format.Name}?format={format.Name}", new StringContent(text));
            var told = await again.Content.ReadAsStringAsync();
            Assert.True(again.IsSuccessStatusCode, $"{format.Name}: {told}");
            Assert.Equal((4, 1), ((int)JsonNode.Parse(told)!["arguments"]!, (int)JsonNode.Parse(told)!["supports"]!));
        }
        // What supports is no framework of the competitions.
        await AssertRefusedAsync(http, "v1/graphs/forms?format=af", "the .af format has no inferences");
    }

    [Theory]
    [InlineData("acceptance?argument=opne", "argument 'opne': it must be the id of an argument of the graph; did you mean 'open'?")]
    [InlineData("acceptance?argument=open&semantics=prefered", "semantics 'prefered': it must be (preferred?) one of conflict-free")]
    [InlineData("acceptance?argument=open&support=yes", "support 'yes': it must be")]
    [InlineData("acceptance?argument=open&seconds=61", "seconds '61': it must be a number above 0 and at most 60")]
    [InlineData("acceptance?argument=open&seconds=NaN", "seconds 'NaN': it must be")]
    [InlineData("acceptance?argument=open&seconds=soon", "seconds 'soon': it must be")]
    [InlineData("acceptance?argument=open&sceptical=very", "sceptical 'very': it must be")]
    [InlineData("acceptance", "argument")]
    [InlineData("extensions?limit=0", "limit '0': it must be")]
    [InlineData("strength?semantics=df-quat", "semantics 'df-quat': it must be (df-quad?) one of df-quad, euler-based")]
    [InlineData("explanation?argument=guests->open", "argument 'guests->open': it must be an argument, and is an inference")]
    [InlineData("difference?from=1&to=9", "version 9: the graph is at version 1")]
    [InlineData("?format=kialo", "format 'kialo': it is only read")]
    [InlineData("?format=pdf", "format 'pdf'")]
    [InlineData("?version=7", "version 7: the graph is at version 1")]
    [InlineData("picture?around=1", "around '1': it needs focus")]
    [InlineData("picture?focus=nobody", "'nobody'")]
    [InlineData("picture?layout=round", "layout 'round': it must be")]
    [InlineData("events?from=-1", "from")]
    [InlineData("events?from=3", "from '3': the graph is at version 1")]
    public async Task What_is_asked_wrongly_is_refused(string question, string rule)
    {
        using var http = shared.Server.Http();
        if (!(await http.GetAsync("v1/graphs/refusals/overview")).IsSuccessStatusCode) await PutAsync(http, "refusals", Cafe, create: true);
        await AssertRefusedAsync(http, $"v1/graphs/refusals{(question[0] == '?' ? "" : "/")}{question}", rule);
    }

    [Theory]
    [InlineData("""{"edits": []}""", "edits: there must be one or more")]
    [InlineData("""{"edits": [{"add": {"id": "x"}}, {"attack": ["x", "nobody"]}]}""", "edits[1]: id 'nobody': unknown argument or inference")]
    [InlineData("""{"edits": [{}]}""", "edits[0]: it must have exactly one of add, infer")]
    [InlineData("""{"edits": [{"remove": "rest", "add": {"id": "x"}}]}""", "edits[0]: it must have exactly one of")]
    [InlineData("""{"edits": [{"attack": ["rest"]}]}""", "edits[0].attack: it must be a list of two texts")]
    [InlineData("""{"edits": [{"score": ["rest", "high"]}]}""", "edits[0].score: it must be [ID, NUMBER]")]
    [InlineData("""{"edits": [{"score": ["rest", 2]}]}""", "edits[0]: argument 'rest': score 2 is outside [0, 1]")]
    [InlineData("""{"edits": [{"attck": ["rest", "open"]}]}""", "edits[0].attck: it is not a known field; did you mean 'attack'?")]
    [InlineData("""{"edits": [{"unlink": ["open", "rest"]}]}""", "edits[0]: link 'open' to 'rest': there is none")]
    public async Task Edits_that_cannot_be_change_nothing(string patch, string rule)
    {
        using var http = shared.Server.Http();
        if (!(await http.GetAsync("v1/graphs/edits/overview")).IsSuccessStatusCode) await PutAsync(http, "edits", Cafe, create: true);
        using var reply = await PatchAsync(http, "edits", patch, null);
        var told = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.BadRequest, told);
        Assert.Contains(rule, (string?)JsonNode.Parse(told)!["detail"], StringComparison.Ordinal);
        Assert.Equal(1, (long)(await GetAsync(http, "v1/graphs/edits/overview"))["version"]!);
    }

    [Fact]
    public async Task Of_editors_who_name_one_version_one_wins_and_a_key_changes_once()
    {
        using var http = shared.Server.Http();
        await PutAsync(http, "raced", Cafe);
        for (var version = 1; version <= 5; version++)
        {
            var codes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async editor =>
            {
                using var reply = await PatchAsync(
                    http, "raced", $$$"""{"edits": [{"add": {"id": "n{{{version}}}-{{{editor}}}"}}]}""", $"\"{version}\"");
                return reply.StatusCode;
            }));
            Assert.Equal(1, codes.Count(code => code == HttpStatusCode.OK));
            Assert.Equal(7, codes.Count(code => code == HttpStatusCode.PreconditionFailed));
        }
        Assert.Equal(9, (await GetAsync(http, "v1/graphs/raced"))["arguments"]!.AsArray().Count);
        foreach (var (tag, code) in new[]
        {
            ("W/\"6\"", HttpStatusCode.OK), ("\"6\"", HttpStatusCode.PreconditionFailed), ("\"1\", \"7\"", HttpStatusCode.OK),
            ("\"1\", \"2\"", HttpStatusCode.PreconditionFailed), ("*", HttpStatusCode.OK), ("\"elsewhere\"", HttpStatusCode.PreconditionFailed),
            ("9", HttpStatusCode.BadRequest),
        })
        {
            using var reply = await PatchAsync(http, "raced", """{"edits": [{"score": ["open", 0.5]}]}""", tag);
            Assert.Equal((tag, code), (tag, reply.StatusCode));
        }
        foreach (var (score, repeated, code) in new[] { ("0.1", false, 200), ("0.1", true, 200), ("0.2", false, 422) })
        {
            using var reply = await PatchAsync(http, "raced", $$"""{"edits": [{"score": ["open", {{score}}]}]}""", null, "a key");
            var told = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
            Assert.Equal((code, repeated), ((int)reply.StatusCode, told["repeated"] is not null));
            if (code == 200) Assert.Equal(10, (long)told["version"]!);
        }
        using var none = new HttpRequestMessage(HttpMethod.Put, "v1/graphs/raced") { Content = Yaml(Cafe) };
        none.Headers.TryAddWithoutValidation("If-None-Match", "*");
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await http.SendAsync(none)).StatusCode);
        using var had = new HttpRequestMessage(HttpMethod.Get, "v1/graphs/raced?format=svg");
        had.Headers.TryAddWithoutValidation("If-None-Match", "W/\"10\"");
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(had)).StatusCode);
        using var nobody = await PatchAsync(http, "never-put", """{"edits": [{"add": {"id": "x"}}]}""", null);
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
    }

    [Fact]
    public async Task Who_watches_gets_each_change_once_however_often_the_stream_is_cut()
    {
        const int Changes = 60, Cuts = 50;
        using var http = shared.Server.Http();
        await PutAsync(http, "watched", Cafe);
        var editing = Task.Run(async () =>
        {
            for (var i = 0; i < Changes; i++)
                (await PatchAsync(http, "watched", $$$"""{"edits": [{"add": {"id": "e{{{i}}}"}}, {"support": ["e{{{i}}}", "open"]}]}""", null)).Dispose();
        });
        var seen = new List<JsonNode>();
        var cuts = 0;
        while (seen.Count < Changes + 2)
        {
            // After every event at first, later after more of them.
            await foreach (var change in WatchAsync(http, "watched", seen.Count == 0 ? null : (long)seen[^1]["version"]!))
            {
                seen.Add(change);
                if (cuts < Cuts || seen.Count == Changes + 2) break;
            }
            cuts++;
        }
        await editing;
        Assert.True(cuts >= Cuts, $"{cuts} cuts");
        Assert.Equal(Enumerable.Range(0, Changes + 2).Select(i => (long)i), seen.Select(change => (long)change["version"]!));
        Assert.Equal(["start", "put", "edited"], seen.Take(3).Select(change => (string?)change["kind"]));
        Assert.Equal("""[{"add":{"id":"e4","text":"","score":0.5}},{"support":["e4","open"]}]""", seen[6]["edits"]!.ToJsonString());
        // The stream of a graph that is removed ends, and so does a client that comes again.
        await http.DeleteAsync("v1/graphs/watched");
        var last = new List<string?>();
        await foreach (var change in WatchAsync(http, "watched", Changes + 1)) last.Add((string?)change["kind"]);
        Assert.Empty(last);
    }

    [Fact]
    public async Task Foreign_labels_run_nothing()
    {
        using var http = shared.Server.Http();
        string[] hostile =
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]></style><svg onload=alert(1)>", "javascript:alert(1)",
            "</title><script>alert(2)</script>", "a\u0001\u001b[31mb", "{{7*7}}", "&#x3c;script&#x3e;",
        ];
        var arguments = new JsonArray([.. hostile.Select((text, i) => (JsonNode)new JsonObject
        {
            ["id"] = $"{text}{i}", ["text"] = text, ["attacks"] = new JsonArray($"{hostile[0]}0"),
        })]);
        using var put = await http.PutAsJsonAsync("v1/graphs/hostile", new JsonObject { ["title"] = hostile[0], ["arguments"] = arguments });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        using var picture = await http.GetAsync("v1/graphs/hostile/picture?accepted=true&strengths=df-quad");
        var svg = XDocument.Parse(await picture.Content.ReadAsStringAsync());
        Assert.All(svg.Descendants(), node =>
        {
            Assert.DoesNotContain(node.Name.LocalName, new[] { "script", "foreignObject", "img", "iframe" });
            Assert.DoesNotContain(node.Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal) || a.Value.StartsWith("javascript:", StringComparison.Ordinal));
        });
        Assert.Contains("default-src 'none'", picture.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        using var page = await http.GetAsync("v1/graphs/hostile/page");
        var html = await page.Content.ReadAsStringAsync();
        foreach (var text in hostile.Take(3)) Assert.DoesNotContain(text, html, StringComparison.Ordinal);
        Assert.Equal("sandbox allow-scripts", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        var listed = await GetAsync(http, "v1/graphs?limit=1000");
        Assert.Contains(listed["items"]!.AsArray(), g => (string?)g!["id"] == "hostile" && (string?)g["title"] == hostile[0]);
    }

    [Theory]
    [InlineData("~graphs%2Fcafe")]
    [InlineData("~access")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("a%20b")]
    [InlineData("a%252Fb%25")]
    [InlineData("%C3%A9")]
    [InlineData("seven:cafe")]
    [InlineData("LONG")]
    public async Task An_id_that_cannot_be_is_refused(string id)
    {
        using var http = shared.Server.Http();
        if (id == "LONG") id = new('x', 161);
        foreach (var (method, path) in new[] { ("GET", ""), ("PUT", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/strength"), ("GET", "/events") })
        {
            using var request = new HttpRequestMessage(new(method), $"v1/graphs/{id}{path}");
            if (method is "PUT" or "PATCH") request.Content = JsonContent.Create(new { edits = Array.Empty<string>() });
            using var reply = await http.SendAsync(request);
            Assert.True((int)reply.StatusCode is 400 or 404, $"{method} {id}{path}: {(int)reply.StatusCode}");
            Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task Lists_have_pages_and_graphs_are_no_runs()
    {
        using var http = shared.Server.Http();
        for (var i = 0; i < 5; i++) await PutAsync(http, $"listed-{i}", Cafe);
        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = await GetAsync(http, $"v1/graphs?limit=2{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            Assert.InRange(page["items"]!.AsArray().Count, 1, 2);
            found.AddRange(page["items"]!.AsArray().Select(g => (string)g!["id"]!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);
        Assert.Equal(found.Count, found.Distinct().Count());
        Assert.Superset(Enumerable.Range(0, 5).Select(i => $"listed-{i}").ToHashSet(), found.ToHashSet());
        await AssertRefusedAsync(http, "v1/graphs?limit=0", "limit");
        await AssertRefusedAsync(http, "v1/graphs?cursor=nothing", "cursor");
        var runs = await GetAsync(http, "v1/runs?children=true");
        Assert.DoesNotContain(runs["items"]!.AsArray(), run => ((string)run!["id"]!).Contains("listed-", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("v1/runs/~graphs%2Flisted-1")).StatusCode);
    }

    [Fact]
    public async Task A_hard_question_ends_in_its_seconds_and_when_its_caller_leaves_while_others_are_answered()
    {
        using var http = shared.Server.Http();
        var hard = PigeonHole.Of(12);
        var framework = $"p af {hard.Arguments}\n{string.Join('\n', hard.From.Zip(hard.To, (from, to) => $"{from + 1} {to + 1}"))}\n";
        using var put = await http.PutAsync("v1/graphs/hard?format=af", new StringContent(framework));
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        foreach (var question in new[] { "acceptance?argument=1&seconds=0.5", "explanation?argument=1&seconds=0.5" })
        {
            var unknown = await GetAsync(http, $"v1/graphs/hard/{question}");
            Assert.Equal(("unknown", true), ((string?)unknown["status"], unknown["accepted"] is null));
            Assert.Contains("no answer within 0.5 s", (string?)unknown["reason"], StringComparison.Ordinal);
        }
        await using var client = await DebateClient.ConnectAsync(shared.Server.Data, cancellation: TestContext.Current.CancellationToken);
        var solver = client.Grains.GetGrain<ISolverGrain>(0);
        using var leave = new CancellationTokenSource();
        var asked = http.GetAsync("v1/graphs/hard/acceptance?argument=1&seconds=60", leave.Token);
        var solved = http.PostAsync("v1/solve?problem=DC-PR&argument=1&seconds=60", new StringContent(framework), leave.Token);
        await Patience.UntilAsync(async () => await solver.CountActiveAsync() >= 2, "the hard questions do not run");
        // The same graph, and another kind of question, meanwhile.
        Assert.Equal("decided", (string?)(await GetAsync(http, "v1/graphs/hard/acceptance?argument=1&semantics=GR"))["status"]);
        Assert.Equal(1, (long)(await GetAsync(http, "v1/graphs/hard/strength"))["version"]!);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => solved);
        // They would search for a minute: they are gone before others have used up their seconds, some of them one after the other.
        for (var tries = 0; tries < 10 && await solver.CountActiveAsync() > 0; tries++)
            await GetAsync(http, "v1/graphs/hard/acceptance?argument=1&seconds=2");
        Assert.Equal(0, await solver.CountActiveAsync());
    }

    [Theory]
    [InlineData("problem=DC-CO&argument=3", "accepted", "true")]
    [InlineData("problem=DC-CO&argument=2", "accepted", "false")]
    [InlineData("problem=SE-GR", "witness", """["1","3"]""")]
    [InlineData("problem=EE-PR", "extensions", """[["1","3"]]""")]
    [InlineData("problem=EE-CO&limit=1", "complete", "true")]
    [InlineData("problem=EE-AD&limit=1", "complete", "false")]
    [InlineData("problem=CE-AD", "count", "\"3\"")]
    [InlineData("problem=DC-CO", "detail", "\"argument: it is missing: DC-CO asks about one\"")]
    [InlineData("problem=SE-CO&argument=1", "detail", "\"argument '1': it must not be there: SE-CO asks about none\"")]
    [InlineData("problem=DC-CO&argument=9", "detail", "\"argument '9': it must be a whole number in 1..3\"")]
    [InlineData("problem=SE-CO&format=doc", "detail", "\"format 'doc': it must be one of af, apx, tgf\"")]
    public async Task The_solver_answers_what_the_tool_answers(string question, string field, string value)
    {
        using var http = shared.Server.Http();
        using var reply = await http.PostAsync($"v1/solve?{question}", new StringContent("p af 3\n1 2\n2 3\n"));
        var told = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
        Assert.Equal(value, told[field]?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal(field == "detail" ? 400 : 200, (int)reply.StatusCode);
    }

    private static async IAsyncEnumerable<JsonNode> WatchAsync(HttpClient http, string id, long? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/graphs/{id}/events");
        if (last is not null) request.Headers.Add("Last-Event-ID", $"{last}");
        using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (reply.StatusCode == HttpStatusCode.NotFound) yield break;
        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await reply.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return JsonNode.Parse(line[6..])!;
    }

    private static async Task<(HttpStatusCode Code, string? Tag, JsonNode Body)> PutAsync(
        HttpClient http, string id, string yaml, bool create = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"v1/graphs/{id}") { Content = Yaml(yaml) };
        if (create) request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var reply = await http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode || create && reply.StatusCode == HttpStatusCode.PreconditionFailed, text);
        return (reply.StatusCode, reply.Headers.ETag?.Tag, JsonNode.Parse(text)!);
    }

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");

    private static Task<HttpResponseMessage> PatchAsync(HttpClient http, string id, string patch, string? ifMatch, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Patch, $"v1/graphs/{id}")
        {
            Content = new StringContent(patch, Encoding.UTF8, "application/json"),
        };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request);
    }

    private static async Task<JsonNode> GetAsync(HttpClient http, string path)
    {
        using var reply = await http.GetAsync(path);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, string body)
    {
        using var reply = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task AssertRefusedAsync(HttpClient http, string path, string rule)
    {
        using var reply = await http.GetAsync(path);
        var text = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.StatusCode == HttpStatusCode.BadRequest, $"{path}: {(int)reply.StatusCode} {text}");
        Assert.Contains(rule, (string?)JsonNode.Parse(text)!["detail"], StringComparison.Ordinal);
    }
}
