using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>What the client in openrlhf/utils/agent.py sends, and which replies it can use.</summary>
[Collection(RewardServer.Shared)]
public sealed class OpenRlhfTests(RewardServer server)
{
    private const string Patient = """{"state":12,"action":3,"other":5}""";

    [Fact]
    public async Task One_item_gets_lists_of_floats()
    {
        var (status, body) = await server.PostAsync("/get_reward?profile=debate",
            new { query = new[] { "2+2? answer: 4<|im_end|>" }, prompts = new[] { "2+2?" }, labels = new[] { "4" } });
        Assert.Equal(200, status);
        Assert.Equal("rewards scores extra_logs transcripts", RewardServer.Fields(body));
        Assert.Equal("[0.8]", body["scores"]!.ToJsonString());
        Assert.Equal(0.6, (double)Assert.Single(body["rewards"]!.AsArray())!, 1e-9);
        Assert.Equal("win_probability swap_disagreement transcript", RewardServer.Fields(body["extra_logs"]!));
        Assert.All(body["extra_logs"]!.AsObject(),
            log => Assert.True(Assert.Single(log.Value!.AsArray())!.AsValue().TryGetValue<double>(out _)));
        var id = (string)body["transcripts"]![0]!;
        Assert.Equal(Convert.ToInt32(id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..][..6], 16),
            (double)body["extra_logs"]!["transcript"]![0]!);
        var shown = await server.Tool.RunAsync("show", id, "-o", "json");
        Assert.Equal((0, "answer-1"), (shown.Code, (string?)shown.Json["side"]));
        Assert.Contains(shown.Json["statements"]!.AsArray(), s => (string?)s!["text"] == "answer: 4");
    }

    /// <summary>Python parses 1 as an integer, and a tensor of integers has no mean.</summary>
    [Fact]
    public async Task Floats_have_a_point()
    {
        using var content = new StringContent($$"""{"query":["x 3"],"prompts":["x"],"labels":[{{Patient}}]}""", null, "application/json");
        using var reply = await server.Http.PostAsync("/get_reward?profile=sepsis", content, TestContext.Current.CancellationToken);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Matches("""^\{"rewards":\[-?[0-9]+\.[0-9]+\],"scores":\[[01]\.[0-9]+\]""", text);
    }

    [Fact]
    public async Task The_answer_says_the_action_where_the_label_does_not()
    {
        var query = new { query = new[] { "x\nanswer: 3" }, prompts = new[] { "x" } };
        var named = await server.PostAsync("/get_reward?profile=sepsis", new { query.query, query.prompts, labels = new[] { Patient } });
        var said = await server.PostAsync("/get_reward?profile=sepsis",
            new { query.query, query.prompts, labels = new[] { """{"state":12,"other":5}""" } });
        Assert.Equal((200, named.Body.ToJsonString()), (said.Status, said.Body.ToJsonString()));
    }

    /// <summary>With more servers than items, the client sends empty lists to the surplus servers.</summary>
    [Fact]
    public async Task Empty_lists_get_empty_lists()
    {
        var (status, body) = await server.PostAsync("/get_reward",
            new { query = Array.Empty<string>(), prompts = Array.Empty<string>(), labels = Array.Empty<string>() });
        Assert.Equal((200, "[]", "[]"), (status, body["rewards"]!.ToJsonString(), body["scores"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_batch_is_answered_in_order()
    {
        var answers = new[] { "answer: 5", "answer: 4", "answer: 5" };
        var (status, body) = await server.PostAsync("/get_reward?profile=debate",
            new { query = answers.Select(a => $"q {a}"), prompts = answers.Select(_ => "q"), labels = answers.Select(_ => "4") });
        Assert.Equal(200, status);
        Assert.Equal([-0.6, 0.6, -0.6], body["rewards"]!.AsArray().Select(r => Math.Round((double)r!, 9)));
    }

    /// <summary>The client sends one item per request, so a group arrives one item at a time.</summary>
    [Fact]
    public async Task Single_items_of_a_cohort_are_ranked_as_a_group()
    {
        var replies = await Task.WhenAll(new[] { "answer: 4", "answer: 5", "answer: 4" }.Select(answer => server.PostAsync(
            "/get_reward?profile=group", new { query = new[] { $"rank {answer}" }, prompts = new[] { "rank" }, labels = new[] { "4" } })));
        Assert.Equal([0.75, 0, 0.75], replies.Select(r => (double)r.Body["rewards"]![0]!));
    }

    [Fact]
    public async Task Scalars_where_they_are_asked_for()
    {
        var (_, body) = await server.PostAsync("/get_reward?profile=debate&shape=scalar",
            new { query = new[] { "q answer: 4" }, prompts = new[] { "q" }, labels = new[] { "4" } });
        Assert.Equal((0.6, 0.8, 0.4), (Rounded(body["rewards"]), Rounded(body["scores"]),
            Rounded(body["extra_logs"]!["swap_disagreement"])));
    }

    [Fact]
    public async Task The_step_of_an_agent_is_its_dictionary()
    {
        var (status, body) = await server.PostAsync("/agent/step?profile=debate",
            new { observation_text = "2+2?", action_text = "answer: 4</s>", label = "4" });
        Assert.Equal((200, "rewards scores environment_feedback done sampling_params extra_logs transcript"),
            (status, RewardServer.Fields(body)));
        Assert.Equal((0.6, "", true), (Rounded(body["rewards"]), (string?)body["environment_feedback"], (bool)body["done"]!));
    }

    [Theory]
    [InlineData("broken", 503, "no judge gave a probability")]
    [InlineData("gone", 503, "")]
    [InlineData("absent", 400, "profile 'absent'")]
    [InlineData("text", 400, "none is given")]
    public async Task A_missing_reward_is_an_error_and_never_a_number(string profile, int expected, string said)
    {
        var (status, body) = await server.PostAsync($"/get_reward?profile={profile}",
            new { query = new[] { "q a" }, prompts = new[] { "q" }, labels = new[] { "4" } });
        Assert.Equal(expected, status);
        Assert.Null(body["rewards"]);
        Assert.Contains(said, (string)body["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"query":["a"],"prompts":[],"labels":[]}""", "prompts '[...]': it must have as many items as query, 1, and has 0")]
    [InlineData("""{"query":["a"],"prompts":["a"],"labels":[]}""", "labels '[...]': it must have as many items as query, 1, and has 0")]
    [InlineData("""{"query":"a","prompts":["a"]}""", "query 'a': it must be a list")]
    [InlineData("""{"query":[1],"prompts":["a"]}""", "query[0] '1': it must be a text")]
    [InlineData("""[]""", "body: it must be a JSON object")]
    [InlineData("""{""", "body: it is not JSON")]
    public async Task What_is_asked_wrongly_is_named(string body, string said)
    {
        using var content = new StringContent(body, null, "application/json");
        using var reply = await server.Http.PostAsync("/get_reward", content, TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)reply.StatusCode);
        Assert.Equal("application/problem+json", reply.Content.Headers.ContentType?.MediaType);
        Assert.Contains(said, (string)JsonNode.Parse(
            await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>
    /// Of several items each costs itself alone. torch.tensor([0.5, None]) raises, so a missing reward is no number for anybody; what
    /// asking again mends stays the request's failure, which the client repeats.
    /// </summary>
    [Theory]
    [InlineData("pairs", "lone answer: 4", "lone", "Rejected", "there is only one")]
    [InlineData("pairs", "answer: 4", "not its prompt", "Rejected", "query[1]: it must begin with its prompt")]
    [InlineData("hurried", "lone answer: 4", "lone", "Incomplete", "1 of 3 answers came in time")]
    public async Task One_bad_item_costs_itself_alone(string profile, string query, string prompt, string trouble, string detail)
    {
        string[] members = ["answer: 4 a", "answer: 5 b", "answer: 5 c"];
        string[] queries = [$"together {members[0]}", query, $"together {members[1]}", $"together {members[2]}"];
        var (status, body) = await server.PostAsync($"/get_reward?profile={profile}",
            new { query = queries, prompts = new[] { "together", prompt, "together", "together" }, labels = new[] { "4", "4", "4", "4" } });
        Assert.True(status == 200, body.ToJsonString());
        Assert.Equal("rewards scores extra_logs transcripts troubles", RewardServer.Fields(body));
        foreach (var list in new[] { body["rewards"]!, body["scores"]!, body["extra_logs"]!["win_probability"]! })
            Assert.Equal([false, true, false, false], list.AsArray().Select(v => v is null));
        Assert.True((double)body["rewards"]![0]! > (double)body["rewards"]![2]!);
        Assert.Equal([true, false, true, true], body["troubles"]!.AsArray().Select(v => v is null));
        Assert.Equal(trouble, (string?)body["troubles"]![1]!["trouble"]);
        Assert.Contains(detail, (string)body["troubles"]![1]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_asking_again_mends_is_the_failure_of_all()
    {
        var (status, body) = await server.PostAsync("/get_reward?profile=slow",
            new { query = new[] { "q a", "q b", "no" }, prompts = new[] { "q", "q", "q" } });
        Assert.Equal((504, "Deadline"), (status, (string?)body["trouble"]));
    }

    private static double Rounded(JsonNode? number) => Math.Round((double)number!, 9);
}
