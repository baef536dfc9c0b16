using Debate.Contracts;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Models;

/// <summary>
/// One schedule for all silos. It keeps nothing: a new activation begins behind everything that an older one may have granted.
/// </summary>
public sealed class ModelRateGrain(EnginePorts ports) : Grain, IModelRateGrain
{
    private readonly StartSchedule _schedule = new();
    private readonly long _began = ports.Clock.GetTimestamp();

    /// <inheritdoc/>
    public Task<StartGrant> GrantAsync(int requestsPerMinute, int wanted) =>
        Task.FromResult(_schedule.Grant(ports.Clock.GetElapsedTime(_began), requestsPerMinute, wanted));
}
