using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Hostile;

/// <summary>
/// One server with low limits for all tests that send it what is wrong. When they are done it is started again over the same store, which must
/// read all that they left there.
/// </summary>
public sealed class HostileServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share it.</summary>
    public const string Name = "hostile server";

    /// <summary>Its limits.</summary>
    public const string Limits = "text=64KB,body=1MB,batch=8,graph=100,options=9,parts=5,watchers=2";

    private const string Configuration = """
        models:
          sim: { simulated: bernoulli, accuracy: 0.6 }
          judge: { simulated: text-judge, accuracy: 0.8 }
        rewards:
          default: text
          profiles:
            text: { judge: judge, opponent: critic, rounds: 0 }
            pairs: { judge: judge, opponent: all-pairs, rounds: 0, shape: rank }
        """;

    private readonly List<string> _runs = [];

    internal ServeProcess Server { get; } = new();

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The whole definition of a debate that was played, as PUT takes it.</summary>
    public JsonObject Definition { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server.Tool.Write("debate.yaml", Configuration);
        await Server.StartAsync("--limits", Limits);
        Http = Server.Http();
        var (status, run) = await SendAsync("POST", "/v1/runs", """{"question":"Who?","answers":["me"],"options":{"rounds":1},"model":"sim","seed":5}""");
        Assert.Equal(202, status);
        var id = (string)run!["id"]!;
        var entry = await Http.GetStringAsync($"/v1/runs/{id}/entries?count=1");
        Definition = JsonNode.Parse(entry)!["entry"]!["snapshot"]!.AsObject();
    }

    /// <summary>The runs that a fresh server reads must be all that this one was given.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Ends the server as an operator would, starts it again over the same store, and reads every run there.</summary>
    public async Task<IReadOnlyList<(string Run, int Status, JsonNode? Report)>> ReadAgainAsync()
    {
        Http.Dispose();
        await Server.StopAsync();
        await Server.StartAsync("--limits", Limits);
        Http = Server.Http();
        var (status, list) = await SendAsync("GET", "/v1/runs?children=true", null);
        Assert.Equal(200, status);
        var listed = list!["items"]!.AsArray().Select(item => (string)item!["id"]!).ToHashSet();
        lock (_runs) Assert.Subset(listed, _runs.ToHashSet());
        var read = new List<(string, int, JsonNode?)>();
        foreach (var run in listed)
        {
            var (code, report) = await SendAsync("GET", $"/v1/runs/{Uri.EscapeDataString(run)}", null);
            read.Add((run, code, report));
        }
        return read;
    }

    /// <summary>Sends JSON as text.</summary>
    public Task<(int Status, JsonNode? Body)> SendAsync(string method, string path, string? body) =>
        SendBytesAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body));

    /// <summary>Sends bytes as JSON; notes the run that the answer speaks of.</summary>
    public async Task<(int Status, JsonNode? Body)> SendBytesAsync(string method, string path, byte[]? body)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        using var reply = await Http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        var read = text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null;
        if (reply.IsSuccessStatusCode && read is JsonObject answer && answer.ContainsKey("status") && answer["id"] is { } id)
            lock (_runs) _runs.Add((string)id!);
        return ((int)reply.StatusCode, read);
    }
}

[CollectionDefinition(HostileServer.Name)]
public sealed class HostileServerCollection : ICollectionFixture<HostileServer>;
