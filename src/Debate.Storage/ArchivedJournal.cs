using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>
/// A journal in Redis whose finished runs move to files and out of the server's memory. They are read as before, but nothing can be
/// appended to them. If a server dies while archiving a run, the run is in Redis, in the archive, or in both, and the next pass finishes
/// the job.
/// </summary>
public sealed class ArchivedJournal(RedisJournal live, RunArchive archive) : IOpenJournal
{
    /// <summary>The journal of runs that are not archived.</summary>
    public RedisJournal Live => live;

    /// <summary>
    /// Archives the roots that finished before <paramref name="moment"/> and returns their ids. A root claimed by another server is left to
    /// that server for ten minutes.
    /// </summary>
    public async Task<IReadOnlyList<DeliberationId>> ArchiveAsync(DateTimeOffset moment, CancellationToken stop)
    {
        var archived = new List<DeliberationId>();
        foreach (var run in await live.ListAsync(new RunQuery()))
        {
            stop.ThrowIfCancellationRequested();
            if (run.Status != RunStatus.Finished || run.Finished > moment || !await live.ClaimAsync(run.Id)) continue;
            await live.SealAsync(run.Id);
            await archive.AddAsync(live, run.Id);
            await live.DeleteAsync(run.Id);
            archived.Add(run.Id);
        }
        return archived;
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        live.AppendAsync(id, entry, summary);

    // A run is in the archive before it leaves Redis, so a search in this order always finds it.

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0)
    {
        var entries = await live.ReadAsync(id, from);
        return entries.Count > 0 || !archive.Contains(id) ? entries : await archive.ReadAsync(id, journal => journal.ReadAsync(id, from));
    }

    /// <inheritdoc/>
    public async Task<long?> FindSequenceAsync(DeliberationId id, string path) =>
        await live.FindSequenceAsync(id, path) ?? (archive.Contains(id)
            ? await archive.ReadAsync(id, journal => journal.FindSequenceAsync(id, path)) : null);

    /// <inheritdoc/>
    public async Task<RunSummary?> FindSummaryAsync(DeliberationId id) =>
        await live.FindSummaryAsync(id) ?? (archive.Contains(id) ? await archive.ReadAsync(id, journal => journal.FindSummaryAsync(id))
            : null);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        var lines = await live.ListAsync(query);
        if (query.UnfinishedOnly || (query.Subtree is not null && lines.Count > 0)) return lines;
        return query.Apply(lines.Concat(await archive.ListAsync(query)).DistinctBy(line => line.Id));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => live.DisposeAsync();
}
