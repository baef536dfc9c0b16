using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Runtime;

namespace Debate.Grains.Deliberations;

/// <summary>Runs children, and runs that others wait for, as grains on the silos where the cluster places them.</summary>
public sealed class GrainChildren(IGrainFactory grains) : IChildRunner, IRunStarter
{
    /// <inheritdoc/>
    public Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Value);
        return grain.RunToEndAsync(wait => grain.RunAsync(child, wait), "its parent stopped", cancellation);
    }

    /// <inheritdoc/>
    public async Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(definition.Id.Value);
        return (await DeliberationCalls.AwaitCallAsync(grain.RunAsync(definition, atMost))).Outcome;
    }
}

/// <summary>Reads the outcome of a run that no silo drives from its journal.</summary>
internal static class JournaledOutcome
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
