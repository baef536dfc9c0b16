using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>Calls a deliberation that takes longer than a single grain call may.</summary>
public static class DeliberationCalls
{
    private static readonly TimeSpan WaitPerCall = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Starts or resumes a deliberation, then waits in short calls until it ends. If a call gets no answer, or the silo that drives the run
    /// is gone, it calls again: starting is idempotent, and the journal holds the run's progress. Cancelling interrupts the deliberation
    /// and waits until it has stopped.
    /// </summary>
    /// <param name="grain">The deliberation.</param>
    /// <param name="begin">Starts or resumes it; returns its outcome if it ends at once.</param>
    /// <param name="reason">The reason to record if it is interrupted.</param>
    /// <param name="cancellation">Interrupts the deliberation.</param>
    public static async Task<RunOutcome> RunToEndAsync(
        this IDeliberationGrain grain, Func<TimeSpan, Task<RunOutcome?>> begin, string reason, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var stop = cancellation.Register(() => grain.StopAsync(RunStatus.Interrupted, reason).Ignore());
        RunOutcome? outcome = null;
        for (var begun = false; outcome is null;)
        {
            (var answered, outcome) = await AwaitCallAsync(begun ? grain.WaitAsync(WaitPerCall) : begin(WaitPerCall));
            begun |= answered;
            var isLost = outcome is { Status: RunStatus.Interrupted, Cause: not (FailureKind.Unanswered or FailureKind.Paused) };
            if (!isLost || cancellation.IsCancellationRequested) continue;
            // Interrupted, but not by us: the silo that drove it is gone, and the run continues on another.
            await Task.Delay(RetryDelay, CancellationToken.None);
            (begun, outcome) = (false, null);
        }
        return outcome;
    }

    /// <summary>
    /// Awaits one call. It counts as unanswered if it timed out or was lost with a silo (after a short delay); either way the caller may
    /// call again at once.
    /// </summary>
    public static async Task<(bool Answered, RunOutcome? Outcome)> AwaitCallAsync(Task<RunOutcome?> call)
    {
        try
        {
            return (true, await call);
        }
        catch (TimeoutException)
        {
            return (false, null);
        }
        catch (Exception lost) when (lost.IsSiloFailure(CancellationToken.None))
        {
            await Task.Delay(RetryDelay);
            return (false, null);
        }
    }
}
