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
        var (model, profile) = (await ScoreByEachDoorAsync("model"), await ScoreByEachDoorAsync("profile"));
        Assert.Equal([0.745, 0.745], profile.Select(r => r.Reward));
        Assert.Equal(200, (await server.PostAsync("/v1/score?profile=profile", Item, "before")).Status);
        Assert.Equal(model, await ScoreByEachDoorAsync("model"));
        // Of one profile the model behind its judge changes, and the other profile itself.
        await server.ServeAsync(TunedServer.Tuned);
        var (better, tuned) = (await ScoreByEachDoorAsync("model"), await ScoreByEachDoorAsync("profile"));
        Assert.Equal([0.745, 0.745], better.Select(r => r.Reward));
        Assert.Empty(model.Select(r => r.Run).Intersect(better.Select(r => r.Run)));
        Assert.Equal([1, 1], tuned.Select(r => r.Reward));
        Assert.Empty(profile.Select(r => r.Run).Intersect(tuned.Select(r => r.Run)));
        // A key stands for what it was first used for, and so not for the tuned profile.
        var (status, body) = await server.PostAsync("/v1/score?profile=profile", Item, "before");
        Assert.Equal((409, "KeyTaken"), (status, (string?)body["trouble"]));
        // As they were, but for what decides no reward.
        await server.ServeAsync(TunedServer.AsBefore with { More = "latency: 1ms, parallel: 3" });
        Assert.Equal(model, await ScoreByEachDoorAsync("model"));
        Assert.Equal(profile, await ScoreByEachDoorAsync("profile"));
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

    private async Task<(double Reward, string? Run)[]> ScoreByEachDoorAsync(string profile)
    {
        var own = await server.PostAsync($"/v1/score?profile={profile}", Item);
        var rlhf = await server.PostAsync($"/get_reward?profile={profile}",
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

    /// <summary>What differs between one start and another: a judge, a profile, and what decides no reward.</summary>
    internal sealed record Settings(string Accuracy, string Profile, string More);

    internal static Settings AsBefore { get; } = new("0.5", "rounds: 0, shape: margin", "latency: 0s");

    internal static Settings Tuned { get; } = new("0.95", "rounds: 1, shape: win", "latency: 0s");

    public async ValueTask InitializeAsync() => await ServeAsync(AsBefore);

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await _server.DisposeAsync();
    }

    public Task<(int Status, JsonNode Body)> PostAsync(string path, object body, string? key = null) =>
        RewardServer.PostAsync(_http!, path, body, key);

    /// <summary>Serves with these settings, over the same folder.</summary>
    internal async Task ServeAsync(Settings settings)
    {
        if (_http is not null) await _server.StopAsync();
        _server.Tool.Write("debate.yaml", $$"""
            models:
              judge: { simulated: text-judge, accuracy: {{settings.Accuracy}}, lengthWeakness: 0.5, {{settings.More}} }
              good: { simulated: text-judge, accuracy: 0.95, lengthWeakness: 0.5, {{settings.More}} }
              keen: { simulated: text-judge, accuracy: 0.9 }
              solver: { simulated: bernoulli }
            rewards:
              default: model
              profiles:
                model: { judge: judge, opponent: baseline, baseline: '{{Padded}}', rounds: 0, shape: margin }
                profile: { judge: good, opponent: baseline, baseline: '{{Padded}}', {{settings.Profile}} }
                sharp: { judge: keen, opponent: baseline, rounds: 0 }
            """);
        await _server.StartAsync();
        _http?.Dispose();
        _http = _server.Http();
    }
}
