namespace Debate.Deliberation.Engine;

/// <summary>Starts of calls at one model, at even distances.</summary>
/// <param name="Wait">From the moment of granting to the first of them; where there is none, to asking again.</param>
/// <param name="Count">How many; 0 for none yet.</param>
public sealed record StartGrant(TimeSpan Wait, int Count);

/// <summary>Shares each model's calls a minute among all who call it, wherever they are.</summary>
public interface IModelRates
{
    /// <summary>Asks for starts; never throws: where nobody can grant any, it says when to ask again.</summary>
    /// <param name="model">The model's configured name.</param>
    /// <param name="requestsPerMinute">Its calls a minute; positive.</param>
    /// <param name="wanted">Calls that wait; positive.</param>
    Task<StartGrant> GrantAsync(string model, int requestsPerMinute, int wanted);
}

/// <summary>
/// The starts of one model in one order for all. Two of them are at least (a minute + <see cref="Tolerance"/>) / rate apart, and each is
/// used within the tolerance or lost. So no minute, wherever it begins, sees more than the rate. Nothing is granted further ahead than
/// <see cref="Horizon"/>, and a new schedule begins that much later: whatever an older one granted, which died with its silo, has passed.
/// </summary>
public sealed class StartSchedule
{
    /// <summary>How late a start may be used.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>The furthest that starts are granted ahead.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2);

    /// <summary>What one grant covers at most, so that those who ask take turns.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(250);

    private TimeSpan _last = Horizon;

    /// <summary>The distance between two starts at a rate; rounded up, so that none creeps ahead.</summary>
    public static TimeSpan Distance(int requestsPerMinute) =>
        new(((TimeSpan.FromMinutes(1) + Tolerance).Ticks + requestsPerMinute - 1) / requestsPerMinute);

    /// <summary>Grants the next starts.</summary>
    /// <param name="now">Time since the schedule was made; never less than the last time.</param>
    /// <param name="requestsPerMinute">Calls a minute; positive.</param>
    /// <param name="wanted">The most that are of use; positive.</param>
    public StartGrant Grant(TimeSpan now, int requestsPerMinute, int wanted)
    {
        var distance = Distance(requestsPerMinute);
        var first = TimeSpan.FromTicks(Math.Max(now.Ticks, (_last + distance).Ticks));
        var room = now + Horizon - first;
        if (room < TimeSpan.Zero) return new(-room, 0);
        var count = Math.Min(Math.Min(wanted, Math.Max(1, (int)(Turn / distance))), 1 + (int)(room / distance));
        _last = first + (count - 1) * distance;
        return new(first - now, count);
    }
}
