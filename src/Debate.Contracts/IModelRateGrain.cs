using Debate.Deliberation.Engine;

namespace Debate.Contracts;

/// <summary>Shares the calls a minute of one model among all silos; its key is the configured name of the model.</summary>
[Alias("debate.model-rate")]
public interface IModelRateGrain : IGrainWithStringKey
{
    /// <summary>Grants the next starts of calls.</summary>
    /// <param name="requestsPerMinute">Calls a minute, of all silos together; positive.</param>
    /// <param name="wanted">Calls that wait at the silo that asks; positive.</param>
    [Alias("grant"), ResponseTimeout("00:00:05")]
    Task<StartGrant> GrantAsync(int requestsPerMinute, int wanted);
}
