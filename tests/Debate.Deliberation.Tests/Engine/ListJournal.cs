using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Tests.Engine;

/// <summary>
/// An in-memory journal that can die: after a number of appends every further one throws, like a killed process that never returns.
/// </summary>
internal sealed class ListJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<DeliberationId, List<JournalEntry>> _entries = [];
    private readonly Dictionary<DeliberationId, RunSummary> _index = [];
    private int _appends;

    public int DiesAfter { get; set; } = int.MaxValue;

    /// <summary>The entries of all runs since the process began.</summary>
    public int AppendCount => _appends;

    /// <summary>Where entries stand: in which run, and at which path of it.</summary>
    public Task<IReadOnlyList<(DeliberationId Id, string Path)>> ListPlacesAsync()
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<(DeliberationId, string)>>(
            [.. _entries.SelectMany(run => run.Value.Select(e => (run.Key, e.Path)))]);
    }

    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        lock (_gate)
        {
            if (++_appends > DiesAfter) throw new KilledException();
            if (!_entries.TryGetValue(id, out var list)) _entries[id] = list = [];
            if (entry.Sequence != list.Count) return Task.FromResult(AppendResult.Fenced);
            if (list.Any(e => e.Path == entry.Path)) return Task.FromResult(AppendResult.PathExists);
            list.Add(entry);
            if (summary is not null) _index[id] = summary;
            return Task.FromResult(AppendResult.Appended);
        }
    }

    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<JournalEntry>>(
            _entries.TryGetValue(id, out var list) ? [.. list.Skip((int)from).Take(count)] : []);
    }

    public async Task<JournalEntry?> FindLastAsync(DeliberationId id) => (await ReadAsync(id)).LastOrDefault();

    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        throw new NotSupportedException();

    public Task<RunSummary?> FindSummaryAsync(DeliberationId id)
    {
        lock (_gate) return Task.FromResult(_index.GetValueOrDefault(id));
    }

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query)
    {
        lock (_gate) return Task.FromResult(query.Apply(_index.Values));
    }

    /// <summary>Opens the same journal in a new process.</summary>
    public void Revive() => (DiesAfter, _appends) = (int.MaxValue, 0);

    /// <summary>Deletes the last entries behind the journal's back.</summary>
    public void Cut(DeliberationId id, int entries) => _entries[id].RemoveRange(_entries[id].Count - entries, entries);

    /// <summary>Replaces the index row behind the journal's back; null deletes it.</summary>
    public void Tamper(DeliberationId id, Func<RunSummary, RunSummary?> change)
    {
        if (change(_index[id]) is { } changed) _index[id] = changed;
        else _index.Remove(id);
    }

    /// <summary>Replaces an entry's body behind the journal's back.</summary>
    public void Tamper(DeliberationId id, int index, EntryBody body) =>
        _entries[id][index] = _entries[id][index] with { Body = JournalEntry.Seal("", index, "", default, body).Body };
}

/// <summary>The process was killed.</summary>
internal sealed class KilledException : Exception;
