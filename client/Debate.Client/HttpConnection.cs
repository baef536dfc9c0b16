using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>How long a call goes on when servers do not answer, or are busy.</summary>
/// <param name="Outage">How long servers may be away; each is asked once in any case.</param>
/// <param name="Busy">How long servers may say that they are busy (429).</param>
/// <param name="Report">Told in a line of each attempt that failed and is repeated.</param>
public sealed record RetryPolicy(TimeSpan Outage, TimeSpan Busy, Action<string>? Report = null)
{
    /// <summary>A minute for servers that are away, ten for busy ones.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

    /// <summary>Each server is asked once; a busy one as by default.</summary>
    public static RetryPolicy Once { get; } = Default with { Outage = TimeSpan.Zero };
}

/// <summary>A request that may be sent several times, with the same bytes and the same keys.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path and query, without a slash before.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    /// <summary>The body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What the body is.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Headers beside those of every request.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How long a server may take to begin its response; no request waits for a model unless it says so.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether doing it twice is doing it once. What is not, is repeated only where the server cannot have done it.
    /// </summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>The same with one more header; none where the value is null.</summary>
    public ApiRequest With(string header, string? value) => value is null ? this : this with { Headers = [.. Headers, (header, value)] };

    /// <summary>A path with its query: what has a value, escaped, numbers and times in the form that all machines read.</summary>
    public static string FormatPath(string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        foreach (var (name, value) in query)
        {
            if (value is null) continue;
            var text = value switch
            {
                bool flag => flag ? "true" : "false",
                DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => $"{value}",
            };
            path += $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(text)}";
        }
        return path;
    }

    /// <summary>The message to a server.</summary>
    public HttpRequestMessage CreateMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, new Uri(server, Path));
        if (Body is not null) message.Content = new ByteArrayContent(Body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(MediaType) } };
        foreach (var (name, value) in Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value)) throw new InputException($"{name} '{value}': no header can carry it");
        return message;
    }
}

/// <summary>
/// The servers of one cluster as one place to send requests to. One that does not answer, or says that it is away (502, 503, 504), is left
/// for the next one; when all were asked, they are asked again after a pause that grows, or as long as one says (Retry-After). A busy one
/// (429) is asked again when it says. Redirects are not followed: they would carry the key elsewhere and make a GET of a POST.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long a response may bring nothing, not even a comment, before its server counts as gone.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait that a server may ask for at a time.</summary>
    private static readonly TimeSpan MaxToldDelay = TimeSpan.FromSeconds(30);
    private const int MaxProblemLength = 65536;

    private readonly HttpClient _http;
    private readonly Uri[] _addresses;
    private int _current;

    /// <inheritdoc cref="DebateHttpClient(string, string?, RetryPolicy?, HttpMessageHandler?, TimeProvider?)"/>
    public HttpConnection(string addresses, string? key, HttpMessageHandler? handler, TimeProvider? clock)
    {
        var given = addresses.Split(',', StringSplitOptions.TrimEntries).Select(ParseAddress).ToArray();
        // A password in a URL is the key, as for trainers' clients; it is told nowhere, and no header has it but the key's.
        key ??= given.Select(FindPassword).FirstOrDefault(password => password is not null);
        _addresses = [.. given.Select(address => new UriBuilder(address) { UserName = "", Password = "" }.Uri)];
        Clock = clock ?? TimeProvider.System;
        _http = handler is null ? new(CreateHandler()) : new(handler, disposeHandler: false);
        _http.Timeout = Timeout.InfiniteTimeSpan;
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Measures the waits between attempts.</summary>
    public TimeProvider Clock { get; }

    /// <summary>The address of the server to which the next request goes.</summary>
    public Uri Address => _addresses[(uint)Volatile.Read(ref _current) % _addresses.Length];

    /// <summary>Sends a request and reads the response's body; a body that is cut counts as no response.</summary>
    /// <exception cref="RequestRefusedException">A server refused it.</exception>
    /// <exception cref="OutageException">No server answered, or one failed or demands a key.</exception>
    public Task<T> CallAsync<T>(ApiRequest request, RetryPolicy retry, Func<Stream, ValueTask<T>> read, CancellationToken stop) =>
        RepeatAsync(request, retry, async () =>
        {
            using var reply = await SendAsync(request, stop);
            var server = ServerOf(reply);
            try
            {
                await using var body = new LivelyStream(await reply.Content.ReadAsStreamAsync(stop), MaxSilence);
                return await read(body);
            }
            catch (JsonException strange)
            {
                throw new OutageException(FailureKind.Rejected, $"{server} answered what this client does not understand: {strange.Message}");
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                throw Leave(server, lost);
            }
        }, stop);

    /// <summary>The same for a response that is read piece by piece: what is returned owns it.</summary>
    public Task<LivelyStream> OpenAsync(ApiRequest request, RetryPolicy retry, string mediaType, CancellationToken stop) =>
        RepeatAsync(request, retry, async () =>
        {
            var reply = await SendAsync(request, stop);
            if (reply.Content.Headers.ContentType?.MediaType == mediaType)
                return new LivelyStream(await reply.Content.ReadAsStreamAsync(stop), MaxSilence, reply);
            using (reply)
                throw new OutageException(FailureKind.Rejected,
                    $"{ServerOf(reply)} answered with {reply.Content.Headers.ContentType?.MediaType ?? "nothing"} in place of {mediaType}");
        }, stop);

    /// <summary>Makes the next request go to the next server, because a response of this one broke off.</summary>
    public OutageException FailOver(LivelyStream body, Exception lost) => Leave(ServerOf(body.Reply!), lost).Outage;

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> RepeatAsync<T>(ApiRequest request, RetryPolicy retry, Func<Task<T>> attempt, CancellationToken stop)
    {
        long? awaySince = null, busySince = null;
        var mayBeDone = false;
        for (var (lost, delay) = (0, FirstDelay); ;)
        {
            try
            {
                return await attempt();
            }
            catch (RequestRefusedException gone) when (
                mayBeDone && gone.Status == HttpStatusCode.NotFound && request.Method == HttpMethod.Delete)
            {
                // An attempt before, whose response was lost, removed it.
                return default!;
            }
            catch (AttemptFailedException failed)
            {
                mayBeDone |= failed.MayBeDone;
                var now = Clock.GetTimestamp();
                // A server that is busy is not away.
                if (failed.IsBusy) (awaySince, busySince) = (null, busySince ?? now);
                else awaySince ??= now;
                var isElsewhere = !failed.IsBusy && ++lost < _addresses.Length;
                var isOver = failed.IsBusy ? Clock.GetElapsedTime(busySince!.Value, now) >= retry.Busy
                    : !isElsewhere && Clock.GetElapsedTime(awaySince!.Value, now) >= retry.Outage;
                if (isOver || (failed.MayBeDone && !request.IsRepeatable)) throw failed.Outage;
                retry.Report?.Invoke($"{failed.Outage.Message}; asking again");
                if (isElsewhere) continue;
                await Task.Delay(failed.After > delay ? failed.After : delay * (0.75 + Random.Shared.NextDouble() / 4), Clock, stop);
                delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken stop)
    {
        var server = Address;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(request.ResponseTimeout);
        try
        {
            var reply = await _http.SendAsync(request.CreateMessage(server), HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (reply.IsSuccessStatusCode) return reply;
            using (reply) throw CreateError(reply, server, await ReadProblemAsync(reply, limit.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Leave(server, FormattableString.Invariant($"it does not answer within {request.ResponseTimeout.TotalSeconds:0} s"));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw Leave(server, lost);
        }
    }

    private Exception CreateError(HttpResponseMessage reply, Uri server, string told) => (int)reply.StatusCode switch
    {
        401 or 403 => new OutageException(FailureKind.Unauthorised, $"{server}: {told}"),
        // Neither was begun.
        429 => new AttemptFailedException(new(FailureKind.Unreachable, $"{server}: {told}")) { IsBusy = true, After = ReadDelay(reply) },
        408 => Leave(server, told, mayBeDone: false),
        // The latter two come from a proxy whose server is away.
        503 or 502 or 504 => Leave(server, told, after: ReadDelay(reply)),
        >= 500 => new OutageException(FailureKind.Rejected, $"{server}: {told}"),
        < 400 => new OutageException(FailureKind.Rejected, $"{server}: {told}; it sends callers to "
            + $"{(reply.Headers.Location is { } place ? SafeText.Clean(place.ToString()) : "nowhere")}, and no key is sent to where it was not given for"),
        _ => new RequestRefusedException(reply.StatusCode, told),
    };

    // A proxy between client and server may not send problem+json, or not a whole one; then the status has to suffice.
    private static async Task<string> ReadProblemAsync(HttpResponseMessage reply, CancellationToken stop)
    {
        var status = $"HTTP {(int)reply.StatusCode} {reply.ReasonPhrase}";
        if (reply.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json")) return status;
        try
        {
            var body = new byte[MaxProblemLength];
            var length = await (await reply.Content.ReadAsStreamAsync(stop)).ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, stop);
            using var problem = JsonDocument.Parse(body.AsMemory(0, length));
            return Find(problem.RootElement, "detail") ?? Find(problem.RootElement, "title") ?? status;
        }
        catch (Exception broken) when (broken is JsonException or HttpRequestException or IOException)
        {
            return status;
        }
    }

    private static string? Find(JsonElement problem, string field) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(field, out var text) && text.ValueKind == JsonValueKind.String
            && text.GetString() is { Length: > 0 } told ? told : null;

    private TimeSpan ReadDelay(HttpResponseMessage reply)
    {
        var told = reply.Headers.RetryAfter is not { } after ? TimeSpan.Zero : after.Delta ?? after.Date!.Value - Clock.GetUtcNow();
        return told < TimeSpan.Zero ? TimeSpan.Zero : told > MaxToldDelay ? MaxToldDelay : told;
    }

    private Uri ServerOf(HttpResponseMessage reply) =>
        _addresses.FirstOrDefault(a => reply.RequestMessage?.RequestUri is { } asked && a.IsBaseOf(asked)) ?? Address;

    private AttemptFailedException Leave(Uri server, Exception lost) =>
        Leave(server, $"it cannot be reached: {(lost.InnerException as SocketException ?? lost).Message}", mayBeDone: lost is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError,
        });

    /// <summary>
    /// Makes the next request go to the next server, unless it would go to another one already: of many requests that one server lost, only
    /// the first moves on.
    /// </summary>
    private AttemptFailedException Leave(Uri server, string why, bool mayBeDone = true, TimeSpan after = default)
    {
        var current = Volatile.Read(ref _current);
        if (_addresses[(uint)current % _addresses.Length] == server) Interlocked.CompareExchange(ref _current, current + 1, current);
        return new(new(FailureKind.Unreachable, $"{server}: {why}")) { MayBeDone = mayBeDone, After = after };
    }

    private static Uri ParseAddress(string address) =>
        Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var place) && place.Scheme is "http" or "https"
            ? place : throw new InputException($"server '{Secrets.HideUser(address)}': it must be an http or https URL, such as http://127.0.0.1:5080");

    private static string? FindPassword(Uri address) =>
        address.UserInfo.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon && colon + 1 < address.UserInfo.Length
            ? Uri.UnescapeDataString(address.UserInfo[(colon + 1)..]) : null;

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A name is looked up again, so that a server that moved is found.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = ConnectAsync,
    };

    // Each address of a name has a time of its own: else one that swallows packets would take that of all others.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        Exception last = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, stop))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(ConnectTimeout);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), limit.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failed) when (failed is SocketException || !stop.IsCancellationRequested)
            {
                socket.Dispose();
                last = failed as SocketException ?? new SocketException((int)SocketError.TimedOut);
            }
        }
        throw last;
    }

    /// <summary>An attempt that another one may follow.</summary>
    private sealed class AttemptFailedException(OutageException outage) : Exception(outage.Message)
    {
        /// <summary>What is thrown where none follows.</summary>
        public OutageException Outage { get; } = outage;

        /// <summary>Whether the server may have done what it was asked for.</summary>
        public bool MayBeDone { get; init; }

        /// <summary>Whether the server is there and has no time.</summary>
        public bool IsBusy { get; init; }

        /// <summary>How long the server asks to be left alone.</summary>
        public TimeSpan After { get; init; }
    }
}
