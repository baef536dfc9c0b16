using Debate.Silo.Web;

namespace Debate.Silo;

/// <summary>
/// Gives memory back after large bodies and replies. The collector keeps what it freed for the next burst, for ever on a server that is quiet
/// afterwards; so when nothing much is allocated and far more is held than after the last time, it is told to give all of it back. While a
/// large body is worked on, what its copies leave behind is collected as it comes: large texts are collected only when several times as much
/// was allocated as all large objects hold, which is tens of megabytes on a server that does nothing. A heap with much in use is left alone:
/// to compact it would stop the silo for too long.
/// </summary>
internal sealed class MemoryReturn(TimeProvider clock, RequestBodies bodies) : BackgroundService
{
    private const int LargeBody = 1 << 20;
    private const long WasteBytes = 16 << 20;
    private const long QuietBytes = 8 << 20;
    private const long SlackBytes = 24 << 20;
    private const long MaxLiveBytes = 256 << 20;
    private const long MaxHeapBytes = 1 << 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(30), WatchTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _large = new(0, 1);
    private long _largeAt;
    private long _allocated;
    private long _kept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bodies.Received += NoteLarge;
        using var timer = new PeriodicTimer(Interval, clock);
        var (tick, large) = (timer.WaitForNextTickAsync(stoppingToken).AsTask(), _large.WaitAsync(stoppingToken));
        while (true)
        {
            if (await Task.WhenAny(tick, large) == large)
            {
                await large;
                await WatchAsync(stoppingToken);
                large = _large.WaitAsync(stoppingToken);
            }
            else if (await tick)
            {
                Look();
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }
            else return;
        }
    }

    private void NoteLarge(int length)
    {
        if (length < LargeBody) return;
        Volatile.Write(ref _largeAt, clock.GetTimestamp());
        lock (_large)
            if (_large.CurrentCount == 0) _large.Release();
    }

    /// <summary>
    /// Collects for as long as large bodies come, and a few seconds more; for a fifth of the time at most, as debates go on meanwhile.
    /// </summary>
    private async Task WatchAsync(CancellationToken stop)
    {
        var (collections, allocated, rest) = (GC.CollectionCount(GC.MaxGeneration), GC.GetTotalAllocatedBytes(), TimeSpan.Zero);
        while (clock.GetElapsedTime(Volatile.Read(ref _largeAt)) < WatchTime)
        {
            await Task.Delay(WatchInterval + rest, clock, stop);
            var began = clock.GetTimestamp();
            var isCollected = GC.CollectionCount(GC.MaxGeneration) != collections;
            if (!isCollected && GC.GetTotalAllocatedBytes() - allocated < WasteBytes) continue;
            if (!isCollected && GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes <= MaxLiveBytes)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
            (collections, allocated, rest) =
                (GC.CollectionCount(GC.MaxGeneration), GC.GetTotalAllocatedBytes(), 4 * clock.GetElapsedTime(began));
        }
    }

    private void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var isQuiet = allocated - _allocated < QuietBytes;
        _allocated = allocated;
        var last = GC.GetGCMemoryInfo(GCKind.Any);
        if (!isQuiet || last.HeapSizeBytes > MaxHeapBytes || last.TotalCommittedBytes < _kept + _kept / 4 + SlackBytes) return;
        GC.Collect();
        if (GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes <= MaxLiveBytes)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _kept = GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes;
    }
}
