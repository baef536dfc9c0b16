using System.Collections.Concurrent;

namespace Debate.Grains.Deliberations;

/// <summary>
/// Hands over all runs of a silo as soon as it stops. Orleans asks an activation to end only after its calls have, and whoever waits for a
/// run waits in calls of up to twenty seconds: the run of a tournament would be handed over half a minute late. To be called when the silo
/// no longer gets new activations: what is called again then runs elsewhere.
/// </summary>
public sealed class RunHandOver
{
    private readonly ConcurrentDictionary<object, Func<Task>> _runs = new();

    /// <summary>Notes how a run that is driven now is left.</summary>
    public void Add(object run, Func<Task> leave) => _runs[run] = leave;

    /// <summary>Forgets a run that is no longer driven.</summary>
    public void Remove(object run) => _runs.TryRemove(run, out var _);

    /// <summary>Leaves all runs; returns when they have stopped here.</summary>
    public Task LeaveAllAsync() => Task.WhenAll(_runs.Values.Select(leave => leave()));
}
