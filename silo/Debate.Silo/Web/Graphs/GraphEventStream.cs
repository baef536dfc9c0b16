using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Graphs;
using Debate.Silo.Web.Runs;
using Debate.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Debate.Silo.Web.Graphs;

/// <summary>
/// The changes of a graph as server-sent events, each with the version that it made as its id, without gaps. A client that was disconnected
/// continues with Last-Event-ID. The stream ends when the graph is removed.
/// </summary>
internal static class GraphEventStream
{
    private const string StartKind = "start", RemovedKind = "removed";

    // A change's frame, built once for all who watch; gone with its entry.
    private static readonly ConditionalWeakTable<JournalEntry, byte[]> Frames = [];
    private static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>Follows a graph from Last-Event-ID, or the version <paramref name="from"/>.</summary>
    public static async Task FollowAsync(
        HttpContext context, GraphService graphs, Caller caller, Heartbeat heartbeat, IJournal journal, IHostApplicationLifetime life,
        CallerQuotas quotas, string id,
        [FromHeader(Name = "Last-Event-ID"), Description("The version of the last event that was read; goes before 'from'.")] string? last,
        [Range(typeof(long), "0", "9223372036854775807"), Description("The version of the first event.")] long from = 0,
        [Description("Of POST .../events-token, in the place of a key.")] string? token = null)
    {
        // Who may open the stream by it is known before this.
        _ = token;
        var graph = GraphService.ParseId(caller, id);
        var version = await graphs.FindVersionAsync(graph);
        var next = last is null ? from : 1 + ParseEventId(last);
        if (next > version + 1)
            throw new InputException($"{(last is null ? "from" : "Last-Event-ID")} '{last ?? $"{from}"}': the graph is at version {version}");
        var run = GraphRuns.GetId(graph);
        // What was before the graph was removed is gone, and begins with that.
        next = Math.Max(next, (await journal.FindSummaryAsync(run))?.Graph?.Removed ?? 0);
        using var place = quotas.OpenStream(caller);
        await RunEventStream.StartResponseAsync(context);
        await using var stopping = life.ApplicationStopping.Register(context.Abort);
        try
        {
            await using var entries = new JournalSubscription(journal, run, next);
            await WriteAsync(context, graph, entries, heartbeat);
        }
        catch (Exception lost) when (lost is OperationCanceledException or IOException)
        {
            // The client is gone, or the store is: either way the client comes again with Last-Event-ID.
            context.Abort();
        }
    }

    private static async Task WriteAsync(HttpContext context, DeliberationId graph, JournalSubscription entries, Heartbeat heartbeat)
    {
        var (body, gone) = (context.Response.BodyWriter, context.RequestAborted);
        var left = Task.Delay(Timeout.InfiniteTimeSpan, gone);
        while (true)
        {
            var beat = heartbeat.Next;
            var came = await entries.ReadAsync(left, beat);
            gone.ThrowIfCancellationRequested();
            foreach (var entry in came) await body.WriteAsync(Frames.GetValue(entry, e => FormatFrame(graph, e)), gone);
            if (came is [.., var newest] && RunEventStream.ReadKind(newest) == RemovedKind) return;
            if (came.Count == 0 && beat.IsCompleted) await body.WriteAsync(Comment, gone);
            await body.FlushAsync(gone);
        }
    }

    private static byte[] FormatFrame(DeliberationId graph, JournalEntry entry)
    {
        var kind = entry.Sequence == 0 ? StartKind : RunEventStream.ReadKind(entry);
        var change = entry.Path.IndexOf('/', StringComparison.Ordinal) is >= 0 and var cut ? entry.Path[(cut + 1)..] : null;
        var said = new GraphEvent(graph.Value, entry.Sequence, entry.Time, kind)
        {
            Change = entry.Sequence == 0 ? null : change,
            // A whole map is not repeated to all who watch: who wants it reads it.
            Edits = kind == "edited" && entry.ReadBody() is GraphEdited edited ? [.. edited.Edits.Select(GraphPatchEdit.FromEdit)] : null,
        };
        return RunEventStream.FormatFrame(
            JsonSerializer.Serialize(said, WireFormat.Json), kind, entry.Sequence.ToString(CultureInfo.InvariantCulture));
    }

    private static long ParseEventId(string last) => long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < long.MaxValue ? number : throw new InputException($"Last-Event-ID '{last}': it must be a version of this graph");
}
