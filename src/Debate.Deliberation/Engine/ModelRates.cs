using System.Text.Json.Serialization;

namespace Debate.Deliberation.Engine;

/// <summary>Permits to start calls at one model, at even intervals.</summary>
/// <param name="Wait">The time from the grant to the first start; without permits, the time after which to ask again.</param>
/// <param name="Count">The number of permits; 0 for none yet.</param>
public sealed record StartPermits(TimeSpan Wait, int Count);

/// <summary>Shares each model's calls per minute among all callers, on whichever silo.</summary>
public interface IModelRates
{
    /// <summary>Asks for permits; never throws: where none can be granted, the reply says when to ask again.</summary>
    /// <param name="model">The model's configured name.</param>
    /// <param name="requestsPerMinute">Its rate in calls per minute; positive.</param>
    /// <param name="wanted">The number of waiting calls; positive.</param>
    Task<StartPermits> GrantAsync(string model, int requestsPerMinute, int wanted);
}

/// <summary>
/// The schedule of call starts at one model, shared by all callers. Successive starts are at least
/// (1 minute + <see cref="Tolerance"/>) / rate apart, and each is used within the tolerance or lost. So no window of a minute, wherever it
/// begins, contains more starts than the rate. Nothing is granted further ahead than <see cref="Horizon"/>, and a new schedule begins that
/// much later: by then all starts granted by an older schedule, lost with its silo, have passed.
/// </summary>
public sealed class RateSchedule
{
    /// <summary>How late a granted start may be used.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>How far ahead starts are granted at most.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2);

    /// <summary>The longest time that one grant covers, so that callers take turns.</summary>
    private static readonly TimeSpan GrantWindow = TimeSpan.FromMilliseconds(250);

    private TimeSpan _lastStart = Horizon;

    /// <summary>The interval between two starts at a rate; rounded up, so that starts never drift early.</summary>
    public static TimeSpan Interval(int requestsPerMinute) =>
        new(((TimeSpan.FromMinutes(1) + Tolerance).Ticks + requestsPerMinute - 1) / requestsPerMinute);

    /// <summary>Grants the next starts.</summary>
    /// <param name="now">Time since the schedule was created; never less than in the call before.</param>
    /// <param name="requestsPerMinute">Calls per minute; positive.</param>
    /// <param name="wanted">The largest number of starts of use to the caller; positive.</param>
    public StartPermits Grant(TimeSpan now, int requestsPerMinute, int wanted)
    {
        var distance = Interval(requestsPerMinute);
        var first = TimeSpan.FromTicks(Math.Max(now.Ticks, (_lastStart + distance).Ticks));
        var room = now + Horizon - first;
        if (room < TimeSpan.Zero) return new(-room, 0);
        var count = Math.Min(Math.Min(wanted, Math.Max(1, (int)(GrantWindow / distance))), 1 + (int)(room / distance));
        _lastStart = first + (count - 1) * distance;
        return new(first - now, count);
    }
}

/// <summary>A run's share of a busy model. It decides when a call is admitted, never what is asked or recorded.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    /// <summary>A quarter of a normal run's share.</summary>
    [JsonStringEnumMemberName("low")] Low,

    /// <summary>The default.</summary>
    [JsonStringEnumMemberName("normal")] Normal,

    /// <summary>Four times a normal run's share.</summary>
    [JsonStringEnumMemberName("high")] High,
}

/// <summary>A run's request for admission at a model.</summary>
/// <param name="Root">The root run: its children queue as one with it.</param>
/// <param name="Priority">Its priority.</param>
public readonly record struct AdmissionRequest(DeliberationId Root, Priority Priority);
