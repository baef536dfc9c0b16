using Debate.Contracts;
using Debate.Deliberation.Engine;
using Orleans.Concurrency;

namespace Debate.Grains.Models;

/// <summary>Carries calls to a model. One activation takes all calls of its silo: the router has admitted them.</summary>
[StatelessWorker(1), Reentrant]
public sealed class ModelHostGrain(IModelBackends backends) : Grain, IModelHostGrain
{
    /// <inheritdoc/>
    public async Task<HostAnswer> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        try
        {
            return new(await backends.AskAsync(call, cancellation));
        }
        catch (OutageException outage)
        {
            return new(null, outage.Trouble, outage.Message);
        }
    }
}
