using Debate.Deliberation.Engine;

namespace Debate.Tournaments.Protocols;

/// <summary>What the last entry of a journal says about its run.</summary>
internal static class Journaled
{
    /// <summary>Where the run stands; without an end and a driver it was interrupted.</summary>
    public static RunStatus Status(IReadOnlyList<EntryBody> entries, bool isRunning) => isRunning ? RunStatus.Running : entries[^1] switch
    {
        Decided => RunStatus.Finished,
        Suspended suspended => suspended.Status,
        _ => RunStatus.Interrupted,
    };
}
