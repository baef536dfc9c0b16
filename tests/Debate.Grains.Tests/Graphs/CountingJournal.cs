using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Tests.Graphs;

/// <summary>Counts the entries read, and can fail to write.</summary>
internal sealed class CountingJournal(IJournal inner) : IJournal
{
    private int _read;

    public int Read => _read;

    /// <summary>The number of writes that fail from now on, as on a full disk.</summary>
    public int Failures { get; set; }

    public Task<AppendResult> AppendAsync(DeliberationId id, JournalEntry entry, RunSummary? summary = null) =>
        Failures-- > 0 ? Task.FromException<AppendResult>(new IOException("the disk is full")) : inner.AppendAsync(id, entry, summary);

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(DeliberationId id, long from = 0, int count = int.MaxValue)
    {
        var entries = await inner.ReadAsync(id, from, count);
        Interlocked.Add(ref _read, entries.Count);
        return entries;
    }

    public async Task<JournalEntry?> FindLastAsync(DeliberationId id)
    {
        Interlocked.Increment(ref _read);
        return await inner.FindLastAsync(id);
    }

    public IAsyncEnumerable<IReadOnlyList<JournalEntry>> SubscribeAsync(DeliberationId id, long from, CancellationToken stop) =>
        inner.SubscribeAsync(id, from, stop);

    public Task<long?> FindSequenceAsync(DeliberationId id, string path) => inner.FindSequenceAsync(id, path);

    public Task<RunSummary?> FindSummaryAsync(DeliberationId id) => inner.FindSummaryAsync(id);

    public Task<IReadOnlyList<RunSummary>> ListAsync(RunQuery query) => inner.ListAsync(query);
}
