namespace Debate.Grains.Tests.Cluster;

/// <summary>Counts events, and lets a test wait for a number of them.</summary>
internal sealed class EventCounter
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public int Count { get; private set; }

    public void Add()
    {
        lock (_gate)
        {
            Count++;
            foreach (var (_, reached) in _waiting.Where(w => w.Count <= Count)) reached.TrySetResult();
        }
    }

    public Task UntilAsync(int count)
    {
        lock (_gate)
        {
            if (Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(Patience.Long);
        }
    }
}
