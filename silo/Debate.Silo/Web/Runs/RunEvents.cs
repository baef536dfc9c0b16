using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web.Runs;

/// <summary>
/// A run as server-sent events: each entry of its journal with its sequence number as the event id, without gaps, and finally one event
/// <c>end</c> with the run's summary. A client that was disconnected continues with Last-Event-ID; a slow client simply reads the journal
/// later.
/// </summary>
internal static class RunEvents
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Follows a run from <c>Last-Event-ID</c> (or the query's <c>from</c>) until it stops.</summary>
    public static async Task<IResult> FollowAsync(
        RunService service, IJournal journal, HttpContext context, string id, [FromHeader(Name = "Last-Event-ID")] string? last,
        long from = 0)
    {
        var run = await service.FindAsync(RunEndpoints.ParseId(id));
        var next = last is null ? from : 1 + ParseEventId(last);
        if (next < 0) throw new InputException($"from {from}: it must be at least 0");
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        // A server that shuts down does not wait for its watchers: they continue on another one with Last-Event-ID.
        var stops = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        context.Response.RegisterForDispose(stops.Register(context.Abort));
        return TypedResults.ServerSentEvents(EventsAsync(service, journal, clock, (run.Id, next), context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        RunService service, IJournal journal, TimeProvider clock, (DeliberationId Id, long Next) from,
        [EnumeratorCancellation] CancellationToken stop)
    {
        using var timer = new PeriodicTimer(PollInterval, clock);
        for (var (id, next) = from; ;)
        {
            // The status is read before the entries, so that an entry written just before the run stopped is still sent.
            var run = await service.FindAsync(id);
            var entries = await journal.ReadAsync(id, next);
            foreach (var entry in entries)
                yield return new(JsonLines.FormatEntry(id, entry),
                    EventKind(entry)) { EventId = entry.Sequence.ToString(CultureInfo.InvariantCulture) };
            next += entries.Count;
            if (entries.Count > 0) continue;
            if (run.Status != RunStatus.Running)
            {
                yield return new(JsonSerializer.Serialize(run, WireFormat.Json), "end");
                yield break;
            }
            await timer.WaitForNextTickAsync(stop);
        }
    }

    private static string EventKind(JournalEntry entry)
    {
        using var body = JsonDocument.Parse(entry.Body);
        return body.RootElement.GetProperty("kind").GetString()!;
    }

    private static long ParseEventId(string last) => long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InputException($"Last-Event-ID '{last}': it must be the number of an event of this run");
}
