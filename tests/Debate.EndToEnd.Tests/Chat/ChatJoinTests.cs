using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Chat;

/// <summary>Who asks the same again, who leaves, and an evaluation through the door of chats.</summary>
[Collection(ChatServer.Name)]
public sealed class ChatJoinTests(ChatServer shared)
{
    private const string Model = "debate/self-reflection@small?calls=4";

    [Fact]
    public async Task A_retry_after_a_time_out_joins_and_nobody_pays_twice()
    {
        using var http = shared.Server.Http();
        var hold = shared.HoldAfter(2, "retried");
        var body = ChatServer.Body(Model, "retried: how much are 5 and 7 together?");
        using (var impatient = new CancellationTokenSource())
        {
            var first = http.PostAsJsonAsync("v1/chat/completions", body, impatient.Token);
            await hold.Held;
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        }
        var second = ChatServer.AskAsync(http, body);
        hold.Release();
        var (reply, answer) = await second;
        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        AssertPaidOnce("retried", (string)answer["debate"]!["run"]!);
        // It was delivered: who asks now asks anew.
        var (_, third) = await ChatServer.AskAsync(http, body);
        Assert.NotEqual((string)answer["debate"]!["run"]!, (string)third["debate"]!["run"]!);
    }

    /// <summary>
    /// One who leaves a run that another waits for cancels nothing, however long ago: another run, left later, was cancelled meanwhile. Who
    /// comes back to that one resumes it.
    /// </summary>
    [Fact]
    public async Task Leaving_cancels_unless_another_has_joined_and_who_comes_back_resumes()
    {
        using var http = shared.Server.Http();
        var (held, left) = (shared.HoldAfter(1, "shared-by-two"), shared.HoldAfter(1, "left-alone"));
        using var leaver = new CancellationTokenSource();
        var both = ChatServer.Body(Model, "shared-by-two: how much are 5 and 7 together?");
        var stays = http.PostAsJsonAsync("v1/chat/completions", both);
        await held.Held;
        var leaves = await StartStreamAsync(http, ChatServer.Body(Model, "shared-by-two: how much are 5 and 7 together?", stream: true), leaver.Token);
        var alone = ChatServer.Body(Model, "left-alone: how much are 5 and 7 together?", stream: true);
        var leavesAlone = await StartStreamAsync(http, alone, leaver.Token);
        await left.Held;
        await leaver.CancelAsync();
        leaves.Dispose();
        leavesAlone.Dispose();
        var (sharedRun, aloneRun) = (ReadRun(leaves), ReadRun(leavesAlone));
        await Patience.UntilAsync(async () => await ReadStatusAsync(http, aloneRun) == "cancelled", "the run that all left goes on");
        Assert.Equal("running", await ReadStatusAsync(http, sharedRun));
        held.Release();
        using var answered = await stays;
        Assert.Equal((HttpStatusCode.OK, sharedRun), (answered.StatusCode, ReadRun(answered)));
        AssertPaidOnce("shared-by-two", sharedRun);

        left.Release();
        var frames = ChatFrames.Read(await ChatServer.StreamAsync(http, alone));
        Assert.Equal((true, aloneRun), (frames.IsDone, frames.Run));
        AssertPaidOnce("left-alone", aloneRun);
    }

    [Fact]
    public async Task What_a_person_cancelled_is_told_and_not_resumed()
    {
        using var http = shared.Server.Http();
        var hold = shared.HoldAfter(1, "by-a-person");
        var asked = ChatServer.AskAsync(http, ChatServer.Body(Model, "by-a-person: how much are 5 and 7 together?"));
        await hold.Held;
        var runs = (await http.GetFromJsonAsync<JsonNode>("v1/runs?search=by-a-person"))!["items"]!.AsArray();
        var id = (string)runs.Single(run => ((string)run!["name"]!).StartsWith("by-a-person", StringComparison.Ordinal))!["id"]!;
        (await http.PostAsync($"v1/runs/{id}/cancel", null)).EnsureSuccessStatusCode();
        foreach (var (reply, body) in new[] { await asked, await ChatServer.AskAsync(http, ChatServer.Body(Model, "by-a-person: how much are 5 and 7 together?")) })
        {
            Assert.Equal((HttpStatusCode.Conflict, "cancelled"), (reply.StatusCode, (string?)body["error"]!["code"]));
            Assert.Equal(("false", id), (reply.Headers.GetValues("X-Should-Retry").Single(), ReadRun(reply)));
        }
        hold.Release();
    }

    [Fact]
    public async Task An_idempotency_key_gets_its_run_however_late()
    {
        using var http = shared.Server.Http();
        var body = ChatServer.Body(Model, "keyed: how much are 5 and 7 together?");
        var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ChatServer.AskAsync(http, body, "chat-key")));
        var (again, answer) = await ChatServer.AskAsync(http, body, "chat-key");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.All(all, one => Assert.Equal((string)answer["debate"]!["run"]!, (string)one.Body["debate"]!["run"]!));
        AssertPaidOnce("keyed", (string)answer["debate"]!["run"]!);
        var (other, _) = await ChatServer.AskAsync(http, ChatServer.Body(Model, "keyed: another question"), "chat-key");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
    }

    /// <summary>An evaluation, and a harness that asks the same questions with the same seeds as if the debate were a model.</summary>
    [Theory]
    [InlineData("self-consistency", "samples=3", ChatServer.Questions)]
    [InlineData("mad", "rounds=1", 12)]
    public async Task A_harness_gets_what_an_evaluation_gets(string protocol, string option, int count)
    {
        var tool = shared.Server.Tool;
        var id = $"eval-{protocol}";
        var evaluated = await tool.RunAsync("eval", "questions.json", "--protocol", protocol, "--set", $"{protocol}.{option}", "--model", "small", "--seed", "3",
            "--limit", $"{count}", "--id", id, "-o", "json", "--server", shared.Server.Address);
        Assert.True(evaluated.Code == 0, evaluated.Error);
        var rows = await tool.RunAsync("export", id, "--format", "csv", "--server", shared.Server.Address);
        Assert.True(rows.Code == 0, rows.Error);
        string[][] lines = [.. rows.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r').Split(','))];
        var (answer, question, key, child) = (Column("answer"), Column("question"), Column("key"), Column("id"));
        using var http = shared.Server.Http();
        var right = 0;
        await Parallel.ForEachAsync(lines.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (row, stop) =>
        {
            var run = (await http.GetFromJsonAsync<JsonNode>($"v1/runs/{Uri.EscapeDataString(row[child])}", stop))!;
            var (_, body) = await ChatServer.AskAsync(http, ChatServer.Body($"debate/{protocol}@small?{option}", row[question], seed: (long)run["seed"]!));
            var content = (string)body["choices"]![0]!["message"]!["content"]!;
            Assert.Equal(row[answer], content);
            if (content == row[key]) Interlocked.Increment(ref right);
        });
        Assert.Equal(count, lines.Length - 1);
        Assert.Equal((double)evaluated.Json["results"]![0]!["accuracy"]!, right / (double)count, 1e-9);
        Assert.InRange(right, 1, count - 1);

        int Column(string name) => Array.IndexOf(lines[0], name) is >= 0 and var at ? at : throw new KeyNotFoundException(name);
    }

    // What was answered was asked once: a call that was cut when everybody had left may be asked again.
    private void AssertPaidOnce(string word, string run)
    {
        var calls = shared.FindCalls(word);
        Assert.All(calls, call => Assert.StartsWith(run + "/", call.Call, StringComparison.Ordinal));
        var answered = calls.Where(call => !call.Abandoned).GroupBy(call => call.Call).ToArray();
        Assert.Equal(4, answered.Length);
        Assert.All(answered, same => Assert.Single(same));
    }

    private static async Task<HttpResponseMessage> StartStreamAsync(HttpClient http, object body, CancellationToken leave)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = JsonContent.Create(body) };
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave);
    }

    private static string ReadRun(HttpResponseMessage reply) => reply.Headers.GetValues("X-Debate-Run").Single();

    private static async Task<string> ReadStatusAsync(HttpClient http, string id) =>
        (string)(await http.GetFromJsonAsync<JsonNode>($"v1/runs/{id}/summary"))!["status"]!;
}
