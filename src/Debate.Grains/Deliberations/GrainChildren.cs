using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Deliberations;

/// <summary>Runs children as grains, wherever the cluster places them, and waits in short calls, so that a lost silo is noticed and called again.</summary>
public sealed class GrainChildren(IGrainFactory grains) : IChildren
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task<Outcome> RunAsync(Snapshot child, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Value);
        await using var stop = cancellation.Register(() => grain.StopAsync(RunStatus.Interrupted, "its parent stopped").Ignore());
        cancellation.ThrowIfCancellationRequested();
        var outcome = await grain.RunAsync(child, Wait);
        while (outcome is null)
        {
            outcome = await grain.WaitAsync(Wait);
            var lost = outcome is null or { Status: RunStatus.Interrupted } && !cancellation.IsCancellationRequested;
            if (lost && outcome is not null) outcome = await grain.RunAsync(child, Wait);
        }
        return outcome;
    }
}
