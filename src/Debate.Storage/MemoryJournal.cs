using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>Stores runs in memory, for tests and for runs that nobody will resume. Nothing outlives the process.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly ConcurrentDictionary<DeliberationId, RunEntries> _runs = new();

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        Task.FromResult(_runs.GetOrAdd(id, _ => new RunEntries()).Append(entry, summary));

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0) =>
        Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.ReadFrom(from) : []);

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

        public IReadOnlyList<JournalEntry> ReadFrom(long from)
        {
            lock (_gate) return from <= 0 ? [.. _entries] : [.. _entries.Skip((int)Math.Min(from, int.MaxValue))];
        }
    }
}
