using System.Globalization;
using System.Text.Json.Nodes;
using Debate.Tests;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>What a reward, an episode and a run are known by, over restarts and where two requests come at once.</summary>
public sealed class TunedProfileTests(TunedServer server) : IClassFixture<TunedServer>
{
    [Fact]
    public async Task A_profile_that_was_tuned_gives_new_rewards_and_one_that_was_not_the_recorded_ones()
    {
        await server.ServeAsync("accuracy: 0.5", "rounds: 0, shape: margin");
        var first = await ScoreByEachDoorAsync();
        Assert.Equal(200, (await server.PostAsync("/v1/score", Item, "before")).Status);
        Assert.Equal(first, await ScoreByEachDoorAsync());
        // Only the model behind the judge changes, then only the profile.
        await server.ServeAsync("accuracy: 0.95", "rounds: 0, shape: margin");
        var better = await ScoreByEachDoorAsync();
        Assert.Equal([0.745, 0.745], better.Select(r => r.Reward));
        Assert.Empty(first.Select(r => r.Run).Intersect(better.Select(r => r.Run)));
        await server.ServeAsync("accuracy: 0.95", "rounds: 1, shape: win");
        var tuned = await ScoreByEachDoorAsync();
        Assert.Equal([1, 1], tuned.Select(r => r.Reward));
        Assert.Empty(better.Select(r => r.Run).Intersect(tuned.Select(r => r.Run)));
        await server.ServeAsync("accuracy: 0.5", "rounds: 0, shape: margin", "latency: 1ms, parallel: 3");
        Assert.Equal(first, await ScoreByEachDoorAsync());
        // A key stands for what it was first used for, and so not for the tuned profile.
        await server.ServeAsync("accuracy: 0.5", "rounds: 0, shape: win");
        var (status, body) = await server.PostAsync("/v1/score", Item, "before");
        Assert.Equal((409, "KeyTaken"), (status, (string?)body["trouble"]));
    }

    /// <summary>Pairs of requests side by side, with one key and two contents: one is served as asked, and the other refused.</summary>
    [Theory]
    [InlineData("/v1/score", 409)]
    [InlineData("/v1/runs", 422)]
    [InlineData("/v1/episodes", 409)]
    public async Task Of_two_that_come_at_once_with_one_key_one_is_refused(string path, int refusal)
    {
        for (var pair = 0; pair < LongRun.Size(20, 200); pair++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{path} {pair}");
            var replies = await Task.WhenAll("ABAB".Select(async content =>
                (Content: content, Reply: await server.PostAsync(path, Request(path, $"{name} {content}?", content), name))));
            var served = replies.Where(r => r.Reply.Status is 200 or 202).ToArray();
            Assert.Equal(2, served.Length);
            var winner = Assert.Single(served.Select(r => r.Content).Distinct());
            Assert.All(replies, r => Assert.Equal(r.Content == winner, r.Reply.Status is 200 or 202));
            Assert.All(replies.Where(r => r.Content != winner), r => Assert.Equal(refusal, r.Reply.Status));
            Assert.All(served, r => Assert.True(Answers(path, r.Reply.Body, $"{name} {winner}?", winner), r.Reply.Body.ToJsonString()));
            Assert.Single(served.Select(r => Id(path, r.Reply.Body)).Distinct());
        }
    }

    private static object Request(string path, string question, char content) => path switch
    {
        "/v1/score" => new
        {
            prompt = question, completion = $"answer: {(content == 'A' ? 4 : 5)}", baseline = "answer: 6", label = "4", profile = "sharp",
        },
        "/v1/runs" => new { question, protocol = "direct", model = "solver" },
        _ => new { question, protocol = "direct", seats = new { solver = "external" } },
    };

    /// <summary>Whether a reply is to a request, and not to the other one.</summary>
    private static bool Answers(string path, JsonNode body, string question, char content) => path == "/v1/score"
        ? (content == 'A' ? 0.8 : 0).Equals(Math.Round((double)body["rewards"]![0]!, 9))
        : body.ToJsonString().Contains(question, StringComparison.Ordinal);

    private static string? Id(string path, JsonNode body) => (string?)body[path == "/v1/score" ? "transcript" : "id"];

    private static readonly object Item = new { prompt = "2+2? ", completion = "answer: 4", baseline = TunedServer.Padded, label = "4" };

    private async Task<(double Reward, string? Run)[]> ScoreByEachDoorAsync()
    {
        var own = await server.PostAsync("/v1/score", Item);
        var rlhf = await server.PostAsync("/get_reward",
            new { query = new[] { "2+2? answer: 4" }, prompts = new[] { "2+2? " }, labels = new[] { "4" } });
        Assert.Equal((200, 200), (own.Status, rlhf.Status));
        return [(Reward(own.Body), (string?)own.Body["transcript"]), (Reward(rlhf.Body), (string?)rlhf.Body["transcripts"]![0])];

        static double Reward(JsonNode body) => Math.Round((double)body["rewards"]![0]!, 9);
    }
}

/// <summary>A server whose judge and profile are tuned.</summary>
public sealed class TunedServer : IAsyncLifetime
{
    public const string Padded = "answer: 5 and much more text that makes it longer and longer and longer";

    private readonly ServeProcess _server = new();
    private HttpClient? _http;

    public async ValueTask InitializeAsync() => await ServeAsync("accuracy: 0.5", "rounds: 0");

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _server.DisposeAsync();
    }

    public Task<(int Status, JsonNode Body)> PostAsync(string path, object body, string? key = null) =>
        RewardServer.PostAsync(_http!, path, body, key);

    /// <summary>Serves with these settings, over the same folder.</summary>
    public async Task ServeAsync(string judge, string profile, string more = "latency: 0s")
    {
        if (_http is not null) await _server.StopAsync();
        _server.Tool.Write("debate.yaml", $$"""
            models:
              judge: { simulated: text-judge, {{judge}}, lengthWeakness: 0.5, {{more}} }
              keen: { simulated: text-judge, accuracy: 0.9 }
              solver: { simulated: bernoulli }
            rewards:
              default: text
              profiles:
                text: { judge: judge, opponent: baseline, baseline: '{{Padded}}', {{profile}} }
                sharp: { judge: keen, opponent: baseline, rounds: 0 }
            """);
        await _server.StartAsync();
        _http?.Dispose();
        _http = _server.Http();
    }
}
