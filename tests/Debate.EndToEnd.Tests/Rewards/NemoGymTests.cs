using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>What NeMo-Gym's collector and genrm_compare send, and which replies they can use.</summary>
[Collection(RewardServer.Shared)]
public sealed class NemoGymTests(RewardServer server)
{
    [Fact]
    public async Task A_session_starts_and_the_mode_is_a_word()
    {
        var (status, body) = await server.PostAsync("/seed_session", new { });
        Assert.Equal((200, "{}"), (status, body.ToJsonString()));
        Assert.Equal("\"unsupported\"", await server.Http.GetStringAsync("/reverify_mode", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Verify_gives_the_row_back_with_its_reward()
    {
        var row = Row("answer: 4", "q1");
        row["_ng_task_index"] = 3;
        var (status, body) = await server.PostAsync("/verify?profile=debate", row);
        Assert.Equal(200, status);
        Assert.Equal("responses_create_params response label _ng_task_index reward reward_components win_probability swap_disagreement transcript",
            RewardServer.Fields(body));
        Assert.Equal(row["response"]!.ToJsonString(), body["response"]!.ToJsonString());
        Assert.Equal((0.6, 0.6), (Math.Round((double)body["reward"]!, 9), Math.Round((double)body["reward_components"]!["debate"]!, 9)));
    }

    [Theory]
    [InlineData("broken", "JudgeFailed: no judge gave a probability")]
    [InlineData("slow", "Deadline: ")]
    public async Task A_failed_judge_is_a_row_that_the_collector_leaves_out(string profile, string said)
    {
        var (status, body) = await server.PostAsync($"/verify?profile={profile}", Row("answer: 4", "q2"));
        Assert.Equal((200, 0.0, "judge_failed"), (status, (double)body["reward"]!, (string?)body["_ng_failure_class"]));
        Assert.StartsWith(said, (string)body["_ng_failure_judge_error"]!, StringComparison.Ordinal);
        Assert.Contains("\"reward\":0.0", body.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>Two of the three have the same text and no ids: they are two rollouts, not one that is retried.</summary>
    [Fact]
    public async Task A_cohort_is_answered_when_it_is_whole()
    {
        var rows = new[] { "answer: 5", "answer: 4",
            "answer: 5" }.Select(answer => server.PostAsync("/verify?profile=group", Row(answer, "whole")));
        var replies = await Task.WhenAll(rows);
        Assert.All(replies, r => Assert.Equal(200, r.Status));
        Assert.Equal([0.25, 1, 0.25], replies.Select(r => (double)r.Body["reward"]!));
        Assert.Single(replies.Select(r => (string?)r.Body["transcript"]).Distinct());
    }

    [Fact]
    public async Task The_same_words_in_a_later_epoch_make_a_new_group()
    {
        var groups = new List<string?>();
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var replies = await Task.WhenAll(new[] { "answer: 5", "answer: 4", "answer: 5" }
                .Select(answer => server.PostAsync("/verify?profile=group", Row(answer, "epochs"))));
            Assert.All(replies, r => Assert.Equal(200, r.Status));
            groups.Add((string?)replies[0].Body["transcript"]);
        }
        Assert.NotEqual(groups[0], groups[1]);
    }

    [Fact]
    public async Task A_key_is_rewarded_once_and_the_same_when_asked_again()
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(i => server.PostAsync("/verify?profile=group", Row($"answer: {i + 3}", "keys"), $"k{i}")));
        var again = await server.PostAsync("/verify?profile=group", Row("answer: 4", "keys"), "k1");
        Assert.Equal(first[1].Body.ToJsonString(), again.Body.ToJsonString());
        var taken = await server.PostAsync("/verify?profile=group", Row("answer: 9", "keys"), "k1");
        Assert.Equal(409, taken.Status);
    }

    /// <summary>Some servers give all responses the same id; the rollout's index within the task then distinguishes them.</summary>
    [Fact]
    public async Task Rollouts_with_one_id_and_the_same_words_are_told_apart_by_their_index()
    {
        var rows = Enumerable.Range(0, 3).Select(index =>
        {
            var row = Row("answer: 4", "indexed");
            row["response"]!["id"] = "resp";
            row["_ng_rollout_index"] = index;
            return row;
        }).ToArray();
        var replies = await Task.WhenAll(rows.Select(row => server.PostAsync("/verify?profile=group", row)));
        Assert.All(replies, r => Assert.Equal(200, r.Status));
        var again = await server.PostAsync("/verify?profile=group", rows[1]);
        Assert.Equal(replies[1].Body.ToJsonString(), again.Body.ToJsonString());
    }

    [Fact]
    public async Task Members_that_stay_away_are_no_reward()
    {
        var (status, body) = await server.PostAsync("/verify?profile=hurried", Row("answer: 4", "away"));
        Assert.Equal((503, "1 of 3 answers came in time"), (status, (string?)body["detail"]));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("&strategy=all_pairs", 6)]
    public async Task Compare_gives_scores_of_every_pair(string strategy, int pairs)
    {
        var answers = new[] { "4", "5", "4", "5" }.Take(strategy.Length == 0 ? 3 : 4);
        var (status, body) = await server.PostAsync("/compare?profile=text" + strategy, new
        {
            conversation_history = new[] { new { role = "user", content = $"2+2? {strategy}" } },
            response_objs = answers.Select(a => new { output = Output(a) }),
            label = "4",
        });
        Assert.Equal((200, "rewards comparison_results metrics transcript"), (status, RewardServer.Fields(body)));
        Assert.Equal(pairs, body["comparison_results"]!.AsArray().Count);
        var first = body["comparison_results"]![0]!;
        Assert.Equal("response_i response_j judge_idx score_1 score_2 ranking", RewardServer.Fields(first));
        Assert.Equal((0, 1, 4.2, 1.8, 2.0), ((int)first["response_i"]!, (int)first["response_j"]!, Math.Round((double)first["score_1"]!, 9),
            Math.Round((double)first["score_2"]!, 9), Math.Round((double)first["ranking"]!, 9)));
        Assert.Equal("mean_individual_score std_individual_score tiebreak_usage_rate", RewardServer.Fields(body["metrics"]!));
        Assert.True((double)body["rewards"]![0]! > (double)body["rewards"]![1]!);
    }

    [Fact]
    public async Task Compare_before_a_failed_judge_is_unavailable()
    {
        var (status, body) = await server.PostAsync("/compare?profile=broken",
            new { conversation_history = new[] { new { role = "user", content = "q" } },
                response_objs = new[] { new { output = Output("a") }, new { output = Output("b") } } });
        Assert.Equal((503, "JudgeFailed"), (status, (string?)body["trouble"]));
        var (empty, nothing) = await server.PostAsync("/compare",
            new { conversation_history = Array.Empty<object>(), response_objs = Array.Empty<object>() });
        Assert.Equal((200, "[]"), (empty, nothing["rewards"]!.ToJsonString()));
    }

    /// <summary>NeMo-Gym's own server gives its neutral score; a collector with one rollout a prompt sends this.</summary>
    [Fact]
    public async Task Compare_of_one_response_is_a_draw_and_asks_no_judge()
    {
        var body = new
        {
            conversation_history = new[] { new { role = "user", content = "q" } }, response_objs = new[] { new { output = Output("a") } },
        };
        foreach (var profile in new[] { "text", "broken" })
        {
            var (status, reply) = await server.PostAsync($"/compare?profile={profile}", body);
            Assert.Equal((200, "[0.0]", "[]"),
                (status, reply["rewards"]!.ToJsonString(), reply["comparison_results"]!.ToJsonString()));
            Assert.StartsWith("one response:", (string?)reply["note"], StringComparison.Ordinal);
        }
        Assert.Equal("[0.5]", (await server.PostAsync("/compare?profile=group", body)).Body["rewards"]!.ToJsonString());
    }

    [Fact]
    public async Task Metrics_are_flat_and_leave_failures_out()
    {
        var (status, body) = await server.PostAsync("/aggregate_metrics", new
        {
            verify_responses = new object[]
            {
                new { _ng_task_index = 0, reward = 1.0 }, new { _ng_task_index = 0, reward = 0.0 },
                new { _ng_task_index = 1, reward = 0.5 }, new { _ng_task_index = 1, reward = 0.0, _ng_failure_class = "judge_failed" },
            },
        });
        Assert.Equal((200, "group_level_metrics agent_metrics key_metrics"), (status, RewardServer.Fields(body)));
        Assert.Equal((0.5, 1), ((double)body["agent_metrics"]!["mean/reward"]!, (int)body["agent_metrics"]!["judge_failed"]!));
        Assert.Equal([0.5, 0.5], body["group_level_metrics"]!.AsArray().Select(g => (double)g!["mean/reward"]!));
        Assert.Equal([0, 1], body["group_level_metrics"]!.AsArray().Select(g => (int)g!["_ng_task_index"]!));
    }

    internal static JsonObject Row(string answer, string prompt) => new()
    {
        ["responses_create_params"] = new JsonObject { ["input"] =
            new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }) },
        ["response"] = new JsonObject { ["output"] = System.Text.Json.JsonSerializer.SerializeToNode(Output(answer)) },
        ["label"] = "4",
    };

    private static object[] Output(string answer) =>
    [
        new { type = "reasoning", summary = new[] { new { type = "summary_text", text = "hidden" } } },
        new { type = "message", role = "assistant", content = new[] { new { type = "output_text", text = answer } } },
    ];
}
