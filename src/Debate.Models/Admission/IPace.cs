namespace Debate.Models;

/// <summary>Limits the rate at which calls to a model start. After a refusal, a callback signals when another try is worthwhile.</summary>
internal interface IPace
{
    /// <summary>Acquires a start if one is due.</summary>
    /// <param name="waiting">Calls that could start now; positive.</param>
    bool TryStart(int waiting);

    /// <summary>Refunds a start that was not used.</summary>
    void GiveBack();
}

/// <summary>A rate limiter without a limit.</summary>
internal sealed class FreePace : IPace
{
    public bool TryStart(int waiting) => true;

    public void GiveBack()
    {
        // Nothing was acquired.
    }
}

/// <summary>Spaces starts evenly, for a process that shares the model with no other.</summary>
/// <param name="requestsPerMinute">Starts per minute; positive.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Called when a start may be due.</param>
internal sealed class EvenPace(int requestsPerMinute, TimeProvider clock, Action due) : IPace
{
    private readonly TimeSpan _distance = TimeSpan.FromMinutes(1) / requestsPerMinute;
    private readonly ITimer _alarm = clock.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private DateTimeOffset _next = clock.GetUtcNow();

    public bool TryStart(int waiting)
    {
        var now = clock.GetUtcNow();
        if (now < _next)
        {
            _alarm.Change(_next - now, Timeout.InfiniteTimeSpan);
            return false;
        }
        _next = now + _distance;
        return true;
    }

    public void GiveBack() => _next -= _distance;
}
