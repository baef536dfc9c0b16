namespace Debate.Deliberation.Engine;

/// <summary>
/// The active time of a run: of earlier activations what lies between their first and their last entry, of this one what has passed since it
/// began. Time in which nobody drove the run does not count.
/// </summary>
/// <param name="Budget">The most active time; null for no limit.</param>
/// <param name="Before">Active time of earlier activations.</param>
/// <param name="Began">When this activation began.</param>
/// <param name="IsResumed">Whether there were earlier activations.</param>
internal sealed record Clocking(TimeSpan? Budget, TimeSpan Before, DateTimeOffset Began, bool IsResumed)
{
    /// <summary>Active time that is left, not below zero; null for no limit.</summary>
    public TimeSpan? Left(TimeProvider clock)
    {
        if (Budget is not { } budget) return null;
        var left = budget - Before - (clock.GetUtcNow() - Began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A source that is cancelled with <paramref name="stop"/> or when the time is used up; null where only stop can.</summary>
    public CancellationTokenSource? Limit(TimeProvider clock, CancellationToken stop)
    {
        if (Left(clock) is not { } left) return null;
        var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (left == TimeSpan.Zero) limit.Cancel();
        else Expire(limit, clock, left);
        return limit;
    }

    private static void Expire(CancellationTokenSource source, TimeProvider clock, TimeSpan left)
    {
        var timer = clock.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), source, left, Timeout.InfiniteTimeSpan);
        source.Token.Register(timer.Dispose);
    }
}
