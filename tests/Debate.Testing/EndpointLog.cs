using Debate.Deliberation.Engine;

namespace Debate.Testing;

/// <summary>What an endpoint received, in the order of arrival.</summary>
public sealed class EndpointLog(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedCall> _calls = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _open;
    private int _mostOpen;
    private int _abandoned;

    /// <summary>A copy of the requests received so far.</summary>
    public IReadOnlyList<ReceivedCall> Calls
    {
        get
        {
            lock (_lock) return [.. _calls];
        }
    }

    /// <summary>The number of requests received so far.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _calls.Count;
        }
    }

    /// <summary>Requests that are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>The maximum number of requests that were open at once.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>Requests whose client hung up.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <summary>Completes when that many requests have arrived.</summary>
    public Task ReceivedAsync(int count)
    {
        lock (_lock)
        {
            if (_calls.Count >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }

    /// <summary>Forgets all requests.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _calls.Clear();
            _mostOpen = _open;
            _abandoned = 0;
        }
    }

    internal ReceivedCall Begin(Func<int, DateTimeOffset, ReceivedCall> read)
    {
        lock (_lock)
        {
            var call = read(_calls.Count, clock.GetUtcNow());
            _calls.Add(call);
            _mostOpen = Math.Max(_mostOpen, ++_open);
            foreach (var (_, reached) in _waiting.Where(w => w.Count <= _calls.Count)) reached.TrySetResult();
            _waiting.RemoveAll(w => w.Count <= _calls.Count);
            return call;
        }
    }

    internal void End(ReceivedCall call, bool abandoned)
    {
        lock (_lock)
        {
            (call.Ended, call.Abandoned) = (clock.GetUtcNow(), abandoned);
            _open--;
            if (abandoned) _abandoned++;
        }
    }
}
