using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>How to call a deliberation that takes longer than any call may.</summary>
public static class DeliberationCalls
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Begins, then waits in short calls until the deliberation ends. A call without an answer and a driver that is gone are both met by
    /// calling again: beginning is idempotent, and the journal knows how far it came. Cancelling interrupts the deliberation and waits for
    /// it to stand still.
    /// </summary>
    /// <param name="grain">The deliberation.</param>
    /// <param name="begin">Starts or resumes it; its outcome where it ends at once.</param>
    /// <param name="reason">What is recorded as the reason of an interruption.</param>
    /// <param name="cancellation">Interrupts it.</param>
    public static async Task<Outcome> EndAsync(
        this IDeliberationGrain grain, Func<TimeSpan, Task<Outcome?>> begin, string reason, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        await using var stop = cancellation.Register(() => grain.StopAsync(RunStatus.Interrupted, reason).Ignore());
        Outcome? outcome = null;
        for (var begun = false; outcome is null;)
        {
            (var answered, outcome) = await AnswerAsync(begun ? grain.WaitAsync(Wait) : begin(Wait));
            begun |= answered;
            var isLost = outcome is { Status: RunStatus.Interrupted, Cause: not (Trouble.Unanswered or Trouble.Paused) };
            if (!isLost || cancellation.IsCancellationRequested) continue;
            // Interrupted without our asking: whoever drove it is gone, and it goes on elsewhere.
            await Task.Delay(BeforeAnother, CancellationToken.None);
            (begun, outcome) = (false, null);
        }
        return outcome;
    }

    /// <summary>
    /// What one call brought: unanswered where it took too long, and, after a short wait, where it was lost with a silo; in both cases it
    /// may be called again at once.
    /// </summary>
    public static async Task<(bool Answered, Outcome? Outcome)> AnswerAsync(Task<Outcome?> call)
    {
        try
        {
            return (true, await call);
        }
        catch (TimeoutException)
        {
            return (false, null);
        }
        catch (Exception lost) when (lost.IsOfSilo(CancellationToken.None))
        {
            await Task.Delay(BeforeAnother);
            return (false, null);
        }
    }
}
