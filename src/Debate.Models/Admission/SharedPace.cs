using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// A rate limiter for a model shared by several processes, which are granted starts. A start is tied to one moment: a process that is too
/// late for it or refunds it has lost it, because any other moment belongs to another process.
/// </summary>
/// <param name="model">The model's configured name.</param>
/// <param name="requestsPerMinute">The model's calls per minute, of all processes together; positive.</param>
/// <param name="rates">Grants starts.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Called when a start may be due.</param>
internal sealed class SharedPace(string model, int requestsPerMinute, IModelRates rates, TimeProvider clock, Action due) : IPace
{
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly TimeSpan _distance = StartSchedule.Distance(requestsPerMinute);
    private readonly long _origin = clock.GetTimestamp();
    private readonly ITimer _alarm = clock.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private TimeSpan _earliest, _latest, _asksAgain;
    private int _left;
    private bool _asks;

    private TimeSpan Now => clock.GetElapsedTime(_origin);

    public bool TryStart(int waiting)
    {
        lock (_gate)
        {
            var now = Now;
            while (_left > 0 && now > _latest) Pass();
            if (_left == 0) Ask(waiting, now);
            else if (now < _earliest) Wake(_earliest - now);
            else
            {
                Pass();
                return true;
            }
            return false;
        }
    }

    public void GiveBack()
    {
        // A start that is not used is lost.
    }

    private void Wake(TimeSpan after) => _alarm.Change(after, Timeout.InfiniteTimeSpan);

    private void Pass() => (_left, _earliest, _latest) = (_left - 1, _earliest + _distance, _latest + _distance);

    private void Ask(int waiting, TimeSpan now)
    {
        if (_asks) return;
        if (now < _asksAgain)
        {
            // The timer fired a moment early.
            Wake(_asksAgain - now);
            return;
        }
        _asks = true;
        // The caller must not wait for the answer, and the request must not run in a grain's context.
        _ = Task.Run(() => AskAsync(waiting, now));
    }

    private async Task AskAsync(int waiting, TimeSpan asked)
    {
        // Whatever the failure, the request is repeated.
        var grant = new StartGrant(BeforeAnother, 0);
        try
        {
            grant = await rates.GrantAsync(model, requestsPerMinute, waiting);
        }
        finally
        {
            Take(grant, asked);
        }
        if (grant.Count > 0) due();
    }

    // The grant was made between the request and its arrival. Counting the earliest start from the arrival and the latest from the request
    // makes no start early and none late.
    private void Take(StartGrant grant, TimeSpan asked)
    {
        lock (_gate)
        {
            var now = Now;
            (_left, _earliest, _latest) = (grant.Count, now + grant.Wait, asked + grant.Wait + StartSchedule.Tolerance);
            (_asks, _asksAgain) = (false, grant.Count == 0 ? now + grant.Wait : now);
            if (grant.Count == 0) Wake(grant.Wait);
        }
    }
}
