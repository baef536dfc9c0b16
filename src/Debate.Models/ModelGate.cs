namespace Debate.Models;

/// <summary>
/// Admission to one model, first come first served: at most so many calls at once, and starts at even distances. A call that is retried
/// keeps its place and pays for another start, before newcomers. Nobody who gives up leaves a trace.
/// </summary>
public sealed class ModelGate
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiter> _newcomers = new();
    private readonly Queue<Waiter> _retries = new();
    private readonly TimeProvider _clock;
    private readonly TimeSpan _distance;
    private readonly ITimer? _alarm;
    private int _free;
    private DateTimeOffset _nextStart;

    /// <param name="parallel">Calls at once; positive.</param>
    /// <param name="requestsPerMinute">Starts a minute; null for no limit.</param>
    /// <param name="clock">The time.</param>
    public ModelGate(int parallel, int? requestsPerMinute, TimeProvider clock)
    {
        (_free, _clock, _nextStart) = (parallel, clock, clock.GetUtcNow());
        if (requestsPerMinute is not { } rate) return;
        _distance = TimeSpan.FromMinutes(1) / rate;
        _alarm = clock.CreateTimer(_ => Admit(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a place and a start; disposing gives the place back, once.</summary>
    public ValueTask<IDisposable> AdmitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_newcomers.Count == 0 && _retries.Count == 0 && _free > 0 && TryStart())
            {
                _free--;
                return new(new Place(this));
            }
        }
        return new(PlaceAsync(cancellation));
    }

    /// <summary>Waits for another start of a call that has its place.</summary>
    public Task StartAgainAsync(CancellationToken cancellation) => _alarm is null ? Task.CompletedTask : WaitAsync(_retries, cancellation);

    /// <summary>Gives back a start that was not used.</summary>
    public void Refund()
    {
        lock (_lock) _nextStart -= _distance;
        Admit();
    }

    private async Task<IDisposable> PlaceAsync(CancellationToken cancellation)
    {
        await WaitAsync(_newcomers, cancellation);
        return new Place(this);
    }

    private async Task WaitAsync(Queue<Waiter> queue, CancellationToken cancellation)
    {
        var waiter = new Waiter();
        lock (_lock) queue.Enqueue(waiter);
        await using (cancellation.Register(() => Abandon(waiter, cancellation)))
        {
            Admit();
            await waiter.Task;
        }
    }

    private void Abandon(Waiter waiter, CancellationToken cancellation)
    {
        if (waiter.TrySetCanceled(cancellation)) Admit();
    }

    /// <summary>Lets in whoever can go; the first who cannot holds up those behind.</summary>
    private void Admit()
    {
        lock (_lock)
        {
            while (Head(_retries) is { } retry && TryStart()) Accept(retry);
            if (_retries.Count > 0) return;
            while (_free > 0 && Head(_newcomers) is { } newcomer && TryStart())
                if (Accept(newcomer)) _free--;
        }
    }

    // Who was cancelled in this very moment has not used the start that was taken for it.
    private bool Accept(Waiter waiter)
    {
        var accepted = waiter.TrySetResult();
        if (!accepted) _nextStart -= _distance;
        return accepted;
    }

    private static Waiter? Head(Queue<Waiter> queue)
    {
        while (queue.TryPeek(out var head) && head.Task.IsCompleted) queue.Dequeue();
        return queue.TryPeek(out var next) ? next : null;
    }

    private bool TryStart()
    {
        if (_alarm is null) return true;
        var now = _clock.GetUtcNow();
        if (now < _nextStart)
        {
            _alarm.Change(_nextStart - now, Timeout.InfiniteTimeSpan);
            return false;
        }
        _nextStart = now + _distance;
        return true;
    }

    private void Release()
    {
        lock (_lock) _free++;
        Admit();
    }

    private sealed class Waiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Place(ModelGate gate) : IDisposable
    {
        private ModelGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
