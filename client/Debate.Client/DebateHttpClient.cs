using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>A server refused a request (4xx), which did nothing.</summary>
/// <param name="status">Why, as a number: 400 for what is wrong, 404, 409, 412, 413, 422.</param>
/// <param name="detail">Why, in one line: the field, the value and the rule.</param>
public sealed class RequestRefusedException(HttpStatusCode status, string detail) : Exception(detail.ReplaceLineEndings(" "))
{
    /// <summary>The status of the response.</summary>
    public HttpStatusCode Status { get; } = status;
}

/// <summary>
/// HTTP client of <c>debate serve</c>, for every operation, on one server or several of one cluster: when one does not answer, the next one
/// is asked, and all again for as long as <see cref="RetryPolicy"/> says. That never does anything twice: whatever starts something carries
/// a key that is the same for every attempt, and what has no such key is repeated only where it cannot have been done. A refusal throws a
/// <see cref="RequestRefusedException"/>; a server that cannot be reached, demands a key or failed, an <see cref="OutageException"/>. Safe
/// to share between threads.
/// </summary>
public sealed class DebateHttpClient : IDisposable
{
    private readonly HttpConnection _connection;
    private readonly bool _isOwner;

    /// <summary>A client of the servers at addresses.</summary>
    /// <param name="addresses">http or https URLs, separated by commas; a password in one is the key, where none is given.</param>
    /// <param name="key">The API key, if the servers require one.</param>
    /// <param name="retry">How long calls go on; <see cref="RetryPolicy.Default"/> if null.</param>
    /// <param name="handler">What sends the requests; the caller disposes of it. Null for the network.</param>
    /// <param name="clock">Measures the waits between attempts; the system's if null.</param>
    /// <exception cref="InputException">An address is not an http or https URL.</exception>
    public DebateHttpClient(
        string addresses, string? key = null, RetryPolicy? retry = null, HttpMessageHandler? handler = null, TimeProvider? clock = null)
        : this(new HttpConnection(addresses, key, handler, clock), isOwner: true, retry ?? RetryPolicy.Default)
    {
    }

    private DebateHttpClient(HttpConnection connection, bool isOwner, RetryPolicy retry) =>
        (_connection, _isOwner, Retry) = (connection, isOwner, retry);

    /// <summary>The address of the server to which the next request goes.</summary>
    public Uri Address => _connection.Address;

    /// <summary>How long calls go on.</summary>
    public RetryPolicy Retry { get; }

    /// <summary>Runs of every kind.</summary>
    public RunsClient Runs => new(this);

    /// <summary>Tournaments and evaluations.</summary>
    public TournamentsClient Tournaments => new(this);

    /// <summary>Argument graphs, and the solver.</summary>
    public GraphsClient Graphs => new(this);

    /// <summary>Debates in which a policy in training, or a person, plays a seat.</summary>
    public EpisodesClient Episodes => new(this);

    /// <summary>Rewards of answers.</summary>
    public RewardClient Rewards => new(this);

    /// <summary>The server itself: what it has and whether it is ready.</summary>
    public ServerClient Server => new(this);

    /// <summary>The same servers with another policy; it lives as long as this client.</summary>
    public DebateHttpClient With(RetryPolicy retry) => new(_connection, isOwner: false, retry);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner) _connection.Dispose();
    }

    /// <summary>A key by which servers know a request again; a new one for each call, and the same for all attempts at it.</summary>
    internal static string CreateKey() => Guid.NewGuid().ToString("N");

    /// <summary>A request with a document as its body; null for no body.</summary>
    internal static ApiRequest Request(HttpMethod method, string path, object? document = null) => new(method, path)
    {
        Body = document is null ? null : JsonSerializer.SerializeToUtf8Bytes(document, document.GetType(), WireFormat.Json),
    };

    /// <summary>Gets a document.</summary>
    internal Task<T> GetAsync<T>(string path, CancellationToken stop) => SendAsync<T>(Request(HttpMethod.Get, path), stop);

    /// <summary>Gets a document; default when there is none (404).</summary>
    internal async Task<T?> FindAsync<T>(string path, CancellationToken stop)
    {
        try
        {
            return await GetAsync<T>(path, stop);
        }
        catch (RequestRefusedException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return default;
        }
    }

    /// <summary>Sends a request and reads the document with which it is answered.</summary>
    internal Task<T> SendAsync<T>(ApiRequest request, CancellationToken stop) => _connection.CallAsync(request, Retry, async body =>
        await JsonSerializer.DeserializeAsync<T>(body, WireFormat.Json, stop) ?? throw new JsonException("it is empty"), stop);

    /// <summary>Sends a request and reads the text with which it is answered.</summary>
    internal Task<string> ReadTextAsync(ApiRequest request, CancellationToken stop) => _connection.CallAsync(request, Retry, async body =>
    {
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync(stop);
    }, stop);

    /// <summary>The path of the events of a run or graph, with a token of short life.</summary>
    internal async Task<string> CreateEventsPathAsync(string path, CancellationToken stop) =>
        (await SendAsync<EventsPath>(Request(HttpMethod.Post, $"{path}/events-token"), stop)).Url;

    /// <summary>The items of a list, page by page.</summary>
    /// <param name="path">The path and query of the list, without a cursor.</param>
    /// <param name="stop">Ends it.</param>
    internal async IAsyncEnumerable<T> ListAsync<T>(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        for (var next = path; next is not null;)
        {
            var page = await GetAsync<ListPage<T>>(next, stop);
            foreach (var item in page.Items) yield return item;
            next = page.Next is { } cursor ? ApiRequest.FormatPath(path, ("cursor", cursor)) : null;
        }
    }

    /// <summary>Numbered events from a number on, across servers that are lost.</summary>
    internal EventCursor OpenEvents(string path, long from, string end) => new(_connection, path, from, end, Retry);

    private sealed record EventsPath(string Url);

    private sealed record ListPage<T>(IReadOnlyList<T> Items, string? Next = null);
}
