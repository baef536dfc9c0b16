using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>Limits the rate at which calls to a model start. After a refusal, a callback signals when another try is worthwhile.</summary>
internal interface IRateLimiter
{
    /// <summary>Acquires a start if one is due.</summary>
    /// <param name="waiting">Calls that could start now; positive.</param>
    bool TryAcquire(int waiting);

    /// <summary>Refunds a start that was not used.</summary>
    void Refund();
}

/// <summary>A rate limiter without a limit.</summary>
internal sealed class UnlimitedRate : IRateLimiter
{
    public bool TryAcquire(int waiting) => true;

    public void Refund()
    {
        // Nothing was acquired.
    }
}

/// <summary>Spaces starts evenly, for a process that shares the model with no other.</summary>
/// <param name="requestsPerMinute">Starts per minute; positive.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Called when a start may be due.</param>
internal sealed class EvenRate(int requestsPerMinute, TimeProvider clock, Action due) : IRateLimiter
{
    private readonly TimeSpan _interval = TimeSpan.FromMinutes(1) / requestsPerMinute;
    private readonly ITimer _timer = clock.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private DateTimeOffset _nextStart = clock.GetUtcNow();

    public bool TryAcquire(int waiting)
    {
        var now = clock.GetUtcNow();
        if (now < _nextStart)
        {
            _timer.Change(_nextStart - now, Timeout.InfiniteTimeSpan);
            return false;
        }
        _nextStart = now + _interval;
        return true;
    }

    public void Refund() => _nextStart -= _interval;
}

/// <summary>
/// A rate limiter for a model shared by several processes, which are granted starts. A start is tied to one moment: a process that is too
/// late for it or refunds it has lost it, because any other moment belongs to another process.
/// </summary>
/// <param name="model">The model's configured name.</param>
/// <param name="requestsPerMinute">The model's calls per minute, of all processes together; positive.</param>
/// <param name="rates">Grants starts.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Called when a start may be due.</param>
internal sealed class SharedRate(string model, int requestsPerMinute, IModelRates rates, TimeProvider clock, Action due) : IRateLimiter
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly TimeSpan _interval = RateSchedule.Interval(requestsPerMinute);
    private readonly long _origin = clock.GetTimestamp();
    private readonly ITimer _timer = clock.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private TimeSpan _earliestStart, _latestStart, _nextRequest;
    private int _remaining;
    private bool _isRequesting;

    private TimeSpan Now => clock.GetElapsedTime(_origin);

    public bool TryAcquire(int waiting)
    {
        lock (_gate)
        {
            var now = Now;
            while (_remaining > 0 && now > _latestStart) AdvanceSlot();
            if (_remaining == 0) RequestPermits(waiting, now);
            else if (now < _earliestStart) SetTimer(_earliestStart - now);
            else
            {
                AdvanceSlot();
                return true;
            }
            return false;
        }
    }

    public void Refund()
    {
        // A start that is not used is lost.
    }

    private void SetTimer(TimeSpan after) => _timer.Change(after, Timeout.InfiniteTimeSpan);

    private void AdvanceSlot() =>
        (_remaining, _earliestStart, _latestStart) = (_remaining - 1, _earliestStart + _interval, _latestStart + _interval);

    private void RequestPermits(int waiting, TimeSpan now)
    {
        if (_isRequesting) return;
        if (now < _nextRequest)
        {
            // The timer fired a moment early.
            SetTimer(_nextRequest - now);
            return;
        }
        _isRequesting = true;
        // The caller must not wait for the answer, and the request must not run in a grain's context.
        _ = Task.Run(() => RequestPermitsAsync(waiting, now));
    }

    private async Task RequestPermitsAsync(int waiting, TimeSpan asked)
    {
        // Whatever the failure, the request is repeated.
        var grant = new StartPermits(RetryDelay, 0);
        try
        {
            grant = await rates.GrantAsync(model, requestsPerMinute, waiting);
        }
        finally
        {
            ApplyPermits(grant, asked);
        }
        if (grant.Count > 0) due();
    }

    // The grant was made between the request and its arrival. Counting the earliest start from the arrival and the latest from the request
    // makes no start early and none late.
    private void ApplyPermits(StartPermits grant, TimeSpan asked)
    {
        lock (_gate)
        {
            var now = Now;
            (_remaining, _earliestStart, _latestStart) = (grant.Count, now + grant.Wait, asked + grant.Wait + RateSchedule.Tolerance);
            (_isRequesting, _nextRequest) = (false, grant.Count == 0 ? now + grant.Wait : now);
            if (grant.Count == 0) SetTimer(grant.Wait);
        }
    }
}
