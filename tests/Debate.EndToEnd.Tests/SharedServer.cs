using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>One server for all tests that leave it as it is.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share it.</summary>
    public const string Name = "server";

    /// <summary>Its only model.</summary>
    public const string Models = "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n";

    internal ServeProcess Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Server.Tool.Write("debate.yaml", Models);
        // What the framework would read opens no other address (StrangerTests).
        Server.Tool.Variables["Kestrel__Endpoints__planted__Url"] = "http://0.0.0.0:0";
        Server.Tool.Write("appsettings.json", """{ "Kestrel": { "Endpoints": { "planted": { "Url": "http://0.0.0.0:0" } } } }""");
        await Server.StartAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>Posts a run under an idempotency key.</summary>
    internal static async Task<(HttpStatusCode Code, string? Type, JsonNode Body)> PostAsync(HttpClient http, string key, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/runs") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        using var reply = await http.SendAsync(request);
        return (reply.StatusCode, reply.Content.Headers.ContentType?.MediaType, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!);
    }
}

[CollectionDefinition(SharedServer.Name)]
public sealed class ServerCollection : ICollectionFixture<SharedServer>;
