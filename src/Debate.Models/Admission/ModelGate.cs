using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Admission to one model: at most so many calls at once, and starts at its pace; runs take turns. A call that is retried keeps its place
/// and pays for another start, before newcomers. Nobody who gives up leaves a trace.
/// </summary>
public sealed class ModelGate
{
    private readonly Lock _lock = new();
    private readonly WaitingLine<Waiter> _newcomers = new();
    private readonly Queue<Waiter> _retries = new();
    private readonly IPace _pace;
    private int _free;

    /// <summary>A gate that shares its model with nobody.</summary>
    /// <param name="parallel">Calls at once; positive.</param>
    /// <param name="requestsPerMinute">Starts a minute, at even distances; null for no limit.</param>
    /// <param name="clock">The time.</param>
    public ModelGate(int parallel, int? requestsPerMinute, TimeProvider clock)
        : this(parallel, due => requestsPerMinute is { } rate ? new EvenPace(rate, clock, due) : new FreePace())
    {
    }

    /// <param name="parallel">Calls at once; positive.</param>
    /// <param name="pace">Makes the pace, which is given what to call when a start may be due.</param>
    internal ModelGate(int parallel, Func<Action, IPace> pace) => (_free, _pace) = (parallel, pace(Admit));

    /// <summary>Waits for a place and a start; disposing gives the place back, once.</summary>
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

    /// <summary>Waits for another start of a call that has its place.</summary>
    public Task StartAgainAsync(CancellationToken cancellation) => WaitAsync(_retries.Enqueue, cancellation);

    /// <summary>Gives back a start that was not used.</summary>
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

    /// <summary>Lets in whoever can go; the first who cannot holds up those behind.</summary>
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

    // Who was cancelled in this very moment has not used the start that was taken for it.
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
