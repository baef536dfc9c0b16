using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>Groups of answers that come one by one, some of which never come, to a real server.</summary>
public sealed class RolloutGroupTests(GroupServer server) : IClassFixture<GroupServer>
{
    [Fact]
    public async Task An_answer_whose_group_was_closed_shifts_no_later_group()
    {
        var (status, body) = await SendAsync("hasty", "closed", "lost\nanswer: 4");
        Assert.Equal((503, "Incomplete", "1 of 3 answers came in time"), (status, (string?)body["trouble"], (string?)body["detail"]));
        await WholeGroupAsync("hasty", "closed", "step 1");
        // The lost answer itself may come again, late: it is told so, and shifts nothing either.
        (status, body) = await SendAsync("hasty", "closed", "lost\nanswer: 4");
        Assert.Equal(503, status);
        (status, body) = await SendAsync("hasty", "closed", "lost\nanswer: 4");
        Assert.Equal((503, "1 of 3 answers came in time; the group before it was closed with 1, and what is late opens a new one"),
            (status, (string?)body["detail"]));
        await WholeGroupAsync("hasty", "closed", "step 2");
    }

    /// <summary>Long before the deadline: the trainer is gone, and another one starts.</summary>
    [Fact]
    public async Task An_answer_whose_caller_hung_up_shifts_no_later_group()
    {
        var (members, closed) = (await server.CountAsync("member/"), await server.CountAsync("closed/"));
        using var stop = new CancellationTokenSource();
        var lost = HangUpAsync("trio", "gone", "lost\nanswer: 4", stop.Token);
        await server.JournaledAsync("member/", members + 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        await server.JournaledAsync("closed/", closed + 1);
        await WholeGroupAsync("trio", "gone", "later");
    }

    [Fact]
    public async Task An_answer_that_was_lost_with_the_server_shifts_no_later_group()
    {
        var members = await server.CountAsync("member/");
        var lost = SendAsync("trio", "killed", "lost\nanswer: 4");
        await server.JournaledAsync("member/", members + 1);
        await server.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => lost);
        await server.OpenAsync();
        await WholeGroupAsync("trio", "killed", "later");
    }

    /// <summary>Prompts take turns in the batch; answers to another question, by prompt or by label, are never of the group.</summary>
    [Theory]
    [InlineData("trio")]
    [InlineData("pairs")]
    public async Task Answers_to_one_prompt_are_a_group_wherever_they_stand(string profile)
    {
        string[] prompts = ["2+2? ", "3+2? ", "2+2? ", "3+2? ", "2+2? ", "3+2? "];
        string[] answers = ["answer: 4", "answer: 4", "answer: 5", "answer: 5", "answer: 4.", "answer: 4."];
        var labels = prompts.Select(p => p == "2+2? " ? "4" : "5").ToArray();
        var query = prompts.Zip(answers, (prompt, answer) => prompt + answer).ToArray();
        var (status, body) = await RewardServer.PostAsync(server.Http, $"/get_reward?profile={profile}", new { query, prompts, labels });
        Assert.Equal(200, status);
        Assert.Equal([0.75, 0.25, 0, 1, 0.75, 0.25], body["rewards"]!.AsArray().Select(r => (double)r!));
        await ComparedWithinAsync(body, answers);
        var native = await RewardServer.PostAsync(server.Http, $"/v1/score/batch?profile={profile}",
            new { items = prompts.Select((prompt, i) => new { prompt, completion = answers[i] + "!", label = labels[i] }) });
        Assert.Equal([0.75, 0.25, 0, 1, 0.75, 0.25], native.Body["results"]!.AsArray().Select(r => (double)r!["rewards"]![0]!));
        var same = await RewardServer.PostAsync(server.Http, $"/get_reward?profile={profile}", new
        {
            query = query.Select(q => "x" + q), prompts = prompts.Select(_ => "x"), labels,
        });
        Assert.Equal((200, 2), (same.Status, same.Body["transcripts"]!.AsArray().Select(t => (string?)t).Distinct().Count()));
    }

    [Theory]
    [InlineData("trio", 3)]
    [InlineData("pairs", 2)]
    public async Task An_invalid_answer_costs_its_own_reward_alone(string profile, int size)
    {
        var items = Enumerable.Range(0, size).Select(i => (object)new { prompt = "bad", completion = $"answer: {i}", label = "1" })
            .Prepend(new { prompt = "bad", completion = "answer: 1", label = "1", shape = "worth" });
        var (status, body) = await RewardServer.PostAsync(server.Http, $"/v1/score/batch?profile={profile}", new { items });
        Assert.Equal(200, status);
        var results = body["results"]!.AsArray();
        Assert.Equal("Rejected", (string?)results[0]!["trouble"]);
        Assert.Equal(1, (double)results[2]!["rewards"]![0]!);
        Assert.All(results.Skip(1), r => Assert.Null(r!["trouble"]));
    }

    /// <summary>Completions of one prompt are one group, however each caller spells it; the judges see one spelling.</summary>
    [Fact]
    public async Task One_prompt_in_several_spellings_is_one_group()
    {
        string[] spelt = ["quelle \u00E9tude?", "quelle e\u0301tude? ",
            "<|im_start|>user\nquelle \u00E9tude?<|im_end|>\n<|im_start|>assistant\n"];
        var replies = await Task.WhenAll(spelt.Select((prompt, i) => RewardServer.PostAsync(server.Http, "/v1/score",
            new { prompt, completion = $"answer: {4 + i}", label = "4" })));
        Assert.All(replies, r => Assert.True(r.Status == 200, r.Body.ToJsonString()));
        Assert.Equal([1, 0.25, 0.25], replies.Select(r => (double)r.Body["rewards"]![0]!));
        Assert.Single(replies.Select(r => (string?)r.Body["transcript"]).Distinct());
    }

    [Fact]
    public async Task Groups_are_named_by_the_caller()
    {
        string[] answers = ["answer: 4 a", "answer: 5 b", "answer: 4 c", "answer: 5 d", "answer: 4 e", "answer: 5 f"];
        var replies = await Task.WhenAll(answers.Select((answer, i) => RewardServer.PostAsync(server.Http, "/v1/score",
            new { prompt = "named", completion = answer, label = "4", group_id = $"step {i % 2}" })));
        Assert.All(replies, r => Assert.Equal(200, r.Status));
        var runs = replies.Select(r => (string?)r.Body["transcript"]).ToArray();
        Assert.Equal([runs[0], runs[1], runs[0], runs[1], runs[0], runs[1]], runs);
        Assert.NotEqual(runs[0], runs[1]);
        // Equal ones are even: in each group all answers are right, or all are wrong.
        Assert.All(replies, r => Assert.Equal(0.5, (double)r.Body["rewards"]![0]!));
        var (status, body) = await RewardServer.PostAsync(server.Http, "/v1/score",
            new { prompt = "q", completions = new[] { "a", "b" }, group_id = "g" });
        Assert.Equal((400, true), (status, ((string?)body["detail"])!.StartsWith("group_id", StringComparison.Ordinal)));
    }

    /// <summary>
    /// resources_servers/genrm_compare/app.py at 07d6b0d07, _get_verify_cohort_key: the index of the task goes before prompt_id, and the
    /// prompt always belongs to it.
    /// </summary>
    [Fact]
    public async Task Gyms_groups_are_of_one_task_and_of_one_prompt()
    {
        JsonObject Row(string prompt, string? id, int? task, int rollout)
        {
            var row = NemoGymTests.Row($"answer: {rollout} to {prompt}", prompt);
            row["response"]!["id"] = $"{prompt} {task} {rollout}";
            (row["_ng_rollout_index"], row["num_rollouts_per_prompt"]) = (rollout, 2);
            if (id is not null) row["prompt_id"] = id;
            if (task is not null) row["_ng_task_index"] = task;
            return row;
        }

        (string Prompt, string? Id, int? Task)[] groups =
        [
            ("gym one", "1", 0), ("gym two", "1", 1), ("gym one", "1", 2), ("gym three", "1", null), ("gym four", "1", null),
            ("gym five", null, 5), ("gym six", null, 5),
        ];
        var replies = await Task.WhenAll(from rollout in new[] { 0, 1 } from g in groups select
            RewardServer.PostAsync(server.Http, "/verify?profile=trio", Row(g.Prompt, g.Id, g.Task, rollout)));
        Assert.All(replies, r => Assert.Equal(200, r.Status));
        var runs = replies.Select(r => (string?)r.Body["transcript"]).ToArray();
        Assert.Equal(runs.Take(groups.Length), runs.Skip(groups.Length));
        Assert.Equal(groups.Length, runs.Distinct().Count());
    }

    /// <summary>Three answers at once, of which one is right: all have rewards, of one group with no other answer in it.</summary>
    private async Task WholeGroupAsync(string profile, string prompt, string step)
    {
        string[] answers = [$"{step}\nanswer: 5", $"{step}\nanswer: 4", $"{step}\nanswer: 6"];
        var replies = await Task.WhenAll(answers.Select(answer => SendAsync(profile, prompt, answer)));
        Assert.All(replies, r => Assert.True(r.Status == 200, r.Body.ToJsonString()));
        Assert.Equal([0.25, 1, 0.25], replies.Select(r => (double)r.Body["rewards"]![0]!));
        var run = Assert.Single(replies.Select(r => (string?)r.Body["transcripts"]![0]).Distinct());
        Assert.Equal(answers.Order(StringComparer.Ordinal), await ReadAnswersAsync(run!));
    }

    private async Task<IEnumerable<string>> ReadAnswersAsync(string run)
    {
        var shown = await server.Tool.RunAsync("show", run, "-o", "json");
        return shown.Json["statements"]!.AsArray().Where(s => ((string)s!["seat"]!).StartsWith("answer-", StringComparison.Ordinal))
            .Select(s => (string)s!["text"]!);
    }

    /// <summary>Each run of a batch holds answers to one prompt alone.</summary>
    private async Task ComparedWithinAsync(JsonNode body, string[] answers)
    {
        var runs = body["transcripts"]!.AsArray().Select(t => (string)t!).ToArray();
        foreach (var run in runs.Distinct())
            Assert.Equal(answers.Where((_, i) => runs[i] == run).Order(StringComparer.Ordinal), await ReadAnswersAsync(run));
    }

    /// <summary>Sends an answer, and asks again while its group is being judged.</summary>
    private async Task<(int Status, JsonNode Body)> SendAsync(string profile, string prompt, string answer)
    {
        while (true)
        {
            var reply = await RewardServer.PostAsync(server.Http, $"/get_reward?profile={profile}", Query(prompt, answer));
            if (reply.Status != 504) return reply;
        }
    }

    private async Task HangUpAsync(string profile, string prompt, string answer, CancellationToken stop)
    {
        using var content = System.Net.Http.Json.JsonContent.Create(Query(prompt, answer));
        using var reply = await server.Http.PostAsync($"/get_reward?profile={profile}", content, stop);
    }

    private static object Query(string prompt, string answer) =>
        new { query = new[] { prompt + answer }, prompts = new[] { prompt }, labels = new[] { "4" } };
}

/// <summary>A server that rewards in groups, and a look into its journals.</summary>
public sealed class GroupServer : IAsyncLifetime
{
    private const string Configuration = """
        models: { judge: { simulated: text-judge, accuracy: 0.8 } }
        rewards:
          default: trio
          profiles:
            trio: { judge: judge, opponent: circular, cohort: 3, rounds: 0, shape: rank, deadline: 3600 }
            hasty: { judge: judge, opponent: circular, cohort: 3, rounds: 0, shape: rank, deadline: 10 }
            pairs: { judge: judge, opponent: all-pairs, rounds: 0, shape: rank }
        """;

    private readonly ServeProcess _server = new();

    public HttpClient Http { get; private set; } = new();

    internal ToolFolder Tool => _server.Tool;

    public async ValueTask InitializeAsync()
    {
        Tool.Write("debate.yaml", Configuration);
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => _server.KillAsync();

    /// <summary>Starts it, over the same folder.</summary>
    public async Task OpenAsync()
    {
        await _server.StartAsync();
        Http.Dispose();
        Http = _server.Http();
    }

    /// <summary>Waits until the journals hold so many entries of rollout groups with paths that begin so.</summary>
    public Task JournaledAsync(string path, long count) => Patience.UntilAsync(
        async () => await CountAsync(path) >= count, $"fewer than {count} of {path} were journaled");

    /// <summary>The entries of rollout groups with paths that begin so.</summary>
    public async Task<long> CountAsync(string path)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(_server.Data, "journal.db")};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = $"SELECT count(*) FROM entries WHERE path LIKE '{path}%'";
        return (long)(await query.ExecuteScalarAsync())!;
    }
}
