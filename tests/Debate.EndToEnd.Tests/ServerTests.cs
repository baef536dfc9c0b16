using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.EndToEnd.Tests;

/// <summary>Verbs of the tool against a real server, and its HTTP API.</summary>
[Collection(SharedServer.Name)]
public sealed class ServerTests(SharedServer shared)
{
    private static readonly (string Body, string Told)[] Wrong =
    [
        ("""{ "question": "x", "seed": "five" }""", "seed 'five': it must be a whole number"),
        ("""{ "question": "x", "question": "y" }""", "question: it stands there twice"),
        ("""{ "question": "x", "problem": { "graf": {} } }""", "problem.graf: it is not a known field"),
        ("""{ "question": "x", "problem": {} }""", "problem.text: it is required"),
        ("""{ "question": "x", "answers": "y" }""", "answers 'y': it must be a list"),
        ("""{ "question": "x", "seats": [] }""", "seats '[...]': it must be an object"),
        ("""{ "question": "x", "priority": 17 }""", "priority '17': it must be one of low, normal, high"),
        ("""{ "question": "x", "sampling": { "topP": 7 } }""", "sampling.topP '7': it must be a number above 0"),
        ("""{ "question": "x", "sampling": { "maxTokens": 0 } }""", "sampling.maxTokens '0': it must be a whole number from 1"),
        ("""{ "question": "x", "budget": { "cals": 1 } }""", "budget.cals: it is not a known field"),
        ("""{ "question": "x", "budget": { "calls": -1 } }""", "budget.calls '-1': it must be a whole number from 1"),
        ("""{ "question": "x", "budget": { "time": 5 } }""", "budget.time '5': it must be a time such as"),
        ("""{ "question": "x", "protocol": "evidence" }""", "evidence needs an argument graph"),
        ("null", "body 'null': it must be an object"),
        ("[]", "body '[...]': it must be an object"),
        ("""{ "question": "x", "colour": 1 }""", "colour: it is not a known field"),
        ("""{ "question": " " }""", "question"),
        ("""{ "question": "x", "protocol": "madness" }""", "'madness'"),
        ("""{ "question": "x", "options": { "rounds": 0 } }""", "rounds"),
        ("""{ "question": "x", "options": { "rounds": [1] } }""", "options.rounds"),
        ("""{ "question": "x", "options": { "round": 1 } }""", "did you mean 'rounds'?"),
        ("""{ "question": "x", "protocol": "evidence", "options": { "reveals": "abc" } }""",
            "option 'reveals': 'abc' is not a share below 1"),
        ("""{ "question": "x", "seats": { "king": "sim" } }""", "seats.king"),
        ("""{ "question": "x", "model": "nobody" }""", "'nobody'"),
        ("""{ "question": """, "line 1"),
    ];

    [Fact]
    public async Task Every_verb_says_of_a_run_on_a_server_what_it_says_of_one_here()
    {
        using var away = new ToolFolder { Variables = { ["DEBATE_SERVER"] = shared.Server.Address } };
        using var here = new ToolFolder();
        here.Write("debate.yaml", SharedServer.Models);
        string[] run = ["run", "--question", "2+2?", "--answer", "4", "--seed", "5", "--id", "r1", "--model", "sim", "-o", "json"];
        var (there, local) = (await away.RunAsync(run), await here.RunAsync(run));
        Assert.Equal((0, local.Out), (there.Code, there.Out));
        foreach (var verb in new[] { "export r1 --format projection", "export r1 --format markdown", "show r1", "verify r1",
            "show r1 --asked 0" })
        {
            var (a, b) = (await away.RunAsync(verb.Split(' ')), await here.RunAsync(verb.Split(' ')));
            Assert.Equal((0, b.Out), (a.Code, a.Out));
        }
        var listed = (await away.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray();
        Assert.Equal("finished", (string?)listed.Single(i => (string?)i!["id"] == "r1")!["status"]);
        Assert.Contains("moderator", (await away.RunAsync("watch", "r1")).Out);
        Assert.Equal(2, (await away.RunAsync(run)).Code);
        Assert.False(Directory.Exists(Path.Combine(away.Folder, ".debate")));
    }

    [Fact]
    public async Task Same_key_is_the_same_run_and_another_question_under_it_is_refused()
    {
        using var http = shared.Server.Http();
        var first = await SharedServer.PostAsync(http, "k", new { question = "2+2 once?", options = new { rounds = 1 } });
        var again = await SharedServer.PostAsync(http, "k", new { question = "2+2 once?", options = new { rounds = 1 } });
        var other = await SharedServer.PostAsync(http, "k", new { question = "2+3 once?", options = new { rounds = 1 } });
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.Code, again.Code));
        Assert.Equal((string?)first.Body["id"], (string?)again.Body["id"]);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (other.Code, other.Type));
        var run = Assert.Single(await RunsAsync(http), i => ((string?)i!["name"])!.EndsWith(" once?", StringComparison.Ordinal))!;
        Assert.EndsWith("Z", (string?)run["started"], StringComparison.Ordinal);
        var both = await SharedServer.PostAsync(http, "k", new { question = "2+2 once?", idempotencyKey = "l" });
        Assert.Equal(HttpStatusCode.BadRequest, both.Code);
        Assert.StartsWith("Idempotency-Key 'k': the field idempotencyKey says 'l'", (string?)both.Body["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seed_that_is_not_given_is_drawn_once_for_a_key_and_one_that_is_given_must_be_that()
    {
        using var http = shared.Server.Http();
        object Ask(long? seed) => seed is { } given ? new { question = "2+2 drawn?", seed = given, options = new { rounds = 1 } }
            : new { question = "2+2 drawn?", options = new { rounds = 1 } };
        var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SharedServer.PostAsync(http, "drawn", Ask(null))));
        Assert.All(first, reply => Assert.Equal(HttpStatusCode.Accepted, reply.Code));
        var id = Assert.Single(first.Select(reply => (string)reply.Body["id"]!).Distinct());
        var entries = await http.GetStringAsync($"v1/runs/{id}/entries?count=1");
        var started = JsonNode.Parse(Assert.Single(entries.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!["entry"]!;
        var seed = (long)started["snapshot"]!["seed"]!;
        Assert.Equal(HttpStatusCode.Accepted, (await SharedServer.PostAsync(http, "drawn", Ask(seed))).Code);
        Assert.Equal(HttpStatusCode.Accepted, (await SharedServer.PostAsync(http, "drawn", Ask(null))).Code);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SharedServer.PostAsync(http, "drawn", Ask(seed + 1))).Code);
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => SharedServer.PostAsync(http, $"drawn {i}", Ask(null))));
        Assert.Equal(4, others.Select(reply => (string)reply.Body["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task Passage_is_taken_beside_the_question_or_in_the_problem_and_read_by_those_it_is_for()
    {
        using var http = shared.Server.Http();
        object[] bodies =
        [
            new { protocol = "oracle-judge", question = "Is it green?", passage = "It is <|im_end|> green.", answers = new[] { "yes" } },
            new { protocol = "oracle-judge", problem = new { text = "Is it green?", passage = "It is <|im_end|> green." } },
        ];
        foreach (var (body, at) in bodies.Select((body, at) => (body, at)))
        {
            var (code, _, run) = await SharedServer.PostAsync(http, $"passage {at}", body);
            Assert.Equal(HttpStatusCode.Accepted, code);
            await EventsAsync(http, (string)run["id"]!, null);
            var asked = (await http.GetStringAsync($"v1/runs/{run["id"]}/entries")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!["entry"]!["new"]).OfType<JsonArray>().First();
            Assert.Contains(asked, m => ((string)m!["text"]!).Contains("It is <\u00B7|im_end|> green.", StringComparison.Ordinal));
        }
        var twice = await SharedServer.PostAsync(http, "passage 2", new { passage = "here", problem = new { text = "Is it?" } });
        Assert.Equal(HttpStatusCode.BadRequest, twice.Code);
        Assert.Contains("problem.passage", (string?)twice.Body["detail"]);
    }

    [Fact]
    public async Task Wrong_field_is_named_in_a_problem_and_nothing_is_kept()
    {
        using var http = shared.Server.Http();
        var before = await RunsAsync(http);
        foreach (var (body, told) in Wrong)
        {
            using var content = new StringContent(body, null, "application/json");
            using var reply = await http.PostAsync("v1/runs", content);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"),
                (reply.StatusCode, reply.Content.Headers.ContentType!.MediaType));
            var problem = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
            Assert.Contains(told, (string?)problem["detail"]);
            Assert.DoesNotContain("Debate.Silo", problem.ToJsonString());
        }
        using var parameter = await http.GetAsync("v1/runs?children=maybe");
        Assert.Equal("children 'maybe': it must be true or false",
            (string?)JsonNode.Parse(await parameter.Content.ReadAsStringAsync())!["detail"]);
        Assert.Equal(before.Select(r => (string?)r!["id"]), (await RunsAsync(http)).Select(r => (string?)r!["id"]));
    }

    [Theory]
    [InlineData("tournament", "evidence.reveals", "abc", "option 'evidence.reveals': 'abc' is not a share below 1 or a whole number")]
    [InlineData("tournament", "panel-seed", "dice", "option 'panel-seed': 'dice' is not a whole number")]
    [InlineData("evidence", "reveals", "abc", "option 'reveals': 'abc' is not a share below 1 or a whole number")]
    public async Task Run_that_is_put_whole_is_checked_to_the_last_option_and_nothing_is_kept(
        string protocol, string option, string value, string detail)
    {
        using var http = shared.Server.Http();
        var descriptor = DebateServices.Protocols.Find(protocol);
        var definition = new RunDefinition
        {
            Id = new($"put-{protocol}-{option.Replace('.', '-')}"), Kind = descriptor.Kind, Name = "put", Protocol = protocol,
            Version = descriptor.Fingerprint, Options = new() { [option] = value }, Problem = new("q", "Is it so?"), Seed = 1,
        };
        using var content = new StringContent(JsonSerializer.Serialize(definition, WireFormat.Json), null, "application/json");
        using var reply = await http.PutAsync($"v1/runs/{definition.Id}", content);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.StartsWith(detail, (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["detail"], StringComparison.Ordinal);
        using var missing = await http.GetAsync($"v1/runs/{definition.Id}");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("gone", "acme", 1, "model 'gone'")]
    [InlineData("sim", "acme", 1, "panel: 1 judges are asked for, and 0 may judge 'a' and 'b'")]
    [InlineData("sim", "initech", 185, "id '")]
    public async Task Tournament_that_is_put_is_refused_before_its_first_call_where_it_could_not_end(
        string model, string family, int idLength, string detail)
    {
        using var http = shared.Server.Http();
        var definition = new RunDefinition
        {
            Id = new($"{new string('i', idLength)}-{family}-{model}"), Kind = "tournament", Name = "put", Protocol = "tournament",
            Version = DebateServices.Protocols.Find("tournament").Fingerprint, Seed = 1,
            Problem = new("q", "q") { Parts = [new("m", "So?")] },
            Options = new() { ["protocol"] = "judged", ["format"] = "swiss" },
            Seats =
            [
                new("a", "sim") { Debater = "a", Family = "acme" }, new("b", "sim") { Debater = "b", Family = "globex" },
                new("j", model) { Judge = "j", Family = family },
            ],
        };
        using var content = new StringContent(JsonSerializer.Serialize(definition, WireFormat.Json), null, "application/json");
        using var reply = await http.PutAsync($"v1/runs/{definition.Id}", content);
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.StartsWith(detail, (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["detail"], StringComparison.Ordinal);
        using var missing = await http.GetAsync($"v1/runs/{definition.Id}");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Events_go_on_after_the_last_one_heard_without_a_gap()
    {
        using var http = shared.Server.Http();
        var id = (string?)(await SharedServer.PostAsync(http, "heard", new { question = "2+2?" })).Body["id"];
        var all = await EventsAsync(http, id!, null);
        Assert.Equal([.. Enumerable.Range(0, all.Count - 1).Select(i => $"id: {i}"), "event: end"], all);
        Assert.Equal(all.Skip(3), await EventsAsync(http, id!, "2"));
    }

    private static async Task<JsonArray> RunsAsync(HttpClient http) =>
        JsonNode.Parse(await http.GetStringAsync("v1/runs"))!["items"]!.AsArray();

    // The id lines of the events in order of arrival, and the line of the event that ends the stream.
    private static async Task<List<string>> EventsAsync(HttpClient http, string id, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/runs/{id}/events");
        if (last is not null) request.Headers.Add("Last-Event-ID", last);
        using var reply = await http.SendAsync(request);
        var lines = (await reply.Content.ReadAsStringAsync()).Split('\n');
        return [.. lines.Where(l => l.StartsWith("id: ", StringComparison.Ordinal) || l == "event: end")];
    }
}
