using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Admission to one model: limits the calls in flight and the rate of starts, and shares the model fairly between runs. A retried call
/// keeps its permit and needs another start, which it gets before new calls. A cancelled waiter leaves no trace.
/// </summary>
public sealed class ModelGate
{
    private readonly Lock _lock = new();
    private readonly FairQueue<Waiter> _newCalls = new();
    private readonly Queue<Waiter> _retries = new();
    private readonly IRateLimiter _rateLimiter;
    private int _freePermits;

    /// <summary>A gate for a model that no other process uses.</summary>
    /// <param name="parallel">Maximum calls in flight; positive.</param>
    /// <param name="requestsPerMinute">Starts per minute, evenly spaced; null for no limit.</param>
    /// <param name="clock">The time.</param>
    public ModelGate(int parallel, int? requestsPerMinute, TimeProvider clock)
        : this(parallel, due => requestsPerMinute is { } rate ? new EvenRate(rate, clock, due) : new UnlimitedRate())
    {
    }

    /// <param name="parallel">Maximum calls in flight; positive.</param>
    /// <param name="pace">Creates the rate limiter, given the callback to call when a start may be due.</param>
    internal ModelGate(int parallel, Func<Action, IRateLimiter> pace) => (_freePermits, _rateLimiter) = (parallel, pace(AdmitWaiters));

    /// <summary>Waits for a permit and a start; disposing releases the permit, once.</summary>
    public ValueTask<IDisposable> AdmitAsync(AdmissionRequest admission, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_newCalls.Count == 0 && _retries.Count == 0 && _freePermits > 0 && _rateLimiter.TryAcquire(waiting: 1))
            {
                _freePermits--;
                return new(new ModelPermit(this));
            }
        }
        return new(WaitForPermitAsync(admission, cancellation));
    }

    /// <summary>Waits for another start for a call that already holds a permit.</summary>
    public Task AdmitRetryAsync(CancellationToken cancellation) => WaitAsync(_retries.Enqueue, cancellation);

    /// <summary>Refunds a start that was not used.</summary>
    public void Refund()
    {
        lock (_lock) _rateLimiter.Refund();
        AdmitWaiters();
    }

    private async Task<IDisposable> WaitForPermitAsync(AdmissionRequest admission, CancellationToken cancellation)
    {
        await WaitAsync(waiter => _newCalls.Enqueue(waiter, admission), cancellation);
        return new ModelPermit(this);
    }

    private async Task WaitAsync(Action<Waiter> enqueue, CancellationToken cancellation)
    {
        var waiter = new Waiter();
        lock (_lock) enqueue(waiter);
        await using (cancellation.Register(() => CancelWaiter(waiter, cancellation)))
        {
            AdmitWaiters();
            await waiter.Task;
        }
    }

    private void CancelWaiter(Waiter waiter, CancellationToken cancellation)
    {
        if (waiter.TrySetCanceled(cancellation)) AdmitWaiters();
    }

    /// <summary>Admits waiters in order, until the first one that cannot be admitted: it blocks those behind it.</summary>
    private void AdmitWaiters()
    {
        lock (_lock)
        {
            while (PeekRetry() is { } retry && _rateLimiter.TryAcquire(_retries.Count)) TryAdmit(retry);
            if (_retries.Count > 0) return;
            while (_freePermits > 0 && PeekNewCall() is { } newcomer && _rateLimiter.TryAcquire(Math.Min(_freePermits, _newCalls.Count)))
                if (TryAdmit(newcomer)) _freePermits--;
        }
    }

    // A waiter that was cancelled at this very moment has not used the start acquired for it.
    private bool TryAdmit(Waiter waiter)
    {
        var accepted = waiter.TrySetResult();
        if (!accepted) _rateLimiter.Refund();
        return accepted;
    }

    private Waiter? PeekRetry()
    {
        while (_retries.TryPeek(out var head) && head.Task.IsCompleted) _retries.Dequeue();
        return _retries.TryPeek(out var next) ? next : null;
    }

    private Waiter? PeekNewCall()
    {
        while (_newCalls.TryPeek(out var head) && head.Task.IsCompleted) _newCalls.Dequeue();
        return _newCalls.TryPeek(out var next) ? next : null;
    }

    private void ReleasePermit()
    {
        lock (_lock) _freePermits++;
        AdmitWaiters();
    }

    private sealed class Waiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class ModelPermit(ModelGate gate) : IDisposable
    {
        private ModelGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.ReleasePermit();
    }
}

/// <summary>
/// The calls that wait for a model, in the order of admission: runs are served in proportion to the weights of their priorities, the calls
/// of one run in order of arrival (start-time fair queueing: Goyal, Vin and Cheng, 1996). So a run with many calls does not delay the
/// others, and no call starves.
/// </summary>
internal sealed class FairQueue<T>
{
    private readonly PriorityQueue<T, (long Tag, long Order)> _queue = new();
    private readonly Dictionary<DeliberationId, long> _finishTags = [];
    private long _virtualTime;
    private long _sequence;

    /// <summary>The number of waiters.</summary>
    public int Count => _queue.Count;

    /// <summary>Adds a waiter.</summary>
    public void Enqueue(T waiter, AdmissionRequest admission)
    {
        var tag = Math.Max(_virtualTime, _finishTags.GetValueOrDefault(admission.Root));
        _finishTags[admission.Root] = tag + Cost(admission.Priority);
        _queue.Enqueue(waiter, (tag, _sequence++));
    }

    /// <summary>The next waiter.</summary>
    public bool TryPeek(out T waiter) => _queue.TryPeek(out waiter!, out _);

    /// <summary>Removes the next waiter; throws if there is none.</summary>
    public void Dequeue()
    {
        _queue.TryPeek(out _, out var place);
        _queue.Dequeue();
        _virtualTime = place.Tag;
        // When the queue is empty, no run is owed service.
        if (_queue.Count == 0) _finishTags.Clear();
    }

    private static long Cost(Priority priority) => priority switch { Priority.High => 1, Priority.Low => 16, _ => 4 };
}
