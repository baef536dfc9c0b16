namespace Debate.Models;

/// <summary>When calls may start at a model. Whoever was refused is told when another try is worth it.</summary>
internal interface IPace
{
    /// <summary>Takes a start where one is due.</summary>
    /// <param name="waiting">Calls that could start now; positive.</param>
    bool TryStart(int waiting);

    /// <summary>Takes back a start that was not used.</summary>
    void GiveBack();
}

/// <summary>No limit.</summary>
internal sealed class FreePace : IPace
{
    public bool TryStart(int waiting) => true;

    public void GiveBack()
    {
        // Nothing was taken.
    }
}

/// <summary>Starts at even distances, for a process that has the model to itself.</summary>
/// <param name="requestsPerMinute">Starts a minute; positive.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Told when a start may be due.</param>
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
