using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

/// <summary>What a deliberation waits for from outside.</summary>
/// <param name="Turns">The turns that wait for a reply, in the order of the protocol.</param>
/// <param name="Outcome">What became of it; null while it runs, and for an unknown one.</param>
public sealed record SeatTurns(IReadOnlyList<ExternalTurn> Turns, Outcome? Outcome);

/// <summary>
/// Drives one deliberation; its key is the id. Every call records or looks and returns: none waits for a model longer than it is told to.
/// </summary>
[Alias("debate.deliberation")]
public interface IDeliberationGrain : IGrainWithStringKey
{
    /// <summary>Starts the deliberation, or goes on with it where it exists; returns when that is recorded.</summary>
    [Alias("start"), AlwaysInterleave]
    Task<Outcome?> StartAsync(Snapshot snapshot);

    /// <summary>Goes on with a deliberation that exists, on another budget where one is given; returns when that is recorded.</summary>
    [Alias("resume"), AlwaysInterleave]
    Task<Outcome?> ResumeAsync(Budget? budget);

    /// <summary>Waits for the end, at most as long as told; null while it runs.</summary>
    [Alias("wait"), AlwaysInterleave]
    Task<Outcome?> WaitAsync(TimeSpan atMost);

    /// <summary>Starts and waits in one call, for whoever runs many.</summary>
    [Alias("run"), AlwaysInterleave]
    Task<Outcome?> RunAsync(Snapshot snapshot, TimeSpan atMost);

    /// <summary>
    /// Stops it: cancelled or paused by a person, or interrupted because whoever drives it stops. Returns when it stands still.
    /// </summary>
    [Alias("stop"), AlwaysInterleave]
    Task<Outcome?> StopAsync(RunStatus status, string reason, Trouble cause = Trouble.None);

    /// <summary>Its line of the index; null for an unknown one.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<RunSummary?> StatusAsync();

    /// <summary>
    /// Waits, at most as long as told, until a turn of that seat (of any, where it is null) waits for a reply from outside or the deliberation
    /// stands still.
    /// </summary>
    [Alias("turns"), AlwaysInterleave]
    Task<SeatTurns> TurnsAsync(string? seat, TimeSpan atMost);

    /// <summary>Takes a reply from outside; returns when it is recorded. The same reply twice counts once.</summary>
    [Alias("reply"), AlwaysInterleave]
    Task<Receipt> ReplyAsync(ExternalReply reply);
}
