namespace Debate.Deliberation.Engine;

/// <summary>
/// The active time of a run against its budget: for earlier activations the time between their first and their last entry, for this one
/// the time since it began. Time during which nobody drove the run does not count.
/// </summary>
/// <param name="Budget">The limit of active time; null for none.</param>
/// <param name="EarlierTime">Active time of earlier activations.</param>
/// <param name="StartedAt">When this activation began.</param>
/// <param name="IsResumed">Whether there were earlier activations.</param>
internal sealed record ActiveTime(TimeSpan? Budget, TimeSpan EarlierTime, DateTimeOffset StartedAt, bool IsResumed)
{
    /// <summary>Remaining active time, never below zero; null for no limit.</summary>
    public TimeSpan? Remaining(TimeProvider clock)
    {
        if (Budget is not { } budget) return null;
        var left = budget - EarlierTime - (clock.GetUtcNow() - StartedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A limit that cancels when <paramref name="stop"/> does or when the time is used up.</summary>
    public TimeLimit CreateLimit(TimeProvider clock, CancellationToken stop) => new(Remaining(clock), clock, stop);
}

/// <summary>A token that is cancelled from outside or by a timeout.</summary>
internal sealed class TimeLimit : IDisposable
{
    /// <summary>Timers accept at most 49 days.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource? _timeout;
    private readonly CancellationTokenSource? _linked;

    public TimeLimit(TimeSpan? left, TimeProvider clock, CancellationToken stop)
    {
        if (left is { } time)
        {
            _timeout = new(time < MaxTimer ? time : MaxTimer, clock);
            _linked = CancellationTokenSource.CreateLinkedTokenSource(stop, _timeout.Token);
        }
        Token = _linked?.Token ?? stop;
    }

    public CancellationToken Token { get; }

    /// <summary>Whether the time is used up.</summary>
    public bool IsReached => _timeout is { IsCancellationRequested: true };

    public void Dispose()
    {
        _linked?.Dispose();
        _timeout?.Dispose();
    }
}
