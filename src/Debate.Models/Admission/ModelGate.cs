using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Admission to one model: limits the calls in flight and the rate of starts, and shares the model fairly between runs. A retried call
/// keeps its permit and needs another start, which it gets before new calls. A cancelled waiter leaves no trace.
/// </summary>
public sealed class ModelGate
{
    private readonly Lock _lock = new();
    private readonly WaitingLine<Waiter> _newcomers = new();
    private readonly Queue<Waiter> _retries = new();
    private readonly IPace _pace;
    private int _free;

    /// <summary>A gate for a model that no other process uses.</summary>
    /// <param name="parallel">Maximum calls in flight; positive.</param>
    /// <param name="requestsPerMinute">Starts per minute, evenly spaced; null for no limit.</param>
    /// <param name="clock">The time.</param>
    public ModelGate(int parallel, int? requestsPerMinute, TimeProvider clock)
        : this(parallel, due => requestsPerMinute is { } rate ? new EvenPace(rate, clock, due) : new FreePace())
    {
    }

    /// <param name="parallel">Maximum calls in flight; positive.</param>
    /// <param name="pace">Creates the rate limiter, given the callback to call when a start may be due.</param>
    internal ModelGate(int parallel, Func<Action, IPace> pace) => (_free, _pace) = (parallel, pace(Admit));

    /// <summary>Waits for a permit and a start; disposing releases the permit, once.</summary>
    public ValueTask<IDisposable> AdmitAsync(Applicant who, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_newcomers.Count == 0 && _retries.Count == 0 && _free > 0 && _pace.TryStart(waiting: 1))
            {
                _free--;
                return new(new Place(this));
            }
        }
        return new(PlaceAsync(who, cancellation));
    }

    /// <summary>Waits for another start for a call that already holds a permit.</summary>
    public Task StartAgainAsync(CancellationToken cancellation) => WaitAsync(_retries.Enqueue, cancellation);

    /// <summary>Refunds a start that was not used.</summary>
    public void Refund()
    {
        lock (_lock) _pace.GiveBack();
        Admit();
    }

    private async Task<IDisposable> PlaceAsync(Applicant who, CancellationToken cancellation)
    {
        await WaitAsync(waiter => _newcomers.Enqueue(waiter, who), cancellation);
        return new Place(this);
    }

    private async Task WaitAsync(Action<Waiter> enqueue, CancellationToken cancellation)
    {
        var waiter = new Waiter();
        lock (_lock) enqueue(waiter);
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

    /// <summary>Admits waiters in order, until the first one that cannot be admitted: it blocks those behind it.</summary>
    private void Admit()
    {
        lock (_lock)
        {
            while (NextRetry() is { } retry && _pace.TryStart(_retries.Count)) Accept(retry);
            if (_retries.Count > 0) return;
            while (_free > 0 && NextNewcomer() is { } newcomer && _pace.TryStart(Math.Min(_free, _newcomers.Count)))
                if (Accept(newcomer)) _free--;
        }
    }

    // A waiter that was cancelled at this very moment has not used the start acquired for it.
    private bool Accept(Waiter waiter)
    {
        var accepted = waiter.TrySetResult();
        if (!accepted) _pace.GiveBack();
        return accepted;
    }

    private Waiter? NextRetry()
    {
        while (_retries.TryPeek(out var head) && head.Task.IsCompleted) _retries.Dequeue();
        return _retries.TryPeek(out var next) ? next : null;
    }

    private Waiter? NextNewcomer()
    {
        while (_newcomers.TryPeek(out var head) && head.Task.IsCompleted) _newcomers.Dequeue();
        return _newcomers.TryPeek(out var next) ? next : null;
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
