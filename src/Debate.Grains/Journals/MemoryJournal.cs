using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>Stores runs in memory, for tests and for runs that nobody will resume. Nothing outlives the process.</summary>
public sealed class MemoryJournal : IJournal
{
    private readonly ConcurrentDictionary<DeliberationId, Pages> _runs = new();

    /// <inheritdoc/>
    public Task<Append> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        Task.FromResult(_runs.GetOrAdd(id, _ => new Pages()).Append(entry, summary));

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0) =>
        Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.From(from) : []);

    /// <inheritdoc/>
    public Task<RunSummary?> FindAsync(DeliberationId id) => Task.FromResult(_runs.TryGetValue(id, out var pages) ? pages.Summary : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) =>
        Task.FromResult(query.Of(_runs.Values.Select(pages => pages.Summary).OfType<RunSummary>()));

    /// <summary>The entries of one run.</summary>
    private sealed class Pages
    {
        private readonly Lock _gate = new();
        private readonly List<JournalEntry> _entries = [];
        private readonly HashSet<string> _paths = new(StringComparer.Ordinal);

        public RunSummary? Summary { get; private set; }

        private string Last => _entries.Count > 0 ? _entries[^1].Hash : JournalEntry.NoHash;

        public Append Append(JournalEntry entry, RunSummary? summary)
        {
            lock (_gate)
            {
                if (entry.Sequence != _entries.Count || (entry.Before ?? Last) != Last) return Deliberation.Engine.Append.Fenced;
                if (!_paths.Add(entry.Path)) return Deliberation.Engine.Append.PathTaken;
                _entries.Add(entry);
                Summary = summary ?? Summary;
                return Deliberation.Engine.Append.Done;
            }
        }

        public IReadOnlyList<JournalEntry> From(long from)
        {
            lock (_gate) return from <= 0 ? [.. _entries] : [.. _entries.Skip((int)Math.Min(from, int.MaxValue))];
        }
    }
}
