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
