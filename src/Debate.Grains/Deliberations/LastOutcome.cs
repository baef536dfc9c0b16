using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>Reads the outcome of a run that no silo drives from its journal.</summary>
internal static class LastOutcome
{
    /// <summary>
    /// The outcome recorded by an earlier activation; interrupted if the journal records no end; null for an unknown run.
    /// </summary>
    public static async Task<Outcome?> LastOutcomeAsync(this IJournal journal, DeliberationId id)
    {
        var entries = await journal.ReadAsync(id);
        return entries.Count == 0 ? null : entries[^1].Read() switch
        {
            Decided decided => new(RunStatus.Finished, decided.Verdict, decided.Usage),
            Suspended suspended => new(suspended.Status, null, suspended.Usage, suspended.Reason, suspended.Cause),
            _ => new(RunStatus.Interrupted, null, Tally.Of(entries), "nobody drives it"),
        };
    }
}
