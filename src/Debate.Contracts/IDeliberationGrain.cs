using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Contracts;

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
    /// Stops it: cancelled for good reason by a person, or interrupted because whoever drives it stops. Returns when it stands still.
    /// </summary>
    [Alias("stop"), AlwaysInterleave]
    Task<Outcome?> StopAsync(RunStatus status, string reason);

    /// <summary>Its line of the index; null for an unknown one.</summary>
    [Alias("status"), AlwaysInterleave]
    Task<RunSummary?> StatusAsync();
}
