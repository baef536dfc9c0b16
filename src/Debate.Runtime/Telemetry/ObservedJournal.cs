using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Telemetry;

/// <summary>
/// Measures how long each entry takes to become durable and notifies listeners, which show progress and serve watchers. Concurrently
/// appended entries of one run may be reported out of order; their sequence numbers give the order.
/// </summary>
public sealed class ObservedJournal(IJournal inner, TimeProvider clock) : IJournal
{
    /// <summary>Raised when an entry is durable. Listeners must return quickly and not throw: the run waits for them.</summary>
    public event Action<DeliberationId, JournalEntry>? Appended;

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null)
    {
        var began = clock.GetTimestamp();
        var appendResult = await inner.AppendAsync(id, entry, summary);
        DebateTelemetry.RecordAppend(clock.GetElapsedTime(began));
        if (appendResult == AppendResult.Appended) Appended?.Invoke(id, entry);
        return appendResult;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue) =>
        inner.ReadAsync(id, from, count);

    /// <inheritdoc/>
    public Task<JournalEntry?> FindLastAsync(DeliberationId id) => inner.FindLastAsync(id);

    /// <inheritdoc/>
    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        inner.SubscribeAsync(id, from, stop);

    /// <inheritdoc/>
    public Task<long?> FindSequenceAsync(DeliberationId id, string path) => inner.FindSequenceAsync(id, path);

    /// <inheritdoc/>
    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => inner.FindSummaryAsync(id);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) => inner.ListAsync(query);
}
