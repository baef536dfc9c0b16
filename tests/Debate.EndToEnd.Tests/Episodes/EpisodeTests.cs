using System.Net;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Episodes;

/// <summary>An external policy plays seats of real debates over /v1/episodes.</summary>
public sealed class EpisodeTests(SharedEpisodes shared) : IClassFixture<SharedEpisodes>
{
    private EpisodeServer Server => shared.Server;

    [Fact]
    public async Task External_debaters_play_a_whole_debate_across_kills_and_no_reply_is_lost_or_doubled()
    {
        var undisturbed = await PlayAsync(Server, (_, _) => Task.CompletedTask);
        await using var killed = await EpisodeServer.StartAsync();
        var disturbed = await PlayAsync(killed, async (state, step) =>
        {
            switch ((string?)step["policyVersion"])
            {
                case "v1": // Killed while a turn is pending: the same turn is offered again.
                    await killed.KillAsync();
                    await killed.OpenAsync();
                    var again = await killed.LookAsync(Id(state), "?wait=60");
                    Assert.Equal(state["turn"]!.ToJsonString(), again.Body["turn"]!.ToJsonString());
                    break;
                case "v3": // Killed while the reply is in transit: it may or may not be recorded, and is sent again below.
                    var sent = killed.StepAsync(Id(state), step);
                    await killed.KillAsync();
                    await AnsweredOrCutAsync(sent);
                    await killed.OpenAsync();
                    break;
            }
        });
        Assert.Equal(undisturbed.ToJsonString(), disturbed.ToJsonString());
        Assert.Equal(await Server.ProjectionAsync(Id(undisturbed)), await killed.ProjectionAsync(Id(disturbed)));
        Assert.Equal(2, killed.Asked);
        await RewardedAsync(undisturbed);
    }

    /// <summary>A request to a server that is killed meanwhile: it is answered before, or its connection breaks.</summary>
    private static async Task AnsweredOrCutAsync(Task<(HttpStatusCode Status, JsonNode Body)> sent)
    {
        await Task.WhenAny(sent);
        if (sent.IsFaulted) Assert.IsType<HttpRequestException>(sent.Exception.InnerException);
        else Assert.Equal(HttpStatusCode.OK, (await sent).Status);
    }

    /// <summary>Zero-sum on the last turn of each role, with the trace that the policy sent with its replies.</summary>
    private async Task RewardedAsync(JsonNode end)
    {
        Assert.True((bool)end["done"]!);
        Assert.Equal(("negative", "4"), ((string?)end["verdict"]!["side"], (string?)end["verdict"]!["answer"]));
        Assert.Equal((-1.0, 1.0), ((double)end["rewards"]!["roles"]!["affirmative"]!, (double)end["rewards"]!["roles"]!["negative"]!));
        var turns = end["rewards"]!["turns"]!.AsArray();
        Assert.Equal(
            ["affirmative 0 v0", "negative 0 v1", "affirmative -1 v2", "negative 1 v3"],
            turns.Select(t => $"{t!["seat"]} {t["reward"]} {t["policyVersion"]}"));
        var (_, shaped) = await Server.LookAsync(Id(end), "?shape=win01");
        Assert.Equal((0.0, 1.0), ((double)shaped["rewards"]!["roles"]!["affirmative"]!, (double)shaped["rewards"]!["roles"]!["negative"]!));
        var recorded = await Server.Tool.RunAsync("export", Id(end), "--format", "jsonl");
        var first = recorded.Out.TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!["entry"]!).First(e => (string?)e["kind"] == "asked");
        Assert.Equal("""{"version":"v0","tokenIds":[7,8],"logProbs":[-0.5,-0.25]}""", first["policy"]!.ToJsonString());
    }

    [Fact]
    public async Task Stop_and_start_offers_the_turn_again_and_two_players_wait_for_their_own_seats()
    {
        var server = Server;
        var (_, state) = await server.StartAsync(Request("stopped"));
        var waiting = server.LookAsync(Id(state), "?seat=negative&wait=60");
        var (_, after) = await server.StepAsync(Id(state), Step(state, 0), "?seat=affirmative&wait=0");
        Assert.Null(after["turn"]);
        var seen = (await waiting).Body;
        Assert.Equal("negative", (string?)seen["turn"]!["seat"]);
        Assert.Equal("debater", (string?)seen["turn"]!["role"]);
        await server.StopAsync();
        await PlayedElsewhereAsync(server);
        Assert.Equal(seen["turn"]!.ToJsonString(), (await server.LookAsync(Id(state), "?wait=60")).Body["turn"]!.ToJsonString());
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_told_and_changes_nothing()
    {
        var server = Server;
        await RefusedAsync(server.PostAsync("/v1/episodes", "{"), 400, "JSON");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": "Q?", "seets": {}}"""), 400, "seets");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": " "}"""), 400, "question");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": "Q?", "seats": {"third": "external"}}"""), 400, "seats.third");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": "Q?", "seats": {"judge": "nobody"}}"""), 400, "nobody");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": "Q?", "options": {"rounds": 99}}"""), 400, "rounds");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"question": "Q?", "turnSeconds": -1}"""), 400, "turnSeconds");
        await RefusedAsync(server.PostAsync("/v1/episodes", """{"protocol": "evidence", "question": "Q?"}"""), 400, "graph");
        await RefusedAsync(server.LookAsync("no-such"), 404, "no-such");
        var (_, state) = await server.StartAsync(Request("wrong"));
        var id = Id(state);
        await RefusedAsync(server.LookAsync(id, "?wait=x"), 400, "wait");
        await RefusedAsync(server.LookAsync(id, "?seat=third"), 400, "third");
        await RefusedAsync(server.LookAsync(id, "?shape=third"), 400, "shape");
        await RefusedAsync(server.StepAsync(id, Step(state, 0, text: new string('a', 300_000))), 400, "text");
        await RefusedAsync(server.StepAsync(id, Step(state, 0, logProbs: [-1])), 400, "logProbs");
        await RefusedAsync(server.StepAsync(id, Step(state, 0, turn: "99.abc")), 404, "99.abc");
        await RefusedAsync(server.PostAsync($"/v1/episodes/{id}/step", """{"turn": "0"}"""), 400, "text");
        await RefusedAsync(server.PostAsync($"/v1/episodes/{id}/step", """{"turn": "0", "text": "\ud800"}"""), 400, "text");
        Assert.Equal(state.ToJsonString(), (await server.LookAsync(id)).Body.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await server.StepAsync(id, Step(state, 0))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.StepAsync(id, Step(state, 0))).Status);
        await RefusedAsync(server.StepAsync(id, Step(state, 0, text: "something else")), 409, "another reply");
        var other = Request("wrong");
        other["question"] = "Another question?";
        await RefusedAsync(server.StartAsync(other), 409, "idempotencyKey");
    }

    [Fact]
    public async Task Header_names_an_episode_as_the_field_does()
    {
        var request = Request("named");
        var (_, named) = await Server.StartAsync(request);
        request.Remove("idempotencyKey");
        Assert.Equal(named.ToJsonString(), (await Server.StartAsync(request, "named")).Body.ToJsonString());
        await RefusedAsync(Server.StartAsync(Request("other"), "named"), 400,
            "Idempotency-Key 'named': the field idempotencyKey says 'other'");
    }

    [Fact]
    public async Task Deadline_suspends_and_a_late_reply_is_told_until_the_episode_goes_on()
    {
        var server = Server;
        var request = Request("late");
        request["turnSeconds"] = 0.2;
        var (_, state) = await server.StartAsync(request);
        var (_, late) = await server.LookAsync(Id(state), "?wait=0");
        while ((string?)late["status"] == "running") late = (await server.LookAsync(Id(state), "?wait=0")).Body;
        Assert.Equal(("interrupted", false), ((string?)late["status"], (bool)late["done"]!));
        await RefusedAsync(server.StepAsync(Id(state), Step(state, 0)), 409, "stands still");
        var (_, again) = await server.StartAsync(request);
        Assert.Equal((string?)state["turn"]!["id"], (string?)again["turn"]!["id"]);
    }

    [Fact]
    public async Task Person_reveals_evidence_by_name_and_whoever_names_none_loses()
    {
        var server = Server;
        var request = new JsonObject
        {
            ["protocol"] = "evidence",
            ["problem"] = new JsonObject { ["text"] = "Is a accepted?", ["graph"] = JsonNode.Parse(Graph), ["motion"] = "a" },
            ["options"] = new JsonObject { ["reveals"] = 2 },
            ["seats"] = new JsonObject { ["con"] = "external" },
        };
        var (status, state) = await server.StartAsync(request);
        Assert.True(status == HttpStatusCode.OK, state.ToJsonString());
        Assert.Equal("con", (string?)state["turn"]!["seat"]);
        Assert.Contains("[", (string?)state["turn"]!["messages"]!.AsArray()[^1]!["content"]);
        var named = ((string?)state["turn"]!["messages"]!.AsArray()[^1]!["content"])!.Contains("[b]", StringComparison.Ordinal) ? "b" : "d";
        var (_, end) = await server.StepAsync(Id(state), Step(state, 0, text: $"I reveal [{named}]."));
        Assert.True((bool)end["done"]!, end.ToJsonString());
        Assert.Equal("reveals", (string?)end["verdict"]!["ended"]);
        var (_, mute) = await server.StartAsync(request);
        for (var attempt = 0; attempt < 3; attempt++) mute = (await server.StepAsync(Id(mute), Step(mute, attempt, text: "Hm."))).Body;
        Assert.Equal(("forfeit", "pro"), ((string?)mute["verdict"]!["ended"], (string?)mute["verdict"]!["side"]));
        Assert.Equal(-1.0, (double)mute["rewards"]!["roles"]!["con"]!);
    }

    /// <summary>The tool has no HTTP API: it prints where the turn is offered.</summary>
    private static async Task PlayedElsewhereAsync(EpisodeServer server)
    {
        var ran = await server.Tool.RunAsync(
            "run", "--question", "Q?", "--seat", "affirmative=external", "--id", "mine", "--set", "rounds=1", "-o", "json");
        Assert.Equal((3, "interrupted"), (ran.Code, (string?)ran.Json["status"]));
        Assert.Contains("/v1/episodes/mine", (string?)ran.Json["reason"]);
        await server.OpenAsync();
        Assert.Equal("affirmative", (string?)(await server.LookAsync("mine", "?wait=60")).Body["turn"]!["seat"]);
    }

    private const string Graph = """
        {
          "arguments": [
            {"id": "a", "text": "The claim."}, {"id": "b", "text": "Against it."}, {"id": "c", "text": "Against that."},
            {"id": "d", "text": "Against it too."}
          ],
          "attacks": [["b", "a"], ["c", "b"], ["d", "a"]]
        }
        """;

    private static JsonObject Request(string key) => new()
    {
        ["question"] = "What is 2 + 2?",
        ["options"] = new JsonObject { ["rounds"] = 2 },
        ["seats"] = new JsonObject { ["affirmative"] = "external", ["negative"] = "external" },
        ["model"] = "small",
        ["seed"] = 7,
        ["idempotencyKey"] = key,
    };

    private static string Id(JsonNode state) => (string)state["id"]!;

    private static JsonObject Step(JsonNode state, int number, string? text = null, string? turn = null, double[]? logProbs = null) => new()
    {
        ["turn"] = turn ?? (string?)state["turn"]!["id"],
        ["text"] = text ?? $"Reply {number}: the answer is 4.",
        ["policyVersion"] = $"v{number}",
        ["tokenIds"] = new JsonArray(7, 8),
        ["logProbs"] = new JsonArray([.. (logProbs ?? [-0.5, -0.25]).Select(p => JsonValue.Create(p))]),
    };

    /// <summary>Plays both debaters to the end; <paramref name="disturb"/> runs before each reply.</summary>
    private static async Task<JsonNode> PlayAsync(EpisodeServer server, Func<JsonNode, JsonObject, Task> disturb)
    {
        var (status, state) = await server.StartAsync(Request("one"));
        Assert.True(status == HttpStatusCode.OK, state.ToJsonString());
        for (var number = 0; !(bool)state["done"]!; number++)
        {
            Assert.InRange(number, 0, 3);
            var step = Step(state, number);
            await disturb(state, step);
            (status, state) = await server.StepAsync(Id(state), step, "?wait=60");
            Assert.True(status == HttpStatusCode.OK, state.ToJsonString());
        }
        return state;
    }

    private static async Task RefusedAsync(Task<(HttpStatusCode Status, JsonNode Body)> call, int status, string told)
    {
        var (code, body) = await call;
        Assert.Equal(status, (int)code);
        Assert.Contains(told, (string?)body["detail"]);
    }
}
