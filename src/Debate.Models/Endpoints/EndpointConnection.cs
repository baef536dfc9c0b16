using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// The HTTP side of an endpoint: identifies each request in a header, sends a key only if there is one, rejects redirects, and reads no
/// more of a reply than its token limit can explain.
/// </summary>
internal sealed class EndpointConnection : IDisposable
{
    /// <summary>The header that identifies a request: id/path/attempt.</summary>
    public const string CallHeader = "X-Debate-Call";

    /// <summary>The header that names the seat that is asked.</summary>
    public const string SeatHeader = "X-Debate-Seat";

    // JSON may write a byte of text in six (\u0041); the rest of a body is small.
    private const long EscapeFactor = 6;
    private const long EnvelopeBytes = 64 << 10;
    private const int LogProbabilityFactor = 16;
    private const long MaxReplyBytes = 128 << 20;
    private const int ErrorBytes = 64 << 10;

    private readonly EndpointSpec _spec;
    private readonly string? _key;
    private readonly Uri _address;
    private readonly Func<CancellationToken, Task>? _before;
    private readonly HttpClient _http;

    /// <param name="spec">The model's entry.</param>
    /// <param name="key">The key; null for none.</param>
    /// <param name="connectTimeout">How long a connection may take to open.</param>
    /// <param name="before">Awaited before each request; null for nothing.</param>
    public EndpointConnection(EndpointSpec spec, string? key, TimeSpan connectTimeout, Func<CancellationToken, Task>? before = null)
    {
        (_spec, _key, _before) = (spec, key, before);
        var query = spec.ApiVersion is { } version ? $"?api-version={Uri.EscapeDataString(version)}" : "";
        _address = new Uri($"{spec.Endpoint.AbsoluteUri.TrimEnd('/')}/chat/completions{query}");
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = connectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Sends one request; throws <see cref="EndpointErrorException"/> for an error and an exception of HTTP where nothing came.
    /// </summary>
    /// <param name="attempt">The attempt's name: id/path/attempt.</param>
    /// <param name="seat">The seat that is asked.</param>
    /// <param name="body">The request.</param>
    /// <param name="maxTextBytes">The most bytes that the reply's text may have.</param>
    /// <param name="cancellation">Hangs up.</param>
    public async Task<ChatReply> SendAsync(string attempt, string seat, byte[] body, long maxTextBytes, CancellationToken cancellation)
    {
        using var request = CreateRequest(attempt, seat, body);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
            throw new OutageException(FailureKind.Rejected, $"it answered {status}, a redirect; redirects are not followed");
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            var (error, _) = await ReadAsync(stream, 0, ErrorBytes, cancellation);
            throw ErrorBody.Read(status, Encoding.UTF8.GetString(error.Span), FindRetryAfter(response.Headers));
        }
        var factor = _spec.ExtraBody?.Contains("logprobs", StringComparison.Ordinal) is true ? LogProbabilityFactor : 1;
        var most = Math.Min(EnvelopeBytes + maxTextBytes * EscapeFactor * factor, MaxReplyBytes);
        var (bytes, isCut) = await ReadAsync(stream, response.Content.Headers.ContentLength ?? 0, most, cancellation);
        return Bound(ChatReplyReader.Read(bytes, isCut), maxTextBytes);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest(string attempt, string seat, byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new RequestContent(body, _before) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        // Azure, which alone has versions of its API, has a header of its own for keys.
        if (_key is not null && _spec.ApiVersion is not null) request.Headers.TryAddWithoutValidation("api-key", _key);
        else if (_key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
        foreach (var (name, value) in _spec.Headers) request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(CallHeader, attempt);
        request.Headers.TryAddWithoutValidation(SeatHeader, seat);
        return request;
    }

    /// <summary>
    /// A body that is written after something else is done. The head waits with it in the connection's buffer, so that nothing of a request
    /// is on the wire before.
    /// </summary>
    private sealed class RequestContent(byte[] body, Func<CancellationToken, Task>? before) : ByteArrayContent(body)
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellation)
        {
            var done = before?.Invoke(cancellation) ?? Task.CompletedTask;
            return done.IsCompletedSuccessfully ? base.SerializeToStreamAsync(stream, context, cancellation)
                : WriteAfterAsync(done, stream, context, cancellation);
        }

        private async Task WriteAfterAsync(Task done, Stream stream, TransportContext? context, CancellationToken cancellation)
        {
            await done;
            await base.SerializeToStreamAsync(stream, context, cancellation);
        }
    }

    private static string? FindRetryAfter(HttpResponseHeaders headers) =>
        headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;

    private static async Task<(ReadOnlyMemory<byte> Bytes, bool IsCut)> ReadAsync(
        Stream stream, long announced, long most, CancellationToken cancellation)
    {
        // As large as was announced, if that may be, so that nothing is copied while it grows.
        var read = new MemoryStream((int)Math.Clamp(announced, 0, most));
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            var left = most - read.Length;
            read.Write(buffer, 0, (int)Math.Min(count, left));
            if (count > left) return (read.GetBuffer().AsMemory(0, (int)read.Length), true);
        }
        return (read.GetBuffer().AsMemory(0, (int)read.Length), false);
    }

    /// <summary>The reply with no more text, and no more thoughts, than its token limit can explain.</summary>
    private static ChatReply Bound(ChatReply reply, long maxBytes)
    {
        var (text, thoughts) = (Cut(reply.Text, maxBytes), reply.Thoughts is { } all ? Cut(all, maxBytes) : null);
        return text.Length == reply.Text.Length && thoughts?.Length == reply.Thoughts?.Length ? reply
            : reply with { Text = text, Thoughts = thoughts, Finish = "length" };
    }

    private static string Cut(string text, long maxBytes)
    {
        if (text.Length <= maxBytes / 4) return text;
        long bytes = 0;
        var kept = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes) return text[..kept];
            kept += rune.Utf16SequenceLength;
        }
        return text;
    }
}
