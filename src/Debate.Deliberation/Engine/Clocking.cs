namespace Debate.Deliberation.Engine;

/// <summary>
/// The active time of a run against its budget: for earlier activations the time between their first and their last entry, for this one
/// the time since it began. Time during which nobody drove the run does not count.
/// </summary>
/// <param name="Budget">The limit of active time; null for none.</param>
/// <param name="Before">Active time of earlier activations.</param>
/// <param name="Began">When this activation began.</param>
/// <param name="IsResumed">Whether there were earlier activations.</param>
internal sealed record Clocking(TimeSpan? Budget, TimeSpan Before, DateTimeOffset Began, bool IsResumed)
{
    /// <summary>Remaining active time, never below zero; null for no limit.</summary>
    public TimeSpan? Left(TimeProvider clock)
    {
        if (Budget is not { } budget) return null;
        var left = budget - Before - (clock.GetUtcNow() - Began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A limit that cancels when <paramref name="stop"/> does or when the time is used up.</summary>
    public TimeLimit Limit(TimeProvider clock, CancellationToken stop) => new(Left(clock), clock, stop);
}

/// <summary>A token that is cancelled from outside or by a timeout.</summary>
internal sealed class TimeLimit : IDisposable
{
    /// <summary>Timers accept at most 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource? _end;
    private readonly CancellationTokenSource? _either;

    public TimeLimit(TimeSpan? left, TimeProvider clock, CancellationToken stop)
    {
        if (left is { } time)
        {
            _end = new(time < Longest ? time : Longest, clock);
            _either = CancellationTokenSource.CreateLinkedTokenSource(stop, _end.Token);
        }
        Token = _either?.Token ?? stop;
    }

    public CancellationToken Token { get; }

    /// <summary>Whether the time is used up.</summary>
    public bool IsReached => _end is { IsCancellationRequested: true };

    public void Dispose()
    {
        _either?.Dispose();
        _end?.Dispose();
    }
}
