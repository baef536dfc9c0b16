using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;

namespace Debate.Grains.Deliberations;

/// <summary>
/// Hands over all runs of a silo as soon as it stops. Orleans asks an activation to end only after its calls have, and whoever waits for a
/// run waits in calls of up to twenty seconds: the run of a tournament would be handed over half a minute late.
/// </summary>
public sealed class RunHandOver : ILifecycleParticipant<ISiloLifecycle>
{
    private readonly ConcurrentDictionary<object, Func<Task>> _runs = new();

    /// <summary>Notes how a run that is driven now is left.</summary>
    public void Add(object run, Func<Task> leave) => _runs[run] = leave;

    /// <summary>Forgets a run that is no longer driven.</summary>
    public void Remove(object run) => _runs.TryRemove(run, out var _);

    /// <summary>At the stage in which activations end, when the silo no longer gets new ones: what is called again runs elsewhere.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(RunHandOver), ServiceLifecycleStage.GrainDeactivation, _ => Task.CompletedTask, _ => LeaveAllAsync());

    private Task LeaveAllAsync() => Task.WhenAll(_runs.Values.Select(leave => leave()));
}
