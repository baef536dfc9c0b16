using Debate.Deliberation;
using Debate.Grains.Deliberations;

namespace Debate.Hosting;

/// <summary>Tracks which process drives each root run, so that every run has exactly one driver.</summary>
public interface IRunOwners
{
    /// <summary>
    /// Whether several servers share the runs. If so, each server follows all runs and takes over those that another leaves behind, and
    /// stopping a server stops no run.
    /// </summary>
    bool AreShared { get; }

    /// <summary>Acquires a run until the result is disposed; throws <see cref="RunLockedException"/> if another process holds it.</summary>
    Task<IDisposable> AcquireAsync(DeliberationId id);

    /// <summary>Whether any process drives the run now.</summary>
    Task<bool> IsDrivenAsync(DeliberationId id);
}

/// <summary>Ownership among processes that share one data folder: the process that holds the lock file owns the run.</summary>
public sealed class FolderOwners(string data) : IRunOwners
{
    /// <inheritdoc/>
    public bool AreShared => false;

    /// <inheritdoc/>
    public Task<IDisposable> AcquireAsync(DeliberationId id) => RunLock.AcquireAsync(data, id);

    /// <inheritdoc/>
    public Task<bool> IsDrivenAsync(DeliberationId id) => Task.FromResult(RunLock.IsHeld(data, id));
}

/// <summary>
/// Ownership among the silos of one cluster: the run's single activation owns it, and the journal's fencing protects it should two
/// activations exist for a moment.
/// </summary>
public sealed class ClusterOwners(IGrainFactory grains) : IRunOwners
{
    /// <inheritdoc/>
    public bool AreShared => true;

    /// <inheritdoc/>
    public Task<IDisposable> AcquireAsync(DeliberationId id) => Task.FromResult<IDisposable>(new MemoryStream());

    /// <inheritdoc/>
    public async Task<bool> IsDrivenAsync(DeliberationId id) =>
        await grains.GetGrain<IDeliberationGrain>(id.Key).WaitAsync(TimeSpan.Zero) is null;
}
