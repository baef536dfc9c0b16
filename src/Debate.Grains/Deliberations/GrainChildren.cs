using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>Runs children as grains, on the silos where the cluster places them.</summary>
public sealed class GrainChildren(IGrainFactory grains) : IChildren
{
    /// <inheritdoc/>
    public Task<Outcome> RunAsync(Snapshot child, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Value);
        return grain.EndAsync(wait => grain.RunAsync(child, wait), "its parent stopped", cancellation);
    }
}
