using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Runs;

/// <summary>Reads the outcome of a run that no process drives from its journal.</summary>
public static class JournaledOutcome
{
    /// <summary>
    /// The outcome recorded by an earlier activation; interrupted, with the usage that the index has, if the last entry records no end; null
    /// for an unknown run.
    /// </summary>
    public static async Task<RunOutcome?> ReadOutcomeAsync(this IJournal journal, DeliberationId id) =>
        await journal.FindLastAsync(id) is not { } last ? null : last.ReadBody() switch
        {
            RunCompleted decided => new(RunStatus.Finished, decided.Verdict, decided.Usage),
            RunSuspended suspended => new(suspended.Status, null, suspended.Usage, suspended.Reason, suspended.Cause)
            {
                Absent = suspended.Absent,
            },
            _ => new(RunStatus.Interrupted, null, (await journal.FindSummaryAsync(id))?.Usage ?? Usage.None, "nobody drives it"),
        };
}
