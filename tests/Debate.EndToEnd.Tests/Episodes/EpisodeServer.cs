using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Debate.EndToEnd.Tests.Graphs;
using Debate.Testing;

namespace Debate.EndToEnd.Tests.Episodes;

/// <summary>A real server whose moderator decides in the second round, and a client of its /v1/episodes.</summary>
internal sealed class EpisodeServer : IAsyncDisposable
{
    private readonly ServeProcess _server = new();
    private readonly SimulatedEndpoint _endpoint;
    private HttpClient _client = new();

    private EpisodeServer(SimulatedEndpoint endpoint) => _endpoint = endpoint;

    public ToolFolder Tool => _server.Tool;

    /// <summary>Calls that reached the moderator.</summary>
    public int Asked => _endpoint.Log.Count;

    public static async Task<EpisodeServer> StartAsync()
    {
        var endpoint = await SimulatedEndpoint.StartAsync((call, _) => Task.FromResult(EndpointReply.Text(
            call.Messages.Any(m => m.Role == Deliberation.Role.Assistant) ? MadEndpoint.Decided : MadEndpoint.Open)));
        var server = new EpisodeServer(endpoint);
        server.Tool.Write("debate.yaml", $"models:\n  small: {{ endpoint: {endpoint.Url}, model: tiny, patience: 0s }}\n");
        await server.OpenAsync();
        return server;
    }

    /// <summary>Starts the server and waits until its HTTP API is ready.</summary>
    public async Task OpenAsync()
    {
        await _server.StartAsync();
        await Patience.UntilAsync(IsReadyAsync, "the server does not open its doors");
    }

    public Task KillAsync() => _server.KillAsync();

    public Task StopAsync() => _server.StopAsync();

    public Task<(HttpStatusCode Status, JsonNode Body)> StartAsync(JsonObject request, string? key = null) => SendAsync(client =>
    {
        var post = new HttpRequestMessage(HttpMethod.Post, "/v1/episodes") { Content = JsonContent.Create(request) };
        if (key is not null) post.Headers.Add("Idempotency-Key", key);
        return client.SendAsync(post);
    });

    public Task<(HttpStatusCode Status, JsonNode Body)> StepAsync(string id, JsonObject reply, string query = "") =>
        SendAsync(c => c.PostAsJsonAsync($"/v1/episodes/{id}/step{query}", reply));

    public Task<(HttpStatusCode Status, JsonNode Body)> LookAsync(string id, string query = "") =>
        SendAsync(c => c.GetAsync($"/v1/episodes/{id}{query}"));

    public Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(string path, string json) =>
        SendAsync(c => c.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json")));

    public async Task<string> ProjectionAsync(string id)
    {
        var export = await Tool.RunAsync("export", id, "--format", "projection");
        Assert.True(export.Code == 0, export.Error);
        return export.Out;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _endpoint.DisposeAsync();
    }

    private async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        using var answer = await send(_client);
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        if (!answer.IsSuccessStatusCode) Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return (answer.StatusCode, body);
    }

    /// <summary>Each start writes the address anew; until then the file holds the old one, at which nobody listens.</summary>
    private async Task<bool> IsReadyAsync()
    {
        var file = Path.Combine(_server.Data, "url");
        if (!File.Exists(file)) return false;
        try
        {
            var client = new HttpClient { BaseAddress = new((await File.ReadAllTextAsync(file)).Trim()), Timeout = Patience.Long };
            using var answer = await client.GetAsync("/health/ready");
            (_client, var old) = (client, _client);
            old.Dispose();
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>One server shared by all tests that leave it unchanged.</summary>
public sealed class SharedEpisodes : IAsyncLifetime
{
    private EpisodeServer? _server;

    internal EpisodeServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await EpisodeServer.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
