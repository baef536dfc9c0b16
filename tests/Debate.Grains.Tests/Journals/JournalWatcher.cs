using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Grains.Tests.Journals;

/// <summary>Watches a run of a journal in the background.</summary>
internal sealed class JournalWatcher(IJournal journal, DeliberationId id, long from)
    : SubscriptionWatcher(stop => journal.SubscribeAsync(id, from, stop));

/// <summary>Watches a run of a store in the background, from its first entry.</summary>
internal sealed class FollowerWatcher(JournalFollowers followers, DeliberationId id)
    : SubscriptionWatcher(stop => followers.SubscribeAsync(id, 0, stop));

/// <summary>Keeps what came to a subscription.</summary>
internal abstract class SubscriptionWatcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<JournalEntry> _seen = [];
    private readonly Task _watching;
    private TaskCompletionSource _came = CreateSignal();

    protected SubscriptionWatcher(Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<JournalEntry>>> subscribe) =>
        _watching = WatchAsync(subscribe(_stop.Token));

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<JournalEntry> Seen
    {
        get
        {
            lock (_seen) return [.. _seen];
        }
    }

    /// <summary>Waits until it has seen the entry before a sequence number.</summary>
    public async Task UntilAsync(long next)
    {
        while (true)
        {
            Task came;
            lock (_seen)
            {
                if (_seen.Count > 0 && _seen[^1].Sequence >= next - 1) return;
                came = _came.Task;
            }
            await await Task.WhenAny(came, _watching).WaitAsync(Patience.Long);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        await _stop.CancelAsync();
        await _watching.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task WatchAsync(IAsyncEnumerable<IReadOnlyList<JournalEntry>> batches)
    {
        await foreach (var entries in batches)
        {
            Assert.NotEmpty(entries);
            lock (_seen)
            {
                _seen.AddRange(entries);
                _came.TrySetResult();
                _came = CreateSignal();
            }
        }
    }

    private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
