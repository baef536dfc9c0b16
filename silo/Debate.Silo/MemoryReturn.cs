namespace Debate.Silo;

/// <summary>
/// Gives memory back after large bodies and replies. The collector keeps what it freed for the next burst, for ever on a server that is quiet
/// afterwards; so when nothing much is allocated and far more is held than after the last time, it is told to give all of it back. A heap
/// with much in use is left alone: to compact it would stop the silo for too long.
/// </summary>
internal sealed class MemoryReturn(TimeProvider clock) : BackgroundService
{
    private const long QuietBytes = 8 << 20;
    private const long SlackBytes = 24 << 20;
    private const long MaxLiveBytes = 256 << 20;
    private const long MaxHeapBytes = 1 << 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _allocated;
    private long _kept;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
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
