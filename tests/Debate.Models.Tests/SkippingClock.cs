using Microsoft.Extensions.Time.Testing;

namespace Debate.Models.Tests;

/// <summary>
/// A clock on which nobody waits: a timer of at most <see cref="Longest"/> is due at once, because setting it advances the clock. Longer
/// timers, such as time limits of requests, are unaffected.
/// </summary>
internal sealed class SkippingClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    /// <summary>The longest wait that is skipped.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A wait that is not skipped, although it is short.</summary>
    public TimeSpan? Kept { get; init; }

    /// <summary>Runs before each skip.</summary>
    public Func<Task> BeforeSkip { get; set; } = () => Task.CompletedTask;

    /// <summary>The time since the start.</summary>
    public TimeSpan Passed => GetUtcNow() - Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SkippedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Skip(dueTime);
        return timer;
    }

    private void Skip(TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero || wait > Longest || wait == Kept) return;
        _ = Task.Run(async () =>
        {
            await BeforeSkip();
            Advance(wait);
        });
    }

    private sealed class SkippedTimer(SkippingClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            clock.Skip(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
