using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Orleans.Concurrency;

namespace Debate.Grains.Models;

/// <summary>
/// Sends calls of other silos to a model from the silo that its key names. One activation takes all calls: the routers have already
/// admitted them.
/// </summary>
[Reentrant, PlacedByModel]
public sealed class ModelHostGrain(LocalModels models) : Grain, IModelHostGrain
{
    /// <inheritdoc/>
    public async Task<HostReply> AskAsync(ModelCall call, CancellationToken cancellation)
    {
        try
        {
            return new(await models.AskAsync(call, cancellation));
        }
        catch (OutageException outage)
        {
            return new(null, outage.Cause, outage.Message);
        }
    }

    /// <inheritdoc/>
    public async Task<HostScore> ScoreAsync(ScoreCall call, CancellationToken cancellation)
    {
        try
        {
            return new(await models.ScoreAsync(call, cancellation));
        }
        catch (OutageException outage)
        {
            return new(null, outage.Cause, outage.Message);
        }
    }
}
