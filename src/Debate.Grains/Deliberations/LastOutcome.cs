using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>What a journal tells of a run that nobody drives.</summary>
internal static class LastOutcome
{
    /// <summary>
    /// How it ended when an earlier activation drove it; interrupted where the journal shows no end; null for an unknown run.
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
