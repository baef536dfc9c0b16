using System.Collections.Concurrent;
using System.Net;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.EndToEnd.Tests.Clients;

/// <summary>Servers that answer by the host that is asked and the number of the request, from 1.</summary>
internal sealed class FakeServers(Func<string, int, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private int _number;

    public FakeServers(Func<string, int, HttpResponseMessage> answer)
        : this((host, number) => Task.FromResult(answer(host, number)))
    {
    }

    /// <summary>The hosts that were asked.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Each request: method, path and query, the Idempotency-Key and the body.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Key, string Body)> Requests { get; } = [];

    /// <summary>Answers instead, where the request decides.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage>? Answer { get; init; }

    public static HttpResponseMessage Document(string text) => new() { Content = new StringContent(text, null, "application/json") };

    public static HttpResponseMessage Busy(string seconds) => new(HttpStatusCode.TooManyRequests) { Headers = { { "Retry-After", seconds } } };

    public static HttpResponseMessage Problem(HttpStatusCode status, string detail) => new(status)
    {
        Content = new StringContent($$"""{"status": {{(int)status}}, "detail": "{{detail}}"}""", null, "application/problem+json"),
    };

    /// <summary>The events of a run's entries.</summary>
    public static HttpResponseMessage Events(bool ends, params long[] sequences) => Stream(FormatEvents(sequences) + (ends ? "event: end\ndata: {}\n\n" : ""));

    public static HttpResponseMessage Stream(string events) => new() { Content = new StringContent(events, null, "text/event-stream") };

    public static string FormatEvents(params long[] sequences)
    {
        var entries = sequences.Select(sequence => JournalEntry.Seal("", sequence, $"{sequence}", default, new StatementMade("", "a", 1, "b")));
        return string.Concat(entries.Select(e => $":\n\nevent: said\ndata: {JsonLines.FormatEntry(new("run/1"), e)}\nid: {e.Sequence}\n\n"));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        Asked.Enqueue(host);
        Requests.Enqueue((request.Method.Method, request.RequestUri.PathAndQuery,
            request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null,
            request.Content is { } body ? await body.ReadAsStringAsync(cancellationToken) : ""));
        var reply = Answer is not null ? Answer(request) : await answer(host, Interlocked.Increment(ref _number)).WaitAsync(cancellationToken);
        reply.RequestMessage = request;
        return reply;
    }
}

/// <summary>A clock on which every wait is over at once, and the time is later by as much.</summary>
internal sealed class HastyClock : TimeProvider
{
    private long _ticks;

    /// <summary>How long was waited in all.</summary>
    public TimeSpan Waited => new(Volatile.Read(ref _ticks));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Waited;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero) Interlocked.Add(ref _ticks, dueTime.Ticks);
        return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
