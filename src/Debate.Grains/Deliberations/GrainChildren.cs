using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>Runs children as grains, on the silos where the cluster places them.</summary>
public sealed class GrainChildren(IGrainFactory grains) : IChildRunner
{
    /// <inheritdoc/>
    public Task<RunOutcome> RunAsync(RunDefinition child, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Value);
        return grain.RunToEndAsync(wait => grain.RunAsync(child, wait), "its parent stopped", cancellation);
    }
}
