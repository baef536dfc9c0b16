using System.Net;
using System.Text.Json;

namespace Debate.Client;

/// <summary>A protocol that a server has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">The kind of its runs: debate, tournament, evaluation, study or reward.</param>
/// <param name="Fingerprint">Its version with the hash of its prompts.</param>
/// <param name="Seats">Its seats under the options' defaults, debaters first.</param>
/// <param name="Debaters">How many of them are debaters.</param>
/// <param name="MaxCalls">The most calls under the defaults; 0 where that is not known.</param>
/// <param name="Options">Its options.</param>
/// <param name="DefaultModel">Who sits where no model is named; null where one must be named.</param>
public sealed record ServedProtocol(
    string Name, string Kind, string Fingerprint, IReadOnlyList<string> Seats, int Debaters, int MaxCalls,
    IReadOnlyList<ServedOption> Options, string? DefaultModel = null);

/// <summary>An option of a protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">integer, number, boolean, word or text.</param>
/// <param name="Default">The value where none is given, as text.</param>
/// <param name="Rule">The valid values in words.</param>
/// <param name="Words">The words that it may be; empty where it is no word.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Least">The least number; null where there is none.</param>
/// <param name="Greatest">The greatest number; null where there is none.</param>
public sealed record ServedOption(string Name, string Type, string Default, string Rule, IReadOnlyList<string> Words, string Meaning,
    double? Least = null, double? Greatest = null);

/// <summary>A model that a server has.</summary>
/// <param name="Name">The name by which seats call it.</param>
/// <param name="Simulated">Whether the server itself plays it.</param>
/// <param name="Parallel">The most calls at once from one silo.</param>
/// <param name="Queue">What waits for it on the server that answered.</param>
/// <param name="Family">Its family; null where it is not given.</param>
/// <param name="ContextTokens">The context window in tokens; null where it is not known.</param>
/// <param name="MaxTokens">The token limit of replies to seats that set none; null for the server's default.</param>
/// <param name="RequestsPerMinute">The most calls a minute; null for no limit.</param>
/// <param name="PricePerMillionIn">The price of 10^6 prompt tokens.</param>
/// <param name="PricePerMillionOut">The price of 10^6 generated tokens.</param>
/// <param name="Configuration">Its entry in the configuration, without secrets; null for who may not know where it is.</param>
public sealed record ServedModel(string Name, bool Simulated, int Parallel, ModelQueue Queue, string? Family = null, int? ContextTokens = null,
    int? MaxTokens = null, int? RequestsPerMinute = null, decimal PricePerMillionIn = 0, decimal PricePerMillionOut = 0,
    JsonElement? Configuration = null);

/// <summary>What waits for a model.</summary>
/// <param name="Running">Calls that are asked now.</param>
/// <param name="Waiting">Calls that wait for a permit.</param>
public sealed record ModelQueue(int Running, int Waiting);

/// <summary>The server itself: what it has, whether it is ready, how it describes itself.</summary>
public sealed class ServerClient
{
    private readonly DebateHttpClient _client;

    internal ServerClient(DebateHttpClient client) => _client = client;

    /// <summary>Whether the server is there; false where it has no such path.</summary>
    public Task<bool> IsAliveAsync(CancellationToken stop = default) => ProbeAsync("health/live", stop);

    /// <summary>Whether the server is a member of its cluster whose journal answers; false where it has no such path.</summary>
    public Task<bool> IsReadyAsync(CancellationToken stop = default) => ProbeAsync("health/ready", stop);

    private async Task<bool> ProbeAsync(string path, CancellationToken stop)
    {
        try
        {
            await _client.ReadTextAsync(DebateHttpClient.Request(HttpMethod.Get, path), stop);
            return true;
        }
        catch (RequestRefusedException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>The protocols.</summary>
    public async Task<IReadOnlyList<ServedProtocol>> ListProtocolsAsync(CancellationToken stop = default) =>
        (await _client.GetAsync<WholeList<ServedProtocol>>("v1/protocols", stop)).Items;

    /// <summary>The configured models.</summary>
    public async Task<IReadOnlyList<ServedModel>> ListModelsAsync(CancellationToken stop = default) =>
        (await _client.GetAsync<WholeList<ServedModel>>("v1/hosts", stop)).Items;

    /// <summary>The API's own description, OpenAPI 3.1.</summary>
    public Task<JsonElement> ReadDocumentAsync(CancellationToken stop = default) => _client.GetAsync<JsonElement>("openapi/v1.json", stop);

    private sealed record WholeList<T>(IReadOnlyList<T> Items);
}
