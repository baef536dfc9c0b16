using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>Stores runs in memory, for tests and for runs that nobody will resume. Nothing outlives the process.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly ConcurrentDictionary<DeliberationId, RunEntries> _runs = new();
    private readonly JournalFollowers _followers;

    /// <summary>An empty journal.</summary>
    public MemoryJournal() =>
        _followers = new(new(ReadAsync, FindLastAsync, (_, _) => Task.FromResult<IAsyncDisposable>(NoListener.Instance)));

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        var appendResult = _runs.GetOrAdd(id, _ => new RunEntries()).Append(entry, summary);
        if (appendResult == Deliberation.Engine.AppendResult.Appended) _followers.Pass(id, entry);
        return Task.FromResult(appendResult);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue) =>
        Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.Read(from, count) : []);

    /// <inheritdoc/>
    public Task<JournalEntry?> FindLastAsync(DeliberationId id) =>
        Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.Last : null);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        _followers.SubscribeAsync(id, from, stop);

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) =>
        Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.Summary : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) =>
        Task.FromResult(query.Apply(_runs.Values.Select(pages => pages.Summary).OfType<RunSummary>()));

    /// <summary>The entries of one run.</summary>
    private sealed class RunEntries
    {
        private readonly Lock _gate = new();
        private readonly List<JournalEntry> _entries = [];
        private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

        public RunSummary? Summary { get; private set; }

        private string LastHash => _entries.Count > 0 ? _entries[^1].Hash : JournalEntry.NoHash;

        public AppendResult Append(JournalEntry entry, RunSummary? summary)
        {
            lock (_gate)
            {
                if (entry.Sequence != _entries.Count || (entry.PreviousHash ?? LastHash) != LastHash)
                    return Deliberation.Engine.AppendResult.Fenced;
                if (!_paths.Add(entry.Path)) return Deliberation.Engine.AppendResult.PathExists;
                _entries.Add(entry);
                Summary = summary ?? Summary;
                return Deliberation.Engine.AppendResult.Appended;
            }
        }

        public JournalEntry? Last
        {
            get
            {
                lock (_gate) return _entries.LastOrDefault();
            }
        }

        public IReadOnlyList<JournalEntry> Read(long from, int count)
        {
            lock (_gate)
            {
                var first = (int)Math.Clamp(from, 0, _entries.Count);
                return _entries.GetRange(first, Math.Min(count, _entries.Count - first));
            }
        }
    }
}
