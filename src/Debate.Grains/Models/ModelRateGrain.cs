using Debate.Deliberation.Engine;

namespace Debate.Grains.Models;

/// <summary>
/// One rate schedule for all silos. It stores nothing: a new activation starts after everything that an older one may have granted.
/// </summary>
public sealed class ModelRateGrain(EnginePorts ports) : Grain, IModelRateGrain
{
    private readonly RateSchedule _schedule = new();
    private readonly long _began = ports.Clock.GetTimestamp();

    /// <inheritdoc/>
    public Task<StartPermits> GrantAsync(int requestsPerMinute, int wanted) =>
        Task.FromResult(_schedule.Grant(ports.Clock.GetElapsedTime(_began), requestsPerMinute, wanted));
}
