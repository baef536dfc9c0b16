using Debate.Contracts;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Runtime.Externals;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Debate.Grains.Deliberations;

/// <summary>
/// Drives one deliberation; its key is that of the id (<see cref="DeliberationId.Key"/>). Every call records or reads something and returns: none waits for a model longer than its
/// arguments allow.
/// </summary>
[Alias("debate.deliberation")]
public interface IDeliberationGrain : IGrainWithStringKey
{
    /// <summary>Starts the deliberation, or resumes it if it exists; returns when that is recorded.</summary>
    [Alias("start"), AlwaysInterleave]
    Task<RunOutcome?> StartAsync(RunDefinition definition);

    /// <summary>Resumes an existing deliberation, on another budget if one is given; returns when that is recorded.</summary>
    [Alias("resume"), AlwaysInterleave]
    Task<RunOutcome?> ResumeAsync(Budget? budget);

    /// <summary>Waits for the end, up to the given time; null if it is still running.</summary>
    [Alias("wait"), AlwaysInterleave]
    Task<RunOutcome?> WaitAsync(TimeSpan atMost);

    /// <summary>Starts and waits in one call, for callers that run many deliberations.</summary>
    [Alias("run"), AlwaysInterleave]
    Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost);

    /// <summary>
    /// Stops it: a person cancels or pauses it, or the process that drives it stops and interrupts it. Returns when it has stopped.
    /// </summary>
    [Alias("stop"), AlwaysInterleave]
    Task<RunOutcome?> StopAsync(RunStatus status, string reason, FailureKind cause = FailureKind.None);

    /// <summary>Gets the run's row of the index; null for an unknown run.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<RunSummary?> GetStatusAsync();

    /// <summary>
    /// Waits, up to the given time, until a turn of that seat (of any seat if null) needs an external reply or the deliberation has
    /// stopped.
    /// </summary>
    [Alias("turns"), AlwaysInterleave]
    Task<SeatTurns> WaitForTurnsAsync(string? seat, TimeSpan atMost);

    /// <summary>Accepts an external reply; returns when it is recorded. The same reply twice counts once.</summary>
    [Alias("reply"), AlwaysInterleave]
    Task<ExternalReplyStatus> ReplyAsync(ExternalReply reply);
}

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
            var isLost = outcome is
            {
                Status: RunStatus.Interrupted,
                Cause: not (FailureKind.Unanswered or FailureKind.Paused or FailureKind.Absent),
            };
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
