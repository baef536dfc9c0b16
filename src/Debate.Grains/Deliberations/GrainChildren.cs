using Debate.Contracts;
using Debate.Deliberation.Engine;
using Orleans.Runtime;

namespace Debate.Grains.Deliberations;

/// <summary>Runs children as grains, wherever the cluster places them, and waits in short calls, so that a lost silo is noticed and called again.</summary>
public sealed class GrainChildren(IGrainFactory grains) : IChildren
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task<Outcome> RunAsync(Snapshot child, CancellationToken cancellation)
    {
        var grain = grains.GetGrain<IDeliberationGrain>(child.Id.Value);
        await using var stop = cancellation.Register(() => grain.StopAsync(RunStatus.Interrupted, "its parent stopped").Ignore());
        cancellation.ThrowIfCancellationRequested();
        while (true)
        {
            var outcome = await DrivenAsync(grain, child, cancellation);
            // Interrupted without our asking: whoever drove it is gone, and the child goes on elsewhere.
            if (outcome is not null && (outcome.Status != RunStatus.Interrupted || cancellation.IsCancellationRequested)) return outcome;
        }
    }

    /// <summary>Runs the child, or waits with whoever runs it already; null while it runs, or where its silo was lost.</summary>
    private static async Task<Outcome?> DrivenAsync(IDeliberationGrain grain, Snapshot child, CancellationToken cancellation)
    {
        try
        {
            return await grain.RunAsync(child, Wait);
        }
        catch (SiloUnavailableException)
        {
            await Task.Delay(BeforeAnother, cancellation);
            return null;
        }
    }
}
