using System.Runtime.CompilerServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Client;

/// <summary>
/// Read-only access to the journal of a server. A run is <see cref="RunStatus.Running"/> here only while a silo drives it.
/// </summary>
public sealed class HttpJournal(DebateHttpClient server) : IOpenJournal
{
    private const int PageSize = 1000;

    /// <summary>Not supported: a server writes its own journal.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        throw new NotSupportedException("a server's journal is read, not written, over HTTP");

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue) =>
        server.Runs.ReadEntriesAsync(id, from, count);

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindLastAsync(DeliberationId id) => (await ReadAsync(id)).LastOrDefault();

    /// <summary>The entries from <paramref name="from"/> on, also those to come; over HTTP they end when the run has stopped.</summary>
    /// <exception cref="OutageException">No server could be reached for a minute.</exception>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(
        DeliberationId id, long from, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var entry in FollowAsync(id, from, null, stop)) yield return [entry];
    }

    /// <summary>Follows a run until it has stopped, over servers that are away for at most a minute at a time.</summary>
    /// <param name="id">The run.</param>
    /// <param name="from">The first entry wanted.</param>
    /// <param name="report">Told of each server that was lost.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OutageException">No server could be reached for a minute.</exception>
    public IAsyncEnumerable<JournalEntry> FollowAsync(DeliberationId id, long from, Action<string>? report, CancellationToken stop) =>
        server.With(RetryPolicy.Default with { Report = report }).Runs.FollowAsync(id, from, stop);

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => server.Runs.FindAsync(id);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var which = new RunSelection
        {
            PageSize = PageSize, Children = query.IncludeChildren, Unfinished = query.UnfinishedOnly, Under = query.Subtree,
        };
        var runs = new List<RunSummary>();
        await foreach (var run in server.Runs.ListAsync(which))
        {
            runs.Add(run with { Id = run.Id with { Tenant = query.Tenant ?? Tenant.Default } });
            if (runs.Count >= query.Limit) break;
        }
        // What a server was not asked for is asked of its lines here.
        return query.Apply(runs);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
