using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Api;

/// <summary>One server for all tests of the API's contract, with a key, a library and one origin whose pages may ask it.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    /// <summary>The collection of test classes that share it.</summary>
    public const string Name = "api server";

    /// <summary>The origin whose pages it serves.</summary>
    public const string Origin = "https://app.example.org";

    private const string Key = "a-key-for-all-of-the-api";

    internal ServeProcess Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Server.Tool.Write("debate.yaml", SharedServer.Models + """
              far: { endpoint: 'http://127.0.0.1:9/v1', model: secret-name, keyVariable: SECRET_VARIABLE, contextTokens: 4096 }
              judge: { simulated: text-judge }
              late: { simulated: bernoulli, accuracy: 0.6, latency: 60s }
            rewards: { profiles: { group: { judge: judge, opponent: baseline, baseline: 'answer: 0', rounds: 0 } } }

            """);
        Directory.CreateDirectory(Path.Combine(Server.Tool.Folder, "library", "maps"));
        Server.Tool.Write("library/questions.json", """[{ "question": "2+2?", "answer": "4" }, { "question": "3+3?", "answer": "6" }]""");
        Server.Tool.Write("library/maps/town.yaml", Map);
        Server.Tool.Write("secret.json", """[{ "question": "secret?", "answer": "yes" }]""");
        Server.Tool.Variables["DEBATE_API_KEY"] = Key;
        await Server.StartAsync("--library", "library", "--allow-origin", Origin);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A map with a motion that is worth a debate.</summary>
    internal const string Map = """
        arguments:
          - { id: ban, text: Cars should be banned from the centre. }
          - { id: air, text: The air is bad., supports: [ban] }
          - { id: trade, text: Shops would lose trade., attacks: [ban] }
          - { id: walk, text: People who walk buy more., attacks: [trade] }
        """;

    /// <summary>A client of everything.</summary>
    internal HttpClient Admin() => As(Key);

    /// <summary>A client with a key.</summary>
    internal HttpClient As(string key)
    {
        var http = Server.Http();
        http.Timeout = Patience.Long;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return http;
    }

    /// <summary>A client of a tenant of its own.</summary>
    internal async Task<HttpClient> TenantAsync(string tenant, string scopes)
    {
        using var tool = new ToolFolder { Variables = { ["DEBATE_DATA"] = Server.Data } };
        return As((string)(await tool.RunAsync("key", "add", tenant, "--tenant", tenant, "--scopes", scopes, "-o", "json")).Json["key"]!);
    }

    /// <summary>Waits for the end of a run.</summary>
    internal static Task EndAsync(HttpClient http, string id) => Patience.UntilAsync(
        async () => (string?)JsonNode.Parse(await http.GetStringAsync($"v1/runs/{Uri.EscapeDataString(id)}/summary"))!["status"] != "running",
        $"{id} does not end");
}

[CollectionDefinition(ApiServer.Name)]
public sealed class ApiServerCollection : ICollectionFixture<ApiServer>;
