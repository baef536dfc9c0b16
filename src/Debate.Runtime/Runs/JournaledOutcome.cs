using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Runtime.Runs;

/// <summary>Reads the outcome of a run that no process drives from its journal.</summary>
public static class JournaledOutcome
{
    /// <summary>
    /// The outcome recorded by an earlier activation; interrupted if the journal records no end; null for an unknown run.
    /// </summary>
    public static async Task<RunOutcome?> ReadOutcomeAsync(this IJournal journal, DeliberationId id)
    {
        var entries = await journal.ReadAsync(id);
        return entries.Count == 0 ? null : entries[^1].ReadBody() switch
        {
            RunCompleted decided => new(RunStatus.Finished, decided.Verdict, decided.Usage),
            RunSuspended suspended => new(suspended.Status, null, suspended.Usage, suspended.Reason, suspended.Cause)
            {
                Absent = suspended.Absent,
            },
            _ => new(RunStatus.Interrupted, null, UsageTotals.Sum(entries), "nobody drives it"),
        };
    }
}
