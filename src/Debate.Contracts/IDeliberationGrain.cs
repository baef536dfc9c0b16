using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>The external turns that a deliberation waits for.</summary>
/// <param name="Turns">The turns that wait for a reply, in the order of the protocol.</param>
/// <param name="Outcome">The deliberation's outcome; null while it runs and for an unknown one.</param>
public sealed record SeatTurns(IReadOnlyList<ExternalTurn> Turns, RunOutcome? Outcome);

/// <summary>
/// Drives one deliberation; its key is the id. Every call records or reads something and returns: none waits for a model longer than its
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
