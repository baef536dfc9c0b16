using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>A subscription to a run whose next entries are awaited together with other things, such as the end of the run.</summary>
public sealed class JournalSubscription : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAsyncEnumerator<IReadOnlyList<JournalEntry>> _batches;
    private Task<bool>? _more;

    /// <summary>Subscribes to the entries of a run from a sequence number on.</summary>
    public JournalSubscription(IJournal journal, DeliberationId id, long from) =>
        (_batches, Next) = (journal.SubscribeAsync(id, from, _stop.Token).GetAsyncEnumerator(CancellationToken.None), from);

    /// <summary>The sequence number of the next entry.</summary>
    public long Next { get; private set; }

    /// <summary>The next entries; empty if another task completes first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(params Task[] others)
    {
        _more ??= _batches.MoveNextAsync().AsTask();
        if (!_more.IsCompleted) await Task.WhenAny([_more, .. others]);
        if (!_more.IsCompleted) return [];
        var entries = await _more ? _batches.Current : [];
        _more = null;
        if (entries.Count > 0) Next = entries[^1].Sequence + 1;
        return entries;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_more is not null) await _more.ContinueWith(_ => { }, TaskScheduler.Default);
        await _batches.DisposeAsync();
        _stop.Dispose();
    }
}
