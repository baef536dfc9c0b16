using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>
/// The doors of <c>debate serve</c> over HTTP. What the server refuses is an <see cref="InputException"/> with its words; a server that
/// cannot be reached, asks for a key or broke is an <see cref="OutageException"/>. Safe to share between threads.
/// </summary>
public sealed class HttpServer : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A server at an address, with the key that it asks for where it asks for one.</summary>
    /// <exception cref="InputException">The address is no http URL.</exception>
    public HttpServer(string address, string? key = null, HttpMessageHandler? handler = null)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var place) || place.Scheme is not ("http" or "https"))
            throw new InputException($"server '{address}': it must be an http or https URL, such as http://127.0.0.1:5080");
        Address = place;
        _http = handler is null ? new() : new(handler, disposeHandler: false);
        // Whoever waits for an event may wait for a model.
        (_http.BaseAddress, _http.Timeout) = (new(address.TrimEnd('/') + "/"), Timeout.InfiniteTimeSpan);
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Asks for a document; default where there is none (404).</summary>
    public async Task<T?> FindAsync<T>(string path, CancellationToken stop = default)
    {
        using var reply = await SendAsync(new(HttpMethod.Get, path), stop);
        return reply.StatusCode == HttpStatusCode.NotFound ? default : await ReadAsync<T>(reply, stop);
    }

    /// <summary>Asks for the lines of a text; none where there is none (404).</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string path, CancellationToken stop = default)
    {
        using var reply = await SendAsync(new(HttpMethod.Get, path), stop);
        if (reply.StatusCode == HttpStatusCode.NotFound) return [];
        await RefuseAsync(reply, stop);
        return (await reply.Content.ReadAsStringAsync(stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Sends a document and reads the answer.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? document, CancellationToken stop = default)
    {
        var request = new HttpRequestMessage(method, path);
        if (document is not null) request.Content = JsonContent.Create(document, document.GetType(), options: WireFormat.Json);
        using var reply = await SendAsync(request, stop);
        return await ReadAsync<T>(reply, stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        }
        catch (HttpRequestException lost)
        {
            throw Lost(lost);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage reply, CancellationToken stop)
    {
        await RefuseAsync(reply, stop);
        try
        {
            return await reply.Content.ReadFromJsonAsync<T>(WireFormat.Json, stop) ?? throw new JsonException("it is empty");
        }
        catch (JsonException strange)
        {
            throw new OutageException(Trouble.Rejected, $"{Address} answered what this client does not understand: {strange.Message}");
        }
        catch (HttpRequestException lost)
        {
            throw Lost(lost);
        }
    }

    private async Task RefuseAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        if (reply.IsSuccessStatusCode) return;
        var told = await TellAsync(reply, stop);
        throw reply.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OutageException(Trouble.Unauthorised, $"{Address}: {told}"),
            HttpStatusCode.ServiceUnavailable => new OutageException(Trouble.Unreachable, $"{Address}: {told}"),
            >= HttpStatusCode.InternalServerError => new OutageException(Trouble.Rejected, $"{Address}: {told}"),
            _ => new InputException(told),
        };
    }

    // Whatever stands between us and the server may speak no problem+json; its status has to do then.
    private static async Task<string> TellAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        var status = $"HTTP {(int)reply.StatusCode} {reply.ReasonPhrase}";
        if (reply.Content.Headers.ContentType?.MediaType != "application/problem+json") return status;
        var problem = await reply.Content.ReadFromJsonAsync<JsonElement>(stop);
        return problem.TryGetProperty("detail", out var detail) ? detail.ToString() : status;
    }

    private OutageException Lost(HttpRequestException lost) =>
        new(Trouble.Unreachable, $"{Address} cannot be reached: {(lost.InnerException as SocketException ?? (Exception)lost).Message}");
}
