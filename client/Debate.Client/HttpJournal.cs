using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;

namespace Debate.Client;

/// <summary>
/// Read-only access to the journal of a server. A run is <see cref="RunStatus.Running"/> here only while a silo drives it.
/// </summary>
public sealed class HttpJournal(DebateHttpClient server) : IOpenJournal
{
    /// <summary>The path of a run; the slashes of a child's id are escaped.</summary>
    public static string GetRunPath(DeliberationId id) => $"v1/runs/{Uri.EscapeDataString(id.Value)}";

    /// <summary>Not supported: a server writes its own journal.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        throw new NotSupportedException("a server's journal is read, not written, over HTTP");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue)
    {
        var most = count == int.MaxValue ? "" : FormattableString.Invariant($"&count={count}");
        var lines = await server.ReadLinesAsync(FormattableString.Invariant($"{GetRunPath(id)}/entries?from={Math.Max(0, from)}{most}"));
        return [.. lines.Take(count).Select(JsonLines.ParseEntry)];
    }

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindLastAsync(DeliberationId id) => (await ReadAsync(id)).LastOrDefault();

    /// <summary>The entries from <paramref name="from"/> on, also those to come; over HTTP they end when the run has stopped.</summary>
    /// <exception cref="OutageException">No server could be reached for a minute.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(
        DeliberationId id, long from, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var entry in FollowAsync(id, from, _ => { }, stop)) yield return [entry];
    }

    /// <summary>
    /// Follows a run until it has stopped: its entries from a sequence number on, each once and in order. When a server is lost it goes on
    /// with the next one, or with the same one when that is back, for at most a minute.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="from">The first entry wanted.</param>
    /// <param name="report">Told of each server that was lost.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OutageException">No server could be reached for a minute.</exception>
    public async IAsyncEnumerable<JournalEntry> FollowAsync(
        DeliberationId id, long from, Action<string> report, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var stream = new RunEventCursor(server, id, from, report);
        while (await stream.ReadAsync(stop) is { EventType: not "end" } item)
        {
            if (stream.Advance(item) is { } entry) yield return entry;
        }
    }

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => server.FindAsync<RunSummary>($"{GetRunPath(id)}/summary");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var under = query.Subtree is { } id ? $"&under={Uri.EscapeDataString(id.Value)}" : "";
        var (runs, next) = (new List<RunSummary>(), "");
        do
        {
            var page = await server.FindAsync<RunPage>(
                $"v1/runs?children={query.IncludeChildren}&unfinished={query.UnfinishedOnly}{under}&limit={PageSize}{next}");
            runs.AddRange(page?.Items ?? []);
            next = page?.Next is { } cursor ? $"&cursor={cursor}" : null;
        }
        while (next is not null && runs.Count < query.Limit);
        // What a server was not asked for is asked of its lines here.
        return query.Apply(runs.Select(run => run with { Id = run.Id with { Tenant = query.Tenant ?? Tenant.Default } }));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private const int PageSize = 1000;

    private sealed record RunPage(IReadOnlyList<RunSummary> Items, string? Next);
}

/// <summary>Where a client stands in the events of a run; it survives the loss of a server.</summary>
internal sealed class RunEventCursor(DebateHttpClient server, DeliberationId id, long from, Action<string> report) : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxOutage = TimeSpan.FromMinutes(1);
    private long _next = Math.Max(0, from);
    private long? _lostAt;
    private IAsyncEnumerator<SseItem<string>>? _events;

    /// <summary>The next event.</summary>
    public async Task<SseItem<string>> ReadAsync(CancellationToken stop)
    {
        while (true)
        {
            var began = Environment.TickCount64;
            try
            {
                _events ??= Open(stop);
                if (!await _events.MoveNextAsync())
                    throw new OutageException(FailureKind.Unreachable, $"{server.Address}: it closed the stream before the run's end");
                _lostAt = null;
                return _events.Current;
            }
            catch (OutageException lost) when (lost.Cause == FailureKind.Unreachable)
            {
                await DisposeAsync();
                // A stream that held for long was no outage, even if it brought nothing.
                var now = Environment.TickCount64;
                if (_lostAt is null || now - began > MaxOutage.TotalMilliseconds) _lostAt = now;
                if (now - _lostAt > MaxOutage.TotalMilliseconds) throw;
                report($"{lost.Message}; asking again");
                await Task.Delay(RetryDelay, stop);
            }
        }
    }

    /// <summary>The entry of an event; null if it was read already.</summary>
    public JournalEntry? Advance(SseItem<string> item)
    {
        var entry = JsonLines.ParseEntry(item.Data);
        if (entry.Sequence < _next) return null;
        _next = entry.Sequence + 1;
        return entry;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_events is { } events) await events.DisposeAsync();
        _events = null;
    }

    private IAsyncEnumerator<SseItem<string>> Open(CancellationToken stop) => server.ReadEventsAsync($"{HttpJournal.GetRunPath(id)}/events",
        _next == 0 ? null : (_next - 1).ToString(CultureInfo.InvariantCulture), stop).GetAsyncEnumerator(stop);
}
