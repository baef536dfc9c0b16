using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Telemetry;

namespace Debate.Grains.Journals;

/// <summary>
/// Measures how long each entry takes to be durable and tells whoever listens: for progress and for those who watch. Entries of one run that were appended
/// side by side may be told out of order; their sequence numbers put them right.
/// </summary>
public sealed class ObservedJournal(IJournal inner, TimeProvider clock) : IJournal
{
    /// <summary>An entry is durable. Listeners return quickly and do not throw: the run waits for them.</summary>
    public event Action<DeliberationId, JournalEntry>? Appended;

    /// <inheritdoc/>
    public async Task<Append> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        var began = clock.GetTimestamp();
        var became = await inner.AppendAsync(id, entry, summary);
        DebateTelemetry.Appended(clock.GetElapsedTime(began));
        if (became == Append.Done) Appended?.Invoke(id, entry);
        return became;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0) => inner.ReadAsync(id, from);

    /// <inheritdoc/>
    public Task<long?> FindAsync(DeliberationId id, string path) => inner.FindAsync(id, path);

    /// <inheritdoc/>
    public Task<RunSummary?> FindAsync(DeliberationId id) => inner.FindAsync(id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) => inner.ListAsync(query);
}
