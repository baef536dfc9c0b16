using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>
/// A journal in Redis whose finished runs move to files and out of the server's memory. They are read as before, but nothing can be
/// appended to them. If a server dies while archiving a run, the run is in Redis, in the archive, or in both, and the next pass finishes
/// the job.
/// </summary>
public sealed class ArchivedJournal : IOpenJournal
{
    private readonly RedisJournal _live;
    private readonly RunArchive _archive;
    private readonly JournalFollowers _followers;

    /// <summary>A journal of live runs and an archive.</summary>
    public ArchivedJournal(RedisJournal live, RunArchive archive)
    {
        (_live, _archive) = (live, archive);
        _followers = new(new(ReadAsync, FindLastAsync, live.ListenAsync));
    }

    /// <summary>The journal of runs that are not archived.</summary>
    public RedisJournal Live => _live;

    /// <summary>
    /// Archives the roots that finished before <paramref name="moment"/> and returns their ids. A root claimed by another server is left to
    /// that server for ten minutes.
    /// </summary>
    public async Task<IReadOnlyList<DeliberationId>> ArchiveAsync(DateTimeOffset moment, CancellationToken stop)
    {
        var archived = new List<DeliberationId>();
        foreach (var run in await _live.ListAsync(new RunQuery { Tenant = null }))
        {
            stop.ThrowIfCancellationRequested();
            if (run.Status != RunStatus.Finished || run.Finished > moment || !await _live.ClaimAsync(run.Id)) continue;
            await _live.SealAsync(run.Id);
            await _archive.AddAsync(_live, run.Id);
            await _live.DeleteAsync(run.Id);
            archived.Add(run.Id);
        }
        return archived;
    }

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        var appendResult = await _live.AppendAsync(id, entry, summary);
        if (appendResult == AppendResult.Appended) _followers.Pass(id, entry);
        return appendResult;
    }

    // A run is in the archive before it leaves Redis, so a search in this order always finds it.

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue)
    {
        var entries = await _live.ReadAsync(id, from, count);
        return entries.Count > 0 || !_archive.Contains(id) ? entries
            : await _archive.ReadAsync(id, journal => journal.ReadAsync(id, from, count));
    }

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindLastAsync(DeliberationId id) =>
        await _live.FindLastAsync(id) ?? (_archive.Contains(id) ? await _archive.ReadAsync(id, journal => journal.FindLastAsync(id)) : null);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        _followers.SubscribeAsync(id, from, stop);

    /// <inheritdoc/>
    public async Task<long?> FindSequenceAsync(DeliberationId id, string path) =>
        await _live.FindSequenceAsync(id, path) ?? (_archive.Contains(id)
            ? await _archive.ReadAsync(id, journal => journal.FindSequenceAsync(id, path)) : null);

    /// <inheritdoc/>
    public async Task<RunSummary?> FindSummaryAsync(DeliberationId id) =>
        await _live.FindSummaryAsync(id) ?? (_archive.Contains(id) ? await _archive.ReadAsync(id, journal => journal.FindSummaryAsync(id))
            : null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var lines = await _live.ListAsync(query);
        if (query.UnfinishedOnly || (query.Subtree is not null && lines.Count > 0)) return lines;
        return query.Apply(lines.Concat(await _archive.ListAsync(query)).DistinctBy(line => line.Id));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _live.DisposeAsync();
}
