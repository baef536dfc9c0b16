namespace Debate.Deliberation.Engine;

/// <summary>
/// The permit of one debate among those that its process drives concurrently. It is held while the debate works, also between its own
/// calls, and given back while it waits for nothing but replies from outside and children: those may take days, or need a permit
/// themselves. It is taken again before the next call of the debate's own. When a call starts is all that it decides, never what is asked
/// or recorded. Thread-safe, because branches share it.
/// </summary>
internal sealed class DrivingPermit(IRunLimiter limiter) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _acquisition = new(1);
    private IDisposable? _permit;
    private int _calls;
    private int _waits;
    private bool _isOver;

    /// <summary>Begins a call of the debate's own if the permit is held.</summary>
    public bool TryBeginCall()
    {
        lock (_gate)
        {
            if (_permit is null) return false;
            _calls++;
            return true;
        }
    }

    /// <summary>Begins a call of the debate's own, once the permit is held: branches that come together take it once.</summary>
    public async Task BeginCallAsync(CancellationToken cancellation)
    {
        await _acquisition.WaitAsync(cancellation);
        try
        {
            if (!TryBeginCall()) BeginCall(await limiter.AcquireAsync(cancellation));
        }
        finally
        {
            _acquisition.Release();
        }
    }

    /// <summary>Ends a call of the debate's own.</summary>
    public void EndCall()
    {
        lock (_gate)
        {
            _calls--;
            ReleaseWhereOthersAreAwaited();
        }
    }

    /// <summary>Begins to wait for a reply from outside or for a child.</summary>
    public void BeginWait()
    {
        lock (_gate)
        {
            _waits++;
            ReleaseWhereOthersAreAwaited();
        }
    }

    /// <summary>Ends such a wait.</summary>
    public void EndWait()
    {
        lock (_gate) _waits--;
    }

    /// <summary>Returns the permit for good: the debate is over.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Release();
        }
    }

    private void BeginCall(IDisposable permit)
    {
        lock (_gate)
        {
            (_permit, _calls) = (permit, _calls + 1);
            if (_isOver) Release();
        }
    }

    private void ReleaseWhereOthersAreAwaited()
    {
        if (_calls == 0 && _waits > 0) Release();
    }

    private void Release()
    {
        _permit?.Dispose();
        _permit = null;
    }
}
