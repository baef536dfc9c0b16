using System.Text;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Hostile;

/// <summary>
/// What a hostile or mistaken caller sends, by door. Each is refused with its field before anything is written; none breaks a run, a list or
/// the server.
/// </summary>
[Collection(HostileServer.Name)]
public sealed class HostileInputTests(HostileServer server)
{
    private const string Map = """{"arguments":[{"id":"m","text":"M."},{"id":"a","text":"A."}],"attacks":[["a","m"]]}""";

    /// <summary>Changes of one field of a whole definition, and how the refusal begins.</summary>
    [Theory]
    [InlineData("kind", "null", "kind 'null': it must be a text")]
    [InlineData("kind", "\"tournament\"", "kind 'tournament': it must be debate")]
    [InlineData("name", "null", "name 'null': it must be a text")]
    [InlineData("protocol", "null", "protocol 'null': it must be a text")]
    [InlineData("protocol", "\"nobody\"", "protocol 'nobody': there is none of that name")]
    [InlineData("version", "\"1\"", "version '1': this server has")]
    [InlineData("format", "2", "format '2': it must be 1")]
    [InlineData("seats", "[null]", "seats[0] 'null': it must be an object")]
    [InlineData("seats", "[]", "seats: they must be affirmative, negative, moderator")]
    [InlineData("seats.0.model", "null", "seats[0].model 'null': it must be a text")]
    [InlineData("seats.0.model", null, "seats[0].model: it is required")]
    [InlineData("seats.0.model", "\"gone\"", "model 'gone'")]
    [InlineData("seats.0.name", "\"x\"", "seats: they must be affirmative, negative, moderator")]
    [InlineData("seats.0.sampling", "null", "seats[0].sampling 'null': it must be an object")]
    [InlineData("seats.0.sampling.temperature", "-1", "seats[0].sampling.temperature '-1': it must be a number from 0")]
    [InlineData("seats.0.patience", "\"365d\"", "seats[0].patience '365.00:00:00': it must be above nothing")]
    [InlineData("budget", "null", "budget 'null': it must be an object")]
    [InlineData("budget.calls", "0", "budget.calls '0': it must be a whole number from 1")]
    [InlineData("configuration", "\"x\"", "configuration: it must be the configuration of a run")]
    [InlineData("configuration", "\"[]\"", "configuration: it must be the configuration of a run")]
    [InlineData("configuration", "\"null\"", "configuration: it must be the configuration of a run")]
    [InlineData("options", "null", "options 'null': it must be an object")]
    [InlineData("options.rounds", "null", "options.rounds 'null': it must be a text")]
    [InlineData("options.rounds", "\"-1\"", "option 'rounds'")]
    [InlineData("options.rounds", "\"999999999\"", "option 'rounds'")]
    [InlineData("options.level", "\"xxx\"", "option 'level'")]
    [InlineData("options.unknown", "\"1\"", "option 'unknown'")]
    [InlineData("problem", "null", "problem 'null': it must be an object")]
    [InlineData("problem.text", "\" \"", "problem.text: it must not be empty")]
    [InlineData("problem.answers", "null", "problem.answers 'null': it must be a list")]
    [InlineData("problem.answers", "[null]", "problem.answers[0] 'null': it must be a text")]
    [InlineData("problem.choices", "[null]", "problem.choices[0] 'null': it must be a text")]
    [InlineData("problem.parts", "[null]", "problem.parts[0] 'null': it must be an object")]
    [InlineData("seed", "1e400", "seed '1e400': it must be a whole number")]
    [InlineData("priority", "\"highest\"", "priority 'highest': it must be one of")]
    [InlineData("whoKnows", "1", "whoKnows: it is not a known field")]
    public async Task Whole_definition_is_held_to_the_rules_of_a_request(string field, string? json, string refusal)
    {
        var definition = (JsonObject)server.Definition.DeepClone();
        definition["id"] = "poison";
        JsonNode owner = definition;
        var path = field.Split('.');
        foreach (var step in path[..^1]) owner = int.TryParse(step, out var at) ? owner[at]! : (owner[step] ??= new JsonObject());
        if (json is null) owner.AsObject().Remove(path[^1]);
        else owner[path[^1]] = "@";
        var body = definition.ToJsonString().Replace("\"@\"", json ?? "", StringComparison.Ordinal);
        await AssertRefusedAsync("PUT", "/v1/runs/poison", body, 400, refusal);
        Assert.Equal(404, (await server.SendAsync("GET", "/v1/runs/poison", null)).Status);
    }

    [Fact]
    public async Task Definition_without_options_is_completed_and_played()
    {
        var definition = (JsonObject)server.Definition.DeepClone();
        (definition["id"], definition["options"]) = ("bare", new JsonObject());
        var (status, run) = await server.SendAsync("PUT", "/v1/runs/bare", definition.ToJsonString());
        Assert.True(status == 202, run?.ToJsonString());
        await Patience.UntilAsync(async () => (string?)(await server.SendAsync("GET", "/v1/runs/bare/summary", null)).Body!["status"] == "finished",
            "the run does not end");
    }

    [Theory]
    [InlineData("POST", "/v1/runs", """{"problem":{"text":"x","answers":null},"options":{"rounds":"1"}}""", 400, "problem.answers 'null': it must be a list")]
    [InlineData("POST", "/v1/runs", """{"problem":{"text":"x","choices":null}}""", 400, "problem.choices 'null': it must be a list")]
    [InlineData("POST", "/v1/runs", """{"question":"x","answers":[null],"options":{"rounds":"1"}}""", 400, "answers[0] 'null': it must be a text")]
    [InlineData("POST", "/v1/runs", """{"question":"x","model":"sim","options":{"rounds":{}}}""", 400, "options.rounds: it must be a text")]
    [InlineData("POST", "/v1/runs", """{"question":"\ud800"}""", 400, "question: it has half a character")]
    [InlineData("POST", "/v1/runs", """{"\udc00":1}""", 400, "body: it has half a character, a surrogate without the other one, in a name")]
    [InlineData("POST", "/v1/runs", """{"question":"x","question":"y"}""", 400, "question: it stands there twice")]
    [InlineData("POST", "/v1/runs", """{"question":"x"} {}""", 400, "body: it is not JSON")]
    [InlineData("POST", "/v1/runs", "", 400, "body: it")]
    [InlineData("POST", "/v1/runs", "null", 400, "body 'null': it must be an object")]
    [InlineData("POST", "/v1/runs/nobody/join", "{}", 400, "seats: it is required")]
    [InlineData("POST", "/v1/runs/nobody/join", """{"seats":[null]}""", 400, "seats[0] 'null': it must be an object")]
    [InlineData("POST", "/v1/runs/nobody/withdraw", """{"seats":[null]}""", 400, "seats[0] 'null': it must be a text")]
    [InlineData("POST", "/v1/runs/nobody/resume", """{"calls":-1}""", 400, "calls '-1': it must be a whole number from 1")]
    [InlineData("POST", "/v1/episodes/nobody/step", """{"turn":"t","text":null}""", 400, "text 'null': it must be a text")]
    [InlineData("POST", "/v1/score", """{"prompt":"x","completion":"\ud800"}""", 400, "completion: it has half a character")]
    [InlineData("POST", "/v1/score", """{"prompt":"x","completions":[]}""", 400, "completions '[...]': it must be at least one text")]
    [InlineData("POST", "/v1/score", """{"prompt":"x","completions":[null]}""", 400, "completions[0] 'null': it must be a text")]
    [InlineData("POST", "/v1/score", "[]", 400, "body: it must be a JSON object")]
    [InlineData("POST", "/verify", """{"responses_create_params":null}""", 400, "responses_create_params 'null': it must be an object")]
    [InlineData("POST", "/aggregate_metrics", """{"verify_responses":[null]}""", 400, "verify_responses[0] 'null': it must be an object")]
    [InlineData("GET", "/v1/episodes/nobody?wait=-Infinity", null, 400, "wait '-Infinity': it must be a number from 0 to 600")]
    [InlineData("GET", "/v1/episodes/nobody?wait=NaN", null, 400, "wait 'NaN': it must be a number from 0 to 600")]
    [InlineData("GET", "/v1/runs?under=..", null, 400, "id '..': an id is made of")]
    [InlineData("GET", "/v1/runs?children=x", null, 400, "children 'x': it must be true or false")]
    public async Task What_cannot_be_is_refused_by_its_field(string method, string path, string? body, int status, string refusal) =>
        await AssertRefusedAsync(method, path, body, status, refusal);

    [Theory]
    [InlineData("/v1/runs")]
    [InlineData("/v1/runs/nobody/join")]
    [InlineData("/v1/episodes")]
    [InlineData("/v1/episodes/nobody/step")]
    [InlineData("/v1/score")]
    [InlineData("/v1/score/batch")]
    [InlineData("/get_reward")]
    [InlineData("/agent/step")]
    [InlineData("/classify")]
    [InlineData("/verify")]
    [InlineData("/compare")]
    [InlineData("/aggregate_metrics")]
    public async Task Every_door_refuses_bytes_that_are_no_text_too_deep_or_too_large(string path)
    {
        await AssertBytesRefusedAsync("POST", path, [.. "{\"question\":\""u8, 0xFF, .. "\"}"u8], 400, "body: it is not UTF-8 from byte 14 on");
        var deep = $$"""{"a":{{new string('[', 80)}}{{new string(']', 80)}}}""";
        await AssertBytesRefusedAsync("POST", path, Encoding.UTF8.GetBytes(deep), 400, "a[0][0][0]");
        var large = """{"a":{"b":["","@"]}}""".Replace("@", new string('x', 70_000), StringComparison.Ordinal);
        await AssertBytesRefusedAsync("POST", path, Encoding.UTF8.GetBytes(large), 413, "a.b[1]: a text of 70000 bytes, and at most 65536 are taken");
        await AssertBytesRefusedAsync("POST", path, new byte[(1 << 20) + 1], 413, "body: ");
    }

    [Fact]
    public async Task What_is_too_many_is_refused_by_its_field_and_its_limit()
    {
        var ten = string.Join(',', Enumerable.Range(0, 10).Select(i => $"\"{i}\""));
        var items = string.Join(',', Enumerable.Range(0, 9).Select(i => $$"""{"prompt":"p","completion":"{{i}}"}"""));
        await AssertRefusedAsync("POST", "/v1/score", $$"""{"prompt":"x","completions":[{{ten}}]}""", 400, "completions '[...]': it must be at most 8 items");
        await AssertRefusedAsync("POST", "/v1/score/batch", $$"""{"items":[{{items}}]}""", 400, "items '[...]': it must be at most 8 items");
        await AssertRefusedAsync("POST", "/get_reward", $$"""{"query":[{{ten}}]}""", 400, "query '[...]': it must be at most 8 items");
        await AssertRefusedAsync("POST", "/classify", $$"""{"input":[{{ten}}]}""", 400, "input '[...]': it must be at most 8 items");
        await AssertRefusedAsync("POST", "/v1/runs", $$"""{"question":"x","model":"sim","answers":[{{ten}}]}""", 413,
            "problem.answers: 10, and at most 9 are taken (limit options)");
        var many = string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"id":"a{{i}}","text":"."}"""));
        var map = """{"protocol":"evidence","problem":{"text":"x","motion":"a0","graph":{"arguments":[@]}}}""";
        await AssertRefusedAsync("POST", "/v1/runs", map.Replace("@", many, StringComparison.Ordinal), 413,
            "problem.graph.arguments: 101 or more, and at most 100 are taken (limit graph)");
        var parts = (JsonObject)server.Definition.DeepClone();
        parts["id"] = "parts";
        parts["problem"]!["parts"] = new JsonArray([.. Enumerable.Range(0, 6).Select(i => new JsonObject { ["key"] = $"{i}", ["text"] = "t" })]);
        await AssertRefusedAsync("PUT", "/v1/runs/parts", parts.ToJsonString(), 413, "problem.parts: 6, and at most 5 are taken (limit parts)");
    }

    [Fact]
    public async Task Watchers_of_a_key_are_as_many_as_its_limit_says()
    {
        var (_, run) = await server.SendAsync("POST", "/v1/episodes?wait=0",
            """{"question":"Who?","options":{"rounds":1},"model":"sim","seats":{"affirmative":"external"}}""");
        var events = $"/v1/runs/{(string)run!["id"]!}/events";
        using (await OpenStreamAsync(events))
        using (await OpenStreamAsync(events))
            await AssertRefusedAsync("GET", events, null, 429, "watchers: 2 streams of events are open for this key");
        await Patience.UntilAsync(async () =>
        {
            using var reply = await OpenStreamAsync(events);
            return (int)reply.StatusCode == 200;
        }, "the places of streams that were closed are not given back");
        Assert.Equal(200, (await server.SendAsync("POST", $"/v1/runs/{(string)run["id"]!}/cancel", "")).Status);
    }

    [Fact]
    public async Task Map_that_is_wrong_leaves_no_run()
    {
        foreach (var (graph, motion) in new[] { ("\"x\"", "m"), ("[]", "m"), ("{}", "m"), (Map, "nobody"), ("""{"arguments":[null]}""", "m"),
            ("""{"arguments":[{"id":null}]}""", "m"), ("""{"arguments":[{"id":"m"}],"attacks":[["m"]]}""", "m") })
        {
            var body = $$$"""{"protocol":"evidence","idempotencyKey":"map","problem":{"text":"x","motion":"{{{motion}}}","graph":{{{graph}}}}}""";
            var (status, answer) = await server.SendAsync("POST", "/v1/runs", body);
            Assert.True(status == 400 && ((string?)answer!["detail"])?.Length > 10, $"{graph}: {status} {answer?.ToJsonString()}");
        }
    }

    private Task<HttpResponseMessage> OpenStreamAsync(string path) =>
        server.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    private Task AssertRefusedAsync(string method, string path, string? body, int status, string refusal) =>
        AssertBytesRefusedAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), status, refusal);

    private async Task AssertBytesRefusedAsync(string method, string path, byte[]? body, int status, string refusal)
    {
        var (code, answer) = await server.SendBytesAsync(method, path, body);
        Assert.True(code == status && ((string?)answer?["detail"])?.StartsWith(refusal, StringComparison.Ordinal) == true,
            $"{method} {path}: {code} {answer?["detail"]}, not {status} {refusal}");
    }
}
