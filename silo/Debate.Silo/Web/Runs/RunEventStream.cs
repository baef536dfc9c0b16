using System.Buffers;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// A run as server-sent events: each entry of its journal with its sequence number as the event id, without gaps, and finally one event
/// <c>end</c> with the run's summary. A client that was disconnected continues with Last-Event-ID; a slow client simply reads the journal
/// later. All who watch a run share one follower, one watch of its end and one frame an entry; a comment every 15 s tells clients that the
/// server is there, and the server which clients are gone.
/// </summary>
internal static class RunEventStream
{
    // An entry's frame, built once for all who watch; gone with the entry.
    private static readonly ConditionalWeakTable<JournalEntry, byte[]> Frames = [];
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Follows a run from <c>Last-Event-ID</c> (or the query's <c>from</c>) until it stops.</summary>
    public static async Task FollowAsync(
        HttpContext context, RunService service, Caller caller, RunEnds ends, Heartbeat heartbeat, IJournal journal,
        IHostApplicationLifetime life, CallerQuotas quotas, string id,
        [FromHeader(Name = "Last-Event-ID"), Description("The number of the last entry that was read; goes before 'from'.")] string? last,
        [Range(typeof(long), "0", "9223372036854775807"), Description("The number of the first entry.")] long from = 0,
        [Description("Of POST .../events-token, in the place of a key.")] string? token = null)
    {
        // Who may open the stream by it is known before this.
        _ = token;
        var run = await service.FindAsync(caller.ParseId(id));
        var next = last is null ? from : 1 + ParseEventId(last);
        using var place = quotas.OpenStream(caller);
        await StartResponseAsync(context);
        // A server that shuts down does not wait for its watchers: they continue on another one with Last-Event-ID.
        await using var stopping = life.ApplicationStopping.Register(context.Abort);
        try
        {
            using var watch = ends.Watch(run.Id);
            await using var entries = new JournalSubscription(journal, run.Id, next);
            await WriteAsync(context.Response.BodyWriter, entries, watch, heartbeat, context.RequestAborted);
        }
        catch (Exception lost) when (lost is OperationCanceledException or IOException)
        {
            // The client is gone, or the store is: either way the client comes again with Last-Event-ID.
            context.Abort();
        }
    }

    /// <summary>The kind of an entry, which stands first in its body.</summary>
    public static string ReadKind(JournalEntry entry)
    {
        var body = new Utf8JsonReader(entry.Body.Span);
        if (body.Read() && body.Read() && body.TokenType == JsonTokenType.PropertyName && body.ValueTextEquals("kind"u8) && body.Read())
            return body.GetString()!;
        try
        {
            using var document = JsonDocument.Parse(entry.Body);
            return document.RootElement.TryGetProperty("kind", out var kind) && kind.GetString() is { } word ? word : "damaged";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "damaged";
        }
    }

    private static async Task WriteAsync(
        PipeWriter body, JournalSubscription entries, RunEnds.RunWatch watch, Heartbeat heartbeat, CancellationToken gone)
    {
        var left = Task.Delay(Timeout.InfiniteTimeSpan, gone);
        while (true)
        {
            var beat = heartbeat.Next;
            var came = await entries.ReadAsync(watch.Ended.IsCompleted ? [left, beat] : [watch.Ended, left, beat]);
            gone.ThrowIfCancellationRequested();
            foreach (var entry in came) body.Write(Frames.GetValue(entry, e => FormatFrame(watch.Id, e)));
            if (watch.Ended.IsCompleted && await watch.Ended is var end && entries.Next > end.Last)
            {
                body.Write(FormatFrame(JsonSerializer.Serialize(end.Run, WireFormat.Json), "end", null));
                await body.FlushAsync(gone);
                return;
            }
            if (came.Count == 0 && beat.IsCompleted) body.Write(Comment);
            await body.FlushAsync(gone);
        }
    }

    /// <summary>Begins a response of server-sent events, which nothing on its way may hold back.</summary>
    public static Task StartResponseAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache,no-store";
        context.Response.Headers.Pragma = "no-cache";
        context.Response.Headers.ContentEncoding = "identity";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        return context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static byte[] FormatFrame(DeliberationId id, JournalEntry entry) => FormatFrame(
        JsonLines.FormatEntry(id, entry), ReadKind(entry), entry.Sequence.ToString(CultureInfo.InvariantCulture));

    /// <summary>The frame of an event; JSON on one line has no line breaks of its own.</summary>
    public static byte[] FormatFrame(string data, string kind, string? id) =>
        Encoding.UTF8.GetBytes($"event: {kind}\ndata: {data}\n{(id is null ? "" : $"id: {id}\n")}\n");

    private static long ParseEventId(string last) => long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InputException($"Last-Event-ID '{last}': it must be the number of an event of this run");
}

/// <summary>One timer for all streams of this server: each writes a comment when it beats.</summary>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private readonly ITimer _timer;
    private TaskCompletionSource _next = CreateSignal();

    /// <summary>A heart that beats from now on.</summary>
    public Heartbeat(TimeProvider clock) => _timer = clock.CreateTimer(_ => Beat(), null, Interval, Interval);

    /// <summary>Completes with the next beat.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Beat() => Interlocked.Exchange(ref _next, CreateSignal()).SetResult();

    private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
