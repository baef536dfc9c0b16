using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>A reward server with judges of known faults, one without any, and a learned one for evidence.</summary>
public sealed class RewardServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share one server.</summary>
    public const string Shared = "reward server";

    public const string Configuration = """
        models:
          judge: { simulated: text-judge, accuracy: 0.8, bias: 0.2 }
          broken: { simulated: text-judge, failures: 1 }
          slow: { simulated: text-judge, accuracy: 0.8, latency: 1500ms }
          ruler: { simulated: text-judge, accuracy: 0.5, lengthWeakness: 1 }
          gone: { endpoint: 'http://127.0.0.1:9/v1', model: m, patience: 0ms }
        rewards:
          default: text
          queue: 64
          profiles:
            text: { judge: judge, opponent: baseline, rounds: 0 }
            debate: { judge: 'judge, judge', rounds: 1 }
            broken: { judge: broken }
            gone: { judge: gone }
            slow: { judge: slow, rounds: 0, deadline: 1 }
            group: { judge: judge, opponent: circular, cohort: 3, rounds: 0, shape: rank, deadline: 3600 }
            hurried: { judge: judge, opponent: circular, cohort: 3, rounds: 0, deadline: 1 }
            pairs: { judge: judge, opponent: all-pairs, rounds: 0, shape: rank }
            ruler: { judge: ruler, opponent: critic, rounds: 0, orders: first, shape: probability }
            sepsis: { judge-file: judge.json }
        """;

    private readonly ServeProcess _server = new();

    public HttpClient Http { get; private set; } = null!;

    internal ToolFolder Tool => _server.Tool;

    public string Url => Http.BaseAddress!.ToString();

    public async ValueTask InitializeAsync()
    {
        await TrainAsync(Tool);
        Tool.Write("debate.yaml", Configuration);
        await _server.StartAsync();
        Http = _server.Http();
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Trains a small judge on the simulator's patients and writes it to judge.json.</summary>
    internal static async Task TrainAsync(ToolFolder tool)
    {
        var trained = await tool.RunAsync("reward", "train-judge", "--items", "2", "--seed", "4", "--episodes", "300", "--steps", "200",
            "--out",
            "judge.json", "-o", "json");
        Assert.True(trained.Code == 0, trained.Error);
    }

    /// <summary>Posts, and returns the status and the body.</summary>
    public Task<(int Status, JsonNode Body)> PostAsync(string path, object body, string? key = null) => PostAsync(Http, path, body, key);

    /// <summary>The same with another client.</summary>
    public static async Task<(int Status, JsonNode Body)> PostAsync(HttpClient http, string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var reply = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)reply.StatusCode, JsonNode.Parse(await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>The fields of an object, in order.</summary>
    public static string Fields(JsonNode node) => string.Join(' ', node.AsObject().Select(f => f.Key));
}

[CollectionDefinition(RewardServer.Shared)]
public sealed class SharedRewardServer : ICollectionFixture<RewardServer>;
