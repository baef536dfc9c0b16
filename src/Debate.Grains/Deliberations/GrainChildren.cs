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
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Key);
        return grain.RunToEndAsync(wait => grain.RunAsync(child, wait), "its parent stopped", cancellation);
    }

    /// <inheritdoc/>
    public async Task<RunOutcome?> RunAsync(RunDefinition definition, TimeSpan atMost)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(definition.Id.Key);
        return (await DeliberationCalls.AwaitCallAsync(grain.RunAsync(definition, atMost))).Outcome;
    }
}
