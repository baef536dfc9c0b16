using System.Net;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Api;

/// <summary>The document against the server: what it says is what is sent, and what is not in it is refused.</summary>
[Collection(ApiServer.Name)]
public sealed class ContractTests(ApiServer shared)
{
    [Fact]
    public async Task The_document_is_whole_and_says_plain_things()
    {
        using var http = shared.Admin();
        var api = await ApiContract.ReadAsync(http);
        Assert.StartsWith("3.1", (string?)api.Document["openapi"], StringComparison.Ordinal);
        Assert.True(api.Operations.Count > 35, $"{api.Operations.Count} operations");
        Assert.Equal(api.Operations.Count, api.Operations.Select(o => o.Id).Distinct().Count());
        var text = api.Document.ToJsonString();
        foreach (var operation in api.Operations)
        {
            Assert.Matches("^[a-z][A-Za-z]+$", operation.Id);
            Assert.True(((string?)operation.Json["summary"])?.EndsWith('.'), operation.Id);
            Assert.Single(operation.Json["tags"]!.AsArray());
            foreach (var parameter in operation.Parameters)
                Assert.True(parameter["schema"]?["type"] is not null && ((string)parameter["in"]! == "path" || parameter["description"] is not null),
                    $"{operation.Id}: {parameter.ToJsonString()}");
            if (operation.Method is "POST" or "PUT" or "PATCH" && operation.Json["requestBody"] is { } body)
                Assert.All(body["content"]!.AsObject(), content => Assert.NotNull(content.Value!["schema"]));
            Assert.Contains(operation.Json["responses"]!.AsObject(), r => r.Key[0] is '2');
        }
        // A number is a number; no schema refers to one that is not there; none says nothing.
        Assert.DoesNotContain("""["integer","string"]""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("""["string","integer"]""", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ProblemDetails", text, StringComparison.Ordinal);
        var schemas = api.Document["components"]!["schemas"]!.AsObject();
        foreach (var reference in References(api.Document)) Assert.True(schemas.ContainsKey(reference[21..]), reference);
        Assert.DoesNotContain(schemas, schema => schema.Value is JsonObject { Count: 0 });
    }

    /// <summary>Each operation is called as the document says, and each answer is held to it.</summary>
    [Fact]
    public async Task What_the_document_says_is_what_is_sent()
    {
        using var http = shared.Admin();
        var api = await ApiContract.ReadAsync(http);
        var (_, started) = await api.CallAsync("startRun", body: """{"question": "2+2?", "answers": ["4"], "model": "sim", "seed": 1, "options": {"rounds": 1}}""");
        var run = (string)started!["id"]!;
        await ApiServer.EndAsync(http, run);
        foreach (var operation in api.Operations.Where(o => o.Json["x-codeSamples"] is not null))
        {
            var (target, body, type) = ReadSample(operation);
            var (status, answer) = await api.SendAsync(operation, target.Replace("{id}", run, StringComparison.Ordinal), body, type);
            Assert.True(status < 300, $"the example of {operation.Id}: {status} {answer?.ToJsonString()}");
        }
        await CallTournamentAsync(http, api);
        await CallEvaluationAsync(http, api);
        await CallEpisodeAsync(api);
        await CallGraphsAsync(api);
        await CallRewardsAsync(api);
        await CallChatAsync(api);
        await api.CallAsync("followRun", run);
        await api.CallAsync("followRun", run, "?from=3");
        var definition = (JsonObject)JsonNode.Parse((await http.GetStringAsync($"v1/runs/{run}/entries?count=1")).Trim())!["entry"]!["snapshot"]!;
        (definition["id"], definition["name"]) = ("whole", "whole");
        await api.CallAsync("putRun", "whole", body: definition.ToJsonString());
        await ApiServer.EndAsync(http, "whole");
        await api.CallAsync("resumeRun", "whole", body: """{"calls": 100}""");
        await api.CallAsync("getApiDocument");
        await api.CallAsync("isAlive");
        await api.CallAsync("isReady");
        Assert.Equal(204, (await api.CallAsync("deleteRun", "whole")).Status);
        Assert.Equal(404, (await api.CallAsync("getRun", "whole")).Status);
        Assert.Equal([], api.Operations.Select(o => o.Id).Except(api.Proven).Order());
    }

    /// <summary>Fields are described by their docstrings, those of internal types and of positional records too.</summary>
    [Fact]
    public async Task What_bodies_hold_is_said()
    {
        using var http = shared.Admin();
        var schemas = (await ApiContract.ReadAsync(http)).Document["components"]!["schemas"]!.AsObject();
        foreach (var (schema, field, words) in new[]
        {
            ("RunRequest", "answers", "answers"), ("EvaluationRequest", "calls", "at least 1"), ("Budget", "calls", "calls"),
            ("Sampling", "maxTokens", "tokens"), ("RunDefinition", "seed", "seed"), ("EventsToken", "expires", "Until when a stream may be opened"),
        })
            Assert.Contains(words, (string?)schemas[schema]!["properties"]![field]!["description"] ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("A token by which a page follows", (string?)schemas["EventsToken"]!["description"], StringComparison.Ordinal);
        var fields = schemas.SelectMany(s => s.Value!["properties"] as JsonObject ?? []).ToArray();
        var silent = fields.Count(f => f.Value!["description"] is null);
        Assert.True(silent < fields.Length / 3, $"{silent} of {fields.Length} fields have no description");
        Assert.DoesNotContain(fields, f => ((string?)f.Value!["description"])?.Contains("<see", StringComparison.Ordinal) == true);
    }

    /// <summary>What is not in the document is refused by its name before anything is done: parameters, values, fields.</summary>
    [Fact]
    public async Task What_is_not_in_the_document_is_refused()
    {
        using var http = shared.Admin();
        var api = await ApiContract.ReadAsync(http);
        var tried = 0;
        foreach (var operation in api.Operations.Where(o => !o.Path.StartsWith("/health", StringComparison.Ordinal)))
        {
            var target = operation.Path.Replace("{id}", "nobody", StringComparison.Ordinal);
            await RefusedAsync(operation, $"{target}?strange=1", "strange '1': it is not a known parameter");
            foreach (var parameter in operation.Parameters.Where(p => (string)p["in"]! == "query"))
            {
                var (name, schema) = ((string)parameter["name"]!, parameter["schema"]!.AsObject());
                await RefusedAsync(operation, $"{target}?{name}=1&{name}=2", $"{name}: it stands there twice");
                await RefusedAsync(operation, $"{target}?{name}x=1", $"{name}x '1': it is not a known parameter");
                if ((string?)schema["type"] is "integer" or "number" or "boolean" || schema["enum"] is not null || schema["pattern"] is not null)
                    await RefusedAsync(operation, $"{target}?{name}=odd", $"{name} 'odd': it must be");
                foreach (var (bound, beyond) in new[] { ("minimum", -1), ("maximum", 1) })
                    if (schema[bound] is JsonValue value && value.TryGetValue<double>(out var limit) && Math.Abs(limit) < 1e15)
                        await RefusedAsync(operation, FormattableString.Invariant($"{target}?{name}={limit + beyond}"), $"{name} '");
            }
            if (operation.Bodies["application/json"]?["schema"] is { } body && IsClosed(api, body))
                await RefusedAsync(operation, target, "strange", """{"strange": 1}""");
        }
        Assert.True(tried > 100, $"{tried} refusals");

        async Task RefusedAsync(ApiContract.Operation operation, string target, string detail, string? body = null)
        {
            var (status, problem) = await api.SendAsync(operation, target, body, "application/json");
            Assert.True(status == 400, $"{operation.Method} {target} {body}: {status} {problem?.ToJsonString()}");
            Assert.StartsWith(detail, ((string?)problem!["detail"] ?? (string)problem["error"]!["message"]!).Replace("specification, line 1: ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            tried++;
        }
    }

    private static async Task CallTournamentAsync(HttpClient http, ApiContract api)
    {
        var (_, run) = await api.CallAsync("startTournament", body: new JsonObject
        {
            ["name"] = "cars",
            ["source"] = new JsonObject { ["maps"] = "maps" },
            ["protocol"] = "evidence",
            ["options"] = new JsonObject { ["reveals"] = 0.5 },
            ["debaters"] = new JsonArray("random", "greedy"),
            ["seed"] = 3,
        }.ToJsonString());
        var id = (string)run!["id"]!;
        await ApiServer.EndAsync(http, id);
        var (_, standings) = await api.CallAsync("getStandings", id);
        Assert.Equal(2, standings!["standings"]!.AsArray().Count);
        var (_, games) = await api.CallAsync("listGames", id, "?limit=1");
        var (_, more) = await api.CallAsync("listGames", id, $"?limit=1000&cursor={(string)games!["next"]!}");
        Assert.Equal((int)standings["finished"]!, games["items"]!.AsArray().Count + more!["items"]!.AsArray().Count);
        await api.CallAsync("getRun", id);
        await api.CallAsync("listEntries", id);
        await api.CallAsync("followRun", id);
        await api.CallAsync("joinTournament", id, body: """{"seats": [{"name": "counter", "model": "counter", "debater": "counter"}]}""");
        await ApiServer.EndAsync(http, id);
        // One whose debaters take their time stands still when it is told to.
        (_, run) = await api.CallAsync("startTournament", body: """
            {
              "name": "slow", "source": {"questions": [{"question": "2+2?", "answer": "4"}]}, "protocol": "mad", "model": "late",
              "debaters": ["a", "b", "c"]
            }
            """);
        id = (string)run!["id"]!;
        await Patience.UntilAsync(
            async () => (string?)(await api.CallAsync("pauseRun", id)).Body!["status"] == "interrupted", "the tournament does not stand still");
        var (status, left) = await api.CallAsync("withdrawFromTournament", id, body: """{"seats": ["c"]}""");
        Assert.True(status == 200, left?.ToJsonString());
        await api.CallAsync("cancelRun", id);
    }

    private static async Task CallEvaluationAsync(HttpClient http, ApiContract api)
    {
        var (_, run) = await api.CallAsync("startEvaluation", body: """{"questions": "questions.json", "model": "sim", "options": {"mad.rounds": 1}}""");
        var id = (string)run!["id"]!;
        await ApiServer.EndAsync(http, id);
        var (_, results) = await api.CallAsync("getResults", id);
        Assert.Equal(2, results!["results"]!.AsArray().Count);
        var (_, rows) = await api.CallAsync("listQuestions", id, "?limit=3");
        var (_, rest) = await api.CallAsync("listQuestions", id, $"?limit=3&cursor={(string)rows!["next"]!}");
        Assert.Equal(4, rows["items"]!.AsArray().Concat(rest!["items"]!.AsArray()).Select(r => (string)r!["id"]!).Distinct().Count());
        await api.CallAsync("listEntries", id);
    }

    private static async Task CallEpisodeAsync(ApiContract api)
    {
        var (_, state) = await api.CallAsync("startEpisode", query: "?wait=60",
            body: """{"question": "Is water wet?", "model": "sim", "seats": {"negative": "external"}, "options": {"rounds": 1, "break": "never"}}""");
        var id = (string)state!["id"]!;
        await api.CallAsync("getEpisode", id, "?seat=negative&wait=60");
        await api.CallAsync("stepEpisode", id, "?wait=60",
            new JsonObject { ["turn"] = (string)state["turn"]!["id"]!, ["text"] = "No." }.ToJsonString());
    }

    private static async Task CallGraphsAsync(ApiContract api)
    {
        const string map = """{"title": "T", "motions": ["a"], "arguments": [{"id": "a"}, {"id": "b", "attacks": ["a"]}, {"id": "c", "supports": ["a"]}]}""";
        const string edits = """{"edits": [{"add": {"id": "d", "text": "D"}}, {"attack": ["d", "b"]}, {"infer": {"id": "s", "from": ["c", "d"], "to": "a"}}, {"score": ["a", 0.7]}]}""";
        Assert.Equal(201, (await api.CallAsync("putGraph", "cafe", body: map)).Status);
        foreach (var ask in new[] { "getGraph", "describeGraph", "listExtensions", "askStrength", "drawGraph", "getGraphPage" }) await api.CallAsync(ask, "cafe");
        await api.CallAsync("contestGraph", "cafe", "?graph=true", edits);
        await api.CallAsync("editGraph", "cafe", body: edits);
        foreach (var argument in new[] { "a", "b" })
            foreach (var ask in new[] { "askAcceptance", "explainArgument", "askStrength" }) await api.CallAsync(ask, "cafe", $"?argument={argument}");
        await api.CallAsync("listExtensions", "cafe", "?semantics=admissible&limit=2");
        await api.CallAsync("compareGraphVersions", "cafe", "?from=1");
        await api.CallAsync("listGraphs", query: "?limit=1");
        await api.CallAsync("createGraphEventsToken", "cafe");
        await api.CallAsync("listProblems");
        await api.CallAsync("solve", query: "?problem=EE-CO", body: "p af 2\n1 2\n2 1\n", type: "text/plain");
        await api.CallAsync("solve", query: "?problem=CE-CO", body: "p af 2\n1 2\n2 1\n", type: "text/plain");
        // A stream ends when its graph is removed: who came before that has it to its end.
        for (var status = 404; status != 200;)
        {
            await api.CallAsync("putGraph", "left", body: map);
            await api.CallAsync("editGraph", "left", body: edits);
            var following = api.CallAsync("followGraph", "left");
            for (var i = 0; i < 20 && !following.IsCompleted; i++) await api.CallAsync("describeGraph", "left");
            Assert.Equal(204, (await api.CallAsync("deleteGraph", "left")).Status);
            status = (await following).Status;
        }
    }

    private static async Task CallRewardsAsync(ApiContract api)
    {
        await api.CallAsync("score", body: """{"prompt": "2+2?", "completions": ["4", "5"], "label": "4"}""");
        await api.CallAsync("scoreBatch", body: """{"items": [{"prompt": "2+2?", "completion": "4"}, {"prompt": "2+3?", "completion": "5", "shape": "win"}]}""");
        await api.CallAsync("getReward", body: """{"query": ["2+2? 4"], "prompts": ["2+2? "], "labels": ["4"]}""");
        await api.CallAsync("getReward", query: "?shape=scalar", body: """{"query": ["2+2? 4"], "prompts": ["2+2? "]}""");
        await api.CallAsync("stepAgent", body: """{"observation_text": "2+2?", "action_text": "4"}""");
        await api.CallAsync("seedSession");
        await api.CallAsync("verify", body: """{"responses_create_params": {"input": "2+2?"}, "response": {"output_text": "4"}, "mine": 1}""");
        await api.CallAsync("aggregateMetrics", body: """{"verify_responses": [{"reward": 1.0, "_ng_task_index": 0}]}""");
        await api.CallAsync("getReverifyMode");
        await api.CallAsync("compare", body: """{"conversation_history": "2+2?", "response_objs": [{"output_text": "4"}, {"output_text": "5"}]}""");
        await api.CallAsync("classify", body: """{"model": "group", "messages": [{"role": "user", "content": "2+2?"}, {"role": "assistant", "content": "4"}]}""");
    }

    private static async Task CallChatAsync(ApiContract api)
    {
        const string asked = """{"model": "debate/mad@sim?rounds=1", "messages": [{"role": "user", "content": "2+2?"}], "stream": STREAM}""";
        await api.CallAsync("createChatCompletion", body: asked.Replace("STREAM", "false", StringComparison.Ordinal));
        await api.CallAsync("createChatCompletion", body: asked.Replace("STREAM", """true, "stream_options": {"include_usage": true}""", StringComparison.Ordinal));
        Assert.Equal(400, (await api.CallAsync("createChatCompletion", body: """{"model": "debate/mad@sim", "messages": [], "stream": null}""")).Status);
        await api.CallAsync("listModels");
        await api.SendAsync(api.Find("getModel"), "v1/models/debate/mad@sim", null, "");
        Assert.Equal(404, (await api.SendAsync(api.Find("getModel"), "v1/models/none", null, "")).Status);
    }

    private static (string Target, string? Body, string Type) ReadSample(ApiContract.Operation operation)
    {
        var sample = (string)operation.Json["x-codeSamples"]![0]!["source"]!;
        var target = new Uri(sample.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).Replace("{id}", "%7Bid%7D", StringComparison.Ordinal))
            .PathAndQuery.Replace("%7Bid%7D", "{id}", StringComparison.Ordinal);
        const string flag = " --data-binary '";
        if (sample.IndexOf(flag, StringComparison.Ordinal) is not (>= 0 and var at)) return (target, null, "");
        var type = sample.Split("Content-Type: ")[1].Split('\'')[0];
        return (target, sample[(at + flag.Length)..^1].Replace("'\\''", "'", StringComparison.Ordinal), type);
    }

    private static bool IsClosed(ApiContract api, JsonNode schema)
    {
        if ((string?)schema["$ref"] is { } reference) schema = api.Document["components"]!["schemas"]![reference[21..]]!;
        return schema["additionalProperties"] is JsonValue value && !value.GetValue<bool>();
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(References),
        JsonObject map => map.SelectMany(field => field.Key == "$ref" ? [(string)field.Value!] : References(field.Value)),
        _ => [],
    };
}
