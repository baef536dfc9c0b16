using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>
/// Numbered server-sent events of a path, across servers that are lost: each event once and in order. It stands behind the last event that
/// was read to its end, not behind the last one that came.
/// </summary>
/// <param name="connection">The servers.</param>
/// <param name="path">The path of the events.</param>
/// <param name="from">The number of the first event wanted.</param>
/// <param name="end">The name of the last event.</param>
/// <param name="retry">How long servers may be away at a time.</param>
internal sealed class EventCursor(HttpConnection connection, string path, long from, string end, RetryPolicy retry) : IAsyncDisposable
{
    private const string MediaType = "text/event-stream";
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private long _next = Math.Max(0, from);
    private long? _lostAt;
    private LivelyStream? _body;
    private IAsyncEnumerator<SseItem<string>>? _events;

    /// <summary>The events up to the last one, and that too, which may have no number.</summary>
    /// <exception cref="OutageException">No server could be reached for as long as servers may be away.</exception>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            var item = await ReadNextAsync(stop);
            // A server that is asked anew may begin with what was read.
            if (item.EventId is { } id && Parse(id) is { } number)
            {
                if (number < _next) continue;
                yield return item;
                _next = number + 1;
            }
            else if (item.EventType == end) yield return item;
            if (item.EventType == end) yield break;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_events is { } events) await events.DisposeAsync();
        if (_body is { } body) await body.DisposeAsync();
        (_events, _body) = (null, null);
    }

    private async Task<SseItem<string>> ReadNextAsync(CancellationToken stop)
    {
        while (true)
        {
            var began = connection.Clock.GetTimestamp();
            try
            {
                if (_events is null) await OpenAsync(stop);
                if (!await MoveNextAsync())
                    throw new OutageException(FailureKind.Unreachable, $"{connection.Address}: it closed the stream before its end");
                _lostAt = null;
                return _events!.Current;
            }
            catch (OutageException lost) when (lost.Cause == FailureKind.Unreachable)
            {
                await DisposeAsync();
                // A stream that held for long was no outage, even if it brought nothing.
                var now = connection.Clock.GetTimestamp();
                if (_lostAt is null || connection.Clock.GetElapsedTime(began, now) > retry.Outage) _lostAt = now;
                if (connection.Clock.GetElapsedTime(_lostAt.Value, now) > retry.Outage) throw;
                retry.Report?.Invoke($"{lost.Message}; asking again");
                await Task.Delay(RetryDelay, connection.Clock, stop);
            }
        }
    }

    private async Task OpenAsync(CancellationToken stop)
    {
        var request = new ApiRequest(HttpMethod.Get, path).With("Accept", $"{MediaType}, application/problem+json")
            .With("Last-Event-ID", _next == 0 ? null : (_next - 1).ToString(CultureInfo.InvariantCulture));
        _body = await connection.OpenAsync(request, retry with { Outage = TimeSpan.Zero }, MediaType, stop);
        _events = SseParser.Create(_body).EnumerateAsync(stop).GetAsyncEnumerator(stop);
    }

    private async Task<bool> MoveNextAsync()
    {
        try
        {
            return await _events!.MoveNextAsync();
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw connection.FailOver(_body!, lost);
        }
    }

    private static long? Parse(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>
/// A response's body that throws an <see cref="IOException"/> if nothing comes for too long: a server that vanished says no farewell.
/// </summary>
internal sealed class LivelyStream(Stream inner, TimeSpan maxSilence, HttpResponseMessage? reply = null) : Stream
{
    /// <summary>The response whose body it is, and which ends with it; null where somebody else owns that.</summary>
    public HttpResponseMessage? Reply => reply;

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
        if (disposing)
        {
            inner.Dispose();
            reply?.Dispose();
        }
        base.Dispose(disposing);
    }
}
