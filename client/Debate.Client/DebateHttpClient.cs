using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>
/// HTTP client for the endpoints of <c>debate serve</c>, on one server or several of one cluster: when one does not answer, the request
/// goes to the next one, which is harmless, because every request here may be repeated. A server that says it is busy (429) is asked again
/// when it says. A refusal by the server throws an <see cref="InputException"/> with its message; a server that cannot be reached, demands
/// a key or failed, an <see cref="OutageException"/>. Safe to share between threads.
/// </summary>
public sealed class DebateHttpClient : IDisposable
{
    /// <summary>How long a server may take to begin its response: no request here waits for a model.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(1);

    /// <summary>How long a stream of events may bring nothing, not even a comment, before its server counts as gone.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(1);

    /// <summary>How long the servers may be away before <see cref="RetryAsync"/> gives up, and how often it tries.</summary>
    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(1), RetryDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>When a busy server is asked again: when it says, within these bounds.</summary>
    private static readonly TimeSpan MinBusyDelay = TimeSpan.FromMilliseconds(100), MaxBusyDelay = TimeSpan.FromSeconds(30);

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
            throw FailOver(ServerOf(reply), lost);
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

    /// <summary>
    /// Reads server-sent events, behind the one with the id <paramref name="last"/> if that is given, until the server closes the stream. A
    /// stream that is lost throws an <see cref="OutageException"/>, and the next one is read from the next server.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> ReadEventsAsync(
        string path, string? last, [EnumeratorCancellation] CancellationToken stop)
    {
        using var reply = await SendAsync(() =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (last is not null) request.Headers.Add("Last-Event-ID", last);
            return request;
        }, stop);
        await ThrowIfFailedAsync(reply, stop);
        await using var body = new LivelyStream(await reply.Content.ReadAsStreamAsync(stop), MaxSilence);
        await using var events = SseParser.Create(body).EnumerateAsync(stop).GetAsyncEnumerator(stop);
        while (await MoveNextAsync(events, reply)) yield return events.Current;
    }

    /// <summary>
    /// Repeats a request while the servers restart: until one answers, for at most a minute. So it may be sent twice.
    /// </summary>
    /// <param name="ask">Makes the request by another method of this client.</param>
    /// <param name="report">Told of each attempt that failed.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> ask, Action<string> report, CancellationToken stop)
    {
        for (var began = Environment.TickCount64; ; await Task.Delay(RetryDelay, stop))
        {
            try
            {
                return await ask();
            }
            catch (OutageException lost) when (lost.Cause == FailureKind.Unreachable && !IsOver(began))
            {
                report($"{lost.Message}; asking again");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<bool> MoveNextAsync(IAsyncEnumerator<SseItem<string>> events, HttpResponseMessage reply)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw FailOver(ServerOf(reply), lost);
        }
    }

    private static bool IsOver(long began) => Environment.TickCount64 - began > MaxOutage.TotalMilliseconds;

    private static Uri ParseAddress(string address) =>
        Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var place) && place.Scheme is "http" or "https"
            ? place
            : throw new InputException($"server '{address}': it must be an http or https URL, such as http://127.0.0.1:5080");

    private async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        for (var left = _addresses.Length - 1; ;)
        {
            var (asked, server) = (request(), Address);
            asked.RequestUri = new(server, asked.RequestUri!);
            try
            {
                var reply = await _http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, stop);
                if (reply.StatusCode != HttpStatusCode.TooManyRequests) return reply;
                using (reply) await Task.Delay(ReadBusyDelay(reply), stop);
            }
            catch (Exception lost) when (lost is HttpRequestException || (lost is TaskCanceledException && !stop.IsCancellationRequested))
            {
                var error = FailOver(server, lost);
                if (left-- == 0) throw error;
            }
        }
    }

    private static TimeSpan ReadBusyDelay(HttpResponseMessage reply)
    {
        var told = reply.Headers.RetryAfter?.Delta ?? MinBusyDelay;
        return told < MinBusyDelay ? MinBusyDelay : told > MaxBusyDelay ? MaxBusyDelay : told;
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
            throw new OutageException(FailureKind.Rejected, $"{ServerOf(reply)} answered what this client does not understand: {strange.Message}");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw FailOver(ServerOf(reply), lost);
        }
    }

    private async Task ThrowIfFailedAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        if (reply.IsSuccessStatusCode) return;
        var (told, server) = (await ReadErrorAsync(reply, stop), ServerOf(reply));
        throw reply.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OutageException(FailureKind.Unauthorised, $"{server}: {told}"),
            // The latter two come from a proxy whose server is away.
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => FailOver(server, told),
            >= HttpStatusCode.InternalServerError => new OutageException(FailureKind.Rejected, $"{server}: {told}"),
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

    private Uri ServerOf(HttpResponseMessage reply) =>
        _addresses.FirstOrDefault(a => reply.RequestMessage?.RequestUri is { } asked && a.IsBaseOf(asked)) ?? Address;

    private OutageException FailOver(Uri server, Exception lost) =>
        FailOver(server, $"it cannot be reached: {(lost.InnerException as SocketException ?? lost).Message}");

    /// <summary>
    /// Creates the exception and makes the next request go to the next server, unless it would go to another one already: of many requests
    /// that one server lost, only the first moves on.
    /// </summary>
    private OutageException FailOver(Uri server, string why)
    {
        var current = Volatile.Read(ref _current);
        if (_addresses[(uint)current % _addresses.Length] == server) Interlocked.CompareExchange(ref _current, current + 1, current);
        return new(FailureKind.Unreachable, $"{server}: {why}");
    }
}

/// <summary>A stream that throws an <see cref="IOException"/> if nothing comes for too long: a server that vanished says no farewell.</summary>
internal sealed class LivelyStream(Stream inner, TimeSpan maxSilence) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(maxSilence);
        try
        {
            return await inner.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException silent) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException(FormattableString.Invariant($"nothing came for {maxSilence.TotalSeconds:0} s"), silent);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
