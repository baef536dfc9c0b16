using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Telemetry;

namespace Debate.Grains.Journals;

/// <summary>
/// Measures how long each entry takes to become durable and notifies listeners, which show progress and serve watchers. Concurrently
/// appended entries of one run may be reported out of order; their sequence numbers give the order.
/// </summary>
public sealed class ObservedJournal(IJournal inner, TimeProvider clock) : IJournal
{
    /// <summary>Raised when an entry is durable. Listeners must return quickly and not throw: the run waits for them.</summary>
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
