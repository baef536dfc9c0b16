using Debate.Deliberation.Engine;

namespace Debate.Grains.Models;

/// <summary>Gets starts from the model's rate grain. While the grain's silo is gone, no calls start.</summary>
public sealed class GrainModelRates(IGrainFactory grains) : IModelRates
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public async Task<StartPermits> GrantAsync(string model, int requestsPerMinute, int wanted)
    {
        try
        {
            return await grains.GetGrain<IModelRateGrain>(model).GrantAsync(requestsPerMinute, wanted);
        }
        catch (Exception lost) when (lost is TimeoutException or OrleansException)
        {
            return new(RetryDelay, 0);
        }
    }
}
