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
        // Interrupted without our asking: whoever drove it is gone, and the child goes on elsewhere.
        while (outcome is null || (outcome.Status == RunStatus.Interrupted && !cancellation.IsCancellationRequested))
            outcome = outcome is null ? await grain.WaitAsync(Wait) : await grain.RunAsync(child, Wait);
        return outcome;
    }
}
