using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>
/// HTTP client for the endpoints of <c>debate serve</c>, on one server or several of one cluster: when one does not answer, the request
/// goes to the next one, which is harmless, because every request here may be repeated. A refusal by the server throws an
/// <see cref="InputException"/> with its message; a server that cannot be reached, demands a key or failed, an
/// <see cref="OutageException"/>. Safe to share between threads.
/// </summary>
public sealed class DebateHttpClient : IDisposable
{
    /// <summary>How long a server may take to begin its response: no request here waits for a model.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http;
    private readonly Uri[] _addresses;
    private int _current;

    /// <summary>A client of the servers at addresses, separated by commas, with their API key if they require one.</summary>
    /// <exception cref="InputException">An address is not an http or https URL.</exception>
    public DebateHttpClient(string addresses, string? key = null, HttpMessageHandler? handler = null)
    {
        _addresses = [.. addresses.Split(',', StringSplitOptions.TrimEntries).Select(ParseAddress)];
        _http = handler is null ? new() : new(handler, disposeHandler: false);
        _http.Timeout = ResponseTimeout;
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The address of the server to which the next request goes.</summary>
    public Uri Address => _addresses[(uint)Volatile.Read(ref _current) % _addresses.Length];

    /// <summary>Gets a document; default when there is none (404).</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken stop = default)
    {
        using var reply = await SendAsync(() => new(HttpMethod.Get, path), stop);
        return reply.StatusCode == HttpStatusCode.NotFound ? default : await ReadAsync<T>(reply, stop);
    }

    /// <summary>Gets the lines of a text; empty when there is none (404).</summary>
    public async Task<IReadOnlyList<string>> ReadLinesAsync(string path, CancellationToken stop = default)
    {
        using var reply = await SendAsync(() => new(HttpMethod.Get, path), stop);
        if (reply.StatusCode == HttpStatusCode.NotFound) return [];
        await ThrowIfFailedAsync(reply, stop);
        try
        {
            return (await reply.Content.ReadAsStringAsync(stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw FailOver(lost);
        }
    }

    /// <summary>Sends a document and reads the response.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? document, CancellationToken stop = default)
    {
        using var reply = await SendAsync(() => new(method, path)
        {
            Content = document is null ? null : JsonContent.Create(document, document.GetType(), options: WireFormat.Json),
        }, stop);
        return await ReadAsync<T>(reply, stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Uri ParseAddress(string address) =>
        Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var place) && place.Scheme is "http" or "https"
            ? place
            : throw new InputException($"server '{address}': it must be an http or https URL, such as http://127.0.0.1:5080");

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        for (var left = _addresses.Length - 1; ; left--)
        {
            var asked = request();
            asked.RequestUri = new(Address, asked.RequestUri!);
            try
            {
                return await _http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, stop);
            }
            catch (Exception lost) when (lost is HttpRequestException || (lost is TaskCanceledException && !stop.IsCancellationRequested))
            {
                var error = FailOver(lost);
                if (left == 0) throw error;
            }
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage reply, CancellationToken stop)
    {
        await ThrowIfFailedAsync(reply, stop);
        try
        {
            return await reply.Content.ReadFromJsonAsync<T>(WireFormat.Json, stop) ?? throw new JsonException("it is empty");
        }
        catch (JsonException strange)
        {
            throw new OutageException(FailureKind.Rejected, $"{Address} answered what this client does not understand: {strange.Message}");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw FailOver(lost);
        }
    }

    private async Task ThrowIfFailedAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        if (reply.IsSuccessStatusCode) return;
        var told = await ReadErrorAsync(reply, stop);
        throw reply.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OutageException(FailureKind.Unauthorised, $"{Address}: {told}"),
            HttpStatusCode.ServiceUnavailable => FailOver(told),
            >= HttpStatusCode.InternalServerError => new OutageException(FailureKind.Rejected, $"{Address}: {told}"),
            _ => new InputException(told),
        };
    }

    // A proxy between client and server may not send problem+json; then the status has to suffice.
    private static async Task<string> ReadErrorAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        var status = $"HTTP {(int)reply.StatusCode} {reply.ReasonPhrase}";
        if (reply.Content.Headers.ContentType?.MediaType != "application/problem+json") return status;
        var problem = await reply.Content.ReadFromJsonAsync<JsonElement>(stop);
        return problem.TryGetProperty("detail", out var detail) ? detail.ToString() : status;
    }

    private OutageException FailOver(Exception lost) =>
        FailOver($"it cannot be reached: {(lost.InnerException as SocketException ?? lost).Message}");

    /// <summary>Creates the exception and makes the next request go to the next server.</summary>
    private OutageException FailOver(string why)
    {
        var error = new OutageException(FailureKind.Unreachable, $"{Address}: {why}");
        Interlocked.Increment(ref _current);
        return error;
    }
}
