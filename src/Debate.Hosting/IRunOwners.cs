using Debate.Contracts;
using Debate.Deliberation;

namespace Debate.Hosting;

/// <summary>Says who drives root runs, so that each has one driver.</summary>
public interface IRunOwners
{
    /// <summary>
    /// Whether several servers share the runs: then each follows all of them, takes over what another one leaves behind, and stopping one of
    /// them stops no run.
    /// </summary>
    bool AreShared { get; }

    /// <summary>Takes a run until what it gives is disposed; throws <see cref="RunTakenException"/> where somebody else has it.</summary>
    Task<IDisposable> TakeAsync(DeliberationId id);

    /// <summary>Whether somebody drives it now.</summary>
    Task<bool> IsDrivenAsync(DeliberationId id);
}

/// <summary>Processes over one data folder: whoever holds the lock file owns the run.</summary>
public sealed class FolderOwners(string data) : IRunOwners
{
    /// <inheritdoc/>
    public bool AreShared => false;

    /// <inheritdoc/>
    public Task<IDisposable> TakeAsync(DeliberationId id) => RunLock.TakeAsync(data, id);

    /// <inheritdoc/>
    public Task<bool> IsDrivenAsync(DeliberationId id) => Task.FromResult(RunLock.IsHeld(data, id));
}

/// <summary>
/// Silos of one cluster: the run's one activation owns it, and the journal's fence holds where there should be two for a moment.
/// </summary>
public sealed class ClusterOwners(IGrainFactory grains) : IRunOwners
{
    /// <inheritdoc/>
    public bool AreShared => true;

    /// <inheritdoc/>
    public Task<IDisposable> TakeAsync(DeliberationId id) => Task.FromResult<IDisposable>(new MemoryStream());

    /// <inheritdoc/>
    public async Task<bool> IsDrivenAsync(DeliberationId id) =>
        await grains.GetGrain<IDeliberationGrain>(id.Value).WaitAsync(TimeSpan.Zero) is null;
}
