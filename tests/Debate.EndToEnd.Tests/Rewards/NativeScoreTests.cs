using System.Net.Http.Json;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>Our own contract, that of /classify, and what all contracts share: keys, deadlines, the queue.</summary>
[Collection(RewardServer.Shared)]
public sealed class NativeScoreTests(RewardServer server)
{
    private static readonly object Pair = new { prompt = "2+2?", completion = "answer: 4", baseline = "answer: 5", label = "4" };

    [Fact]
    public async Task A_score_tells_of_both_orders()
    {
        var (status, body) = await server.PostAsync("/v1/score", Pair);
        Assert.Equal((200, "rewards probabilities disagreements contests transcript profile usage"), (status, RewardServer.Fields(body)));
        var contest = Assert.Single(body["contests"]!.AsArray())!;
        Assert.Equal((0, -1, 1.0, 0.6), ((int)contest["one"]!, (int)contest["other"]!, (double)contest["inOrder"]!,
            (double)contest["reversed"]!));
    }

    [Fact]
    public async Task A_shape_and_an_opponent_may_be_asked_for()
    {
        var (status, body) = await server.PostAsync("/v1/score",
            new { prompt = "q", completions = new[] { "answer: 4", "answer: 5", "answer: 4" }, label = "4", shape = "rank + 1",
                opponent = "all-pairs" });
        Assert.Equal(200, status);
        Assert.Equal([1.75, 1, 1.75], body["rewards"]!.AsArray().Select(r => (double)r!));
        var (wrong, problem) = await server.PostAsync("/v1/score", new { prompt = "q", completion = "a", shape = "worth" });
        Assert.Equal(400, wrong);
        Assert.Contains("'worth'", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":" \u200B\n","completion":"a","baseline":"b"}""", "prompt: it is required")]
    [InlineData("""{"prompt":"q","completion":"a","completions":["b"]}""", "completion 'a': it must not stand beside completions")]
    public async Task What_could_only_be_guessed_is_refused(string json, string says)
    {
        var (status, problem) = await server.PostAsync("/v1/score", System.Text.Json.Nodes.JsonNode.Parse(json)!);
        Assert.Equal(400, status);
        Assert.StartsWith(says, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    /// <summary>SPIRAL's role baselines: the more often the first position wins, the less a win there is worth.</summary>
    [Fact]
    public async Task Zero_sum_is_measured_against_what_a_place_is_worth()
    {
        var rewards = new List<double>();
        for (var game = 0; game < 3; game++)
        {
            var (_, body) = await server.PostAsync("/v1/score",
                new { prompt = $"game {game}", completion = "a", baseline = "a", shape = "zero-sum", label = "4" });
            rewards.Add((double)body["rewards"]![0]!);
        }
        // The judge's bias makes first always win and second always lose: R is 1 and -1, the baselines follow, and their mean stays 0.
        Assert.Equal([0, 0, 0], rewards.Select(r => Math.Round(r, 9)));
        var (_, won) = await server.PostAsync("/v1/score",
            new { prompt = "last", completion = "answer: 4", baseline = "answer: 5", shape = "zero-sum", label = "4" });
        Assert.Equal(1, (double)won["rewards"]![0]!, 1e-9);
    }

    [Fact]
    public async Task A_key_stands_for_one_request()
    {
        var first = await server.PostAsync("/v1/score", Pair, "once");
        var again = await server.PostAsync("/v1/score", Pair, "once");
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        var other = await server.PostAsync("/v1/score", new { prompt = "2+2?", completion = "answer: 6", baseline = "answer: 5" }, "once");
        Assert.Equal((409, "KeyTaken"), (other.Status, (string?)other.Body["trouble"]));
        await server.PostAsync("/v1/score/batch", new { items = new[] { Pair } }, "batch");
        var batch = await server.PostAsync("/v1/score/batch",
            new { items = new object[] { new { prompt = "2+3?", completion = "a", baseline = "b" } } }, "batch");
        Assert.Equal("KeyTaken", (string?)batch.Body["results"]![0]!["trouble"]);
    }

    [Fact]
    public async Task What_is_refused_is_named_and_leaves_no_run()
    {
        var before = (await server.Tool.RunAsync("ls", "--all", "-o", "json")).Json["items"]!.AsArray().Count(IsRefused);
        await RefusedAsync("/v1/score", new { prompt = "refused", completion = "b" }, "baseline: the opponent is a baseline");
        await RefusedAsync("/get_reward", new { query = new[] { "ab" }, prompts = new[] { "a" } }, "baseline: the opponent is a baseline");
        await RefusedAsync("/v1/score", new { prompt = "a", completion = "b", baseline = "c", sheed = 1 },
            "sheed: it is not a known field; did you mean 'seed'?");
        await RefusedAsync("/v1/score/batch", new { items = new[] { new { promt = "a" } } },
            "items[0].promt: it is not a known field; did you mean 'prompt'?");
        await RefusedAsync("/v1/score", new { prompt = "a", completion = "b", baseline = "c", key = "one" },
            "Idempotency-Key 'two': the field key says 'one'", "two");
        Assert.Equal(before, (await server.Tool.RunAsync("ls", "--all", "-o", "json")).Json["items"]!.AsArray().Count(IsRefused));

        // Other tests share the server, but their runs end with a reward or reach a judge.
        static bool IsRefused(System.Text.Json.Nodes.JsonNode? run) =>
            (string?)run!["status"] == "failed" && (int)run["usage"]!["calls"]! == 0
            && ((string?)run["id"])!.StartsWith("rewards/text.", StringComparison.Ordinal);
    }

    private async Task RefusedAsync(string path, object body, string told, string? key = null)
    {
        var (status, problem) = await server.PostAsync(path, body, key);
        Assert.Equal(400, status);
        Assert.StartsWith(told, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_is_an_error_and_the_debate_goes_on()
    {
        var body = new { prompt = "slow", completion = "answer: 4", label = "4", profile = "slow" };
        var (status, problem) = await server.PostAsync("/v1/score", body, "patience");
        Assert.Equal((504, "Deadline"), (status, (string?)problem["trouble"]));
        while (status == 504) (status, problem) = await server.PostAsync("/v1/score", body, "patience");
        Assert.Equal((200, 0.8), (status, (double)problem["probabilities"]![0]!));
        var calls = (await server.Tool.RunAsync("show", (string)problem["transcript"]!, "-o", "json")).Json["usage"]!["calls"];
        Assert.Equal(2, (int)calls!);
    }

    [Fact]
    public async Task A_batch_says_of_each_item_what_became_of_it()
    {
        var items = new object[] { new { label = new { state = 12, action = 3, other = 5 } },
            new { label = new { state = 9999, action = 3, other = 5 } } };
        var (status, body) = await server.PostAsync("/v1/score/batch", new { profile = "sepsis", items });
        Assert.Equal(200, status);
        Assert.InRange((double)body["results"]![0]!["rewards"]![0]!, -1, 1);
        Assert.Null(body["results"]![1]!["rewards"]);
        Assert.Equal(("Rejected", "state 9999: not in 0..1439"),
            ((string?)body["results"]![1]!["trouble"], (string?)body["results"]![1]!["detail"]));
    }

    [Fact]
    public async Task An_evidence_debate_is_kept_where_that_is_wanted()
    {
        var label = new { state = 12, action = 3, other = 5 };
        var (_, bare) = await server.PostAsync("/v1/score", new { profile = "sepsis", label });
        var (status, kept) = await server.PostAsync("/v1/score", new { profile = "sepsis", label, record = true });
        Assert.Equal((200, bare["contests"]!.ToJsonString()), (status, kept["contests"]!.ToJsonString()));
        Assert.Null(bare["transcript"]);
        var shown = await server.Tool.RunAsync("show", (string)kept["transcript"]!, "-o", "json");
        Assert.Equal(["pro", "con", "con", "pro"], shown.Json["statements"]!.AsArray().Select(s => (string?)s!["seat"]));
        Assert.All(shown.Json["statements"]!.AsArray(), s => Assert.Matches("^[a-z_]+ = -?[0-9.]+$", (string)s!["text"]!));
    }

    [Fact]
    public async Task Evidence_is_zero_sum_and_the_tool_scores_it_too()
    {
        var lines = new[] { (3, 5), (5, 3), (4, 4) }.Select(p =>
            $$$"""{"label": {"state": 12, "action": {{{p.Item1}}}, "other": {{{p.Item2}}}}}""");
        server.Tool.Write("patients.jsonl", string.Join('\n', lines));
        var ran = await server.Tool.RunAsync("reward", "score", "patients.jsonl", "--server", server.Url, "--profile", "sepsis", "-o",
            "json");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        double[] rewards = [.. ran.Json["results"]!.AsArray().Select(r => (double)r!["rewards"]![0]!)];
        Assert.Equal((0, 0), (rewards[0] + rewards[1], rewards[2]));
        var nobody = await server.Tool.RunAsync("reward", "score", "patients.jsonl", "--server", server.Url, "--profile", "absent");
        Assert.Equal(2, nobody.Code);
        Assert.Contains("'absent'", nobody.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tool_scores_without_a_server_as_with_one()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", RewardServer.Configuration.Replace("sepsis: { judge-file: judge.json }", "", StringComparison.Ordinal));
        tool.Write("answers.jsonl", """{"prompt": "2+2?", "completion": "answer: 4", "baseline": "answer: 5", "label": "4"}""");
        server.Tool.Write("answers.jsonl", File.ReadAllText(Path.Combine(tool.Folder, "answers.jsonl")));
        var here = await tool.RunAsync("reward", "score", "answers.jsonl", "-o", "json");
        var there = await server.Tool.RunAsync("reward", "score", "answers.jsonl", "--server", server.Url, "-o", "json");
        Assert.Equal((0, "", 0), (here.Code, here.Error, there.Code));
        Assert.Equal(0.6, (double)here.Json["results"]![0]!["rewards"]![0]!, 1e-9);
        Assert.Equal(here.Json["results"]![0]!["transcript"]!.ToJsonString(), there.Json["results"]![0]!["transcript"]!.ToJsonString());
        var nobody = await tool.RunAsync("reward", "score", "answers.jsonl", "--server", "http://127.0.0.1:9");
        Assert.Equal(5, nobody.Code);
    }

    /// <summary>Groups of three: two of the first prompt's, none of the second's two answers, and a list that is one by itself.</summary>
    [Fact]
    public async Task Answers_to_one_prompt_are_a_group_wherever_they_stand_in_a_file_and_what_fills_none_is_told_at_once()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", RewardServer.Configuration.Replace("sepsis: { judge-file: judge.json }", "", StringComparison.Ordinal));
        string[] rows =
        [
            One("2+2?", 4), One("3+3?", 6), One("2+2?", 5), One("2+2?", 4),
            """{"prompt": "4+4?", "completions": ["answer: 8", "answer: 9"], "label": 8}""",
            One("2+2?", 7), One("3+3?", 7), One("2+2?", 8), One("2+2?", 4),
        ];
        foreach (var folder in new[] { tool, server.Tool }) folder.Write("grouped.jsonl", string.Join('\n', rows));
        // Who waited for what is missing would wait for an hour.
        var here = await tool.RunAsync("reward", "score", "grouped.jsonl", "--profile", "group", "-o", "json");
        var there = await server.Tool.RunAsync(
            "reward", "score", "grouped.jsonl", "--profile", "group", "--server", server.Url, "-o", "json");
        Assert.Equal((3, 3, here.Out), (here.Code, there.Code, there.Out));
        var results = here.Json["results"]!.AsArray();
        Assert.Equal([1, 6], results.Index().Where(r => (string?)r.Item!["trouble"] == "Incomplete").Select(r => r.Index));
        Assert.Equal("2 of 3 answers of its group stand in the file", (string?)results[6]!["detail"]);
        Assert.Equal(2, results[4]!["rewards"]!.AsArray().Count);
        // Right answers rank above wrong ones in their own group: rows 0, 2, 3 and rows 5, 7, 8.
        int[] grouped = [0, 2, 3, 5, 7, 8];
        double[] rewards = [.. grouped.Select(i => (double)results[i]!["rewards"]![0]!)];
        Assert.True(rewards[0] > rewards[1] && rewards[2] > rewards[1] && rewards[5] > rewards[3] && rewards[5] > rewards[4], here.Out);
        Assert.All(grouped, i => Assert.Equal(2, results[i]!["contests"]!.AsArray().Count));

        static string One(string prompt, int said) =>
            $$"""{"prompt": "{{prompt}}", "completion": "answer: {{said}}", "label": {{2 * (prompt[0] - '0')}}}""";
    }

    [Fact]
    public async Task Learning_gets_its_debate_rewards_from_the_server()
    {
        var learnt = await server.Tool.RunAsync("reward", "learn", "--server", server.Url, "--profile", "sepsis", "--episodes", "100",
            "--lambdas",
            "0.05", "--seed", "4", "-o", "json");
        Assert.True(learnt.Code == 0, learnt.Error);
        var wrong = await server.Tool.RunAsync("reward", "learn", "--server", server.Url, "--profile", "absent", "--episodes", "100",
            "--lambdas",
            "0.05", "--seed", "4");
        Assert.Equal(2, wrong.Code);
    }

    [Fact]
    public async Task Classify_is_the_shape_of_a_model_server()
    {
        var (status, body) = await server.PostAsync("/classify", new
        {
            model = "debate", input = "<|im_start|>user\n4<|im_end|>\n<|im_start|>assistant\nanswer: yes<|im_end|>", activation = false,
        });
        Assert.Equal((200, "id object model data usage"), (status, RewardServer.Fields(body)));
        var item = Assert.Single(body["data"]!.AsArray())!;
        Assert.Equal("index label probs num_classes", RewardServer.Fields(item));
        Assert.Equal(0.6, (double)item["probs"]!.AsArray()[^1]!, 1e-9);
        const string input = "<|im_start|>user\n4<|im_end|>\n<|im_start|>assistant\nanswer: yes";
        Assert.Equal(503, (await server.PostAsync("/classify", new { model = "broken", input })).Status);
        Assert.Equal(400, (await server.PostAsync("/classify", new { model = "absent", input })).Status);
    }

    [Fact]
    public async Task More_than_the_queue_takes_are_told_to_come_again()
    {
        await using var small = new ServeProcess();
        small.Tool.Write("debate.yaml", """
            models: { slow: { simulated: text-judge, latency: 1h } }
            rewards: { queue: 1, profiles: { slow: { judge: slow, rounds: 0 } } }
            """);
        await small.StartAsync();
        using var http = small.Http();
        var both = new[] { "b", "c" }.Select(said => http.PostAsJsonAsync("/v1/score", new { prompt = "a", completion = said })).ToList();
        var first = await Task.WhenAny(both);
        using var refused = await first;
        Assert.Equal((429, "1"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        // The other one is being judged, which takes longer than anybody waits.
        Assert.False(Assert.Single(both, ask => ask != first).IsCompleted);
    }

    [Theory]
    [InlineData("{ judge: absent }", "absent")]
    [InlineData("{ rounds: 1 }", "needs a judge")]
    [InlineData("{ judge: a, shape: worth }", "option 'shape': 'worth' is not")]
    [InlineData("{ judge: a, colour: red }", "rewards.profiles.p has no such option")]
    [InlineData("{ judge-file: absent.json }", "absent.json")]
    public async Task A_profile_that_cannot_be_used_ends_serve_in_one_line(string profile, string said)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models: {{ a: {{ simulated: text-judge }} }}\nrewards: {{ profiles: {{ p: {profile} }} }}\n");
        var ran = await tool.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, ran.Code);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
    }
}
