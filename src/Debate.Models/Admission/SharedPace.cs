using Debate.Deliberation.Engine;

namespace Debate.Models;

/// <summary>
/// Starts that are granted to all who share a model. A start stands for one moment: whoever comes too late for it, or gives it back, has
/// lost it, because at another moment it would be somebody else's.
/// </summary>
/// <param name="model">The model's configured name.</param>
/// <param name="requestsPerMinute">Its calls a minute, of all together; positive.</param>
/// <param name="rates">Who grants starts.</param>
/// <param name="clock">The time.</param>
/// <param name="due">Told when a start may be due.</param>
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
        // It is lost.
    }

    private void Wake(TimeSpan after) => _alarm.Change(after, Timeout.InfiniteTimeSpan);

    private void Pass() => (_left, _earliest, _latest) = (_left - 1, _earliest + _distance, _latest + _distance);

    private void Ask(int waiting, TimeSpan now)
    {
        if (_asks) return;
        if (now < _asksAgain)
        {
            // The alarm went off a moment early.
            Wake(_asksAgain - now);
            return;
        }
        _asks = true;
        // Whoever asks must not wait for the answer, nor lend it the context of a grain.
        _ = Task.Run(() => AskAsync(waiting, now));
    }

    private async Task AskAsync(int waiting, TimeSpan asked)
    {
        // However asking fails, it is asked again.
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

    // The grant was made after it was asked for and before it came: counted from there, no start comes early, and none late.
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
