using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>The status of a run by the last entry of its journal.</summary>
internal static class JournaledStatus
{
    /// <summary>The status of the run; without a final entry and not running, it was interrupted.</summary>
    public static RunStatus Determine(IReadOnlyList<EntryBody> entries, bool isRunning) =>
        isRunning ? RunStatus.Running : entries[^1] switch
    {
        RunCompleted => RunStatus.Finished,
        RunSuspended suspended => suspended.Status,
        _ => RunStatus.Interrupted,
    };
}
