using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>Shares one model's calls per minute among all silos; its key is the configured name of the model.</summary>
[Alias("debate.model-rate")]
public interface IModelRateGrain : IGrainWithStringKey
{
    /// <summary>Grants the next starts of calls.</summary>
    /// <param name="requestsPerMinute">Calls per minute of all silos together; positive.</param>
    /// <param name="wanted">Calls that wait at the requesting silo; positive.</param>
    [Alias("grant"), ResponseTimeout("00:00:05")]
    Task<StartPermits> GrantAsync(int requestsPerMinute, int wanted);
}
