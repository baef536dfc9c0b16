using System.Collections.Concurrent;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Deliberations;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// The root runs that this server follows to their end. A single server owns each run from before its first entry until it stops, and
/// records all of them as interrupted before it shuts down. In a cluster a run is followed by the server that started it, and after a silo
/// was lost by all that are left (<see cref="Recovery"/>): it resumes as soon as its silo is known to be dead, and continues on another one
/// when its own shuts down.
/// </summary>
internal sealed partial class RootRuns(
    IGrainFactory grains, IRunOwners owners, IHostApplicationLifetime life, ILogger<RootRuns> logger) : IHostedService
{
    private readonly RunGates _gates = new();
    private readonly ConcurrentDictionary<DeliberationId, Task> _activeRuns = new();

    /// <summary>Raised when this server no longer follows a root run: it ended, or was lost. Handlers must return quickly.</summary>
    public event Action<DeliberationId>? Ended;

    /// <summary>Whether this server follows the run, so that <see cref="Ended"/> will be raised for its root.</summary>
    public bool IsFollowed(DeliberationId id) => owners.AreShared || _activeRuns.ContainsKey(id.Root);

    /// <summary>Whether this server follows the run now, or its root.</summary>
    public bool IsActive(DeliberationId id) => _activeRuns.ContainsKey(id.Root);

    /// <summary>Whether the run is being driven, by this process or by another one over the same folder.</summary>
    public async Task<bool> IsDrivenAsync(DeliberationId id) => _activeRuns.ContainsKey(id.Root) || await owners.IsDrivenAsync(id);

    /// <summary>
    /// Whether the run continues even if nobody drives it at this moment: in a cluster another server resumes the runs of a lost silo.
    /// </summary>
    public bool IsContinued(RunSummary run) => owners.AreShared && (run.Status == RunStatus.Running
        || run.Status == RunStatus.Interrupted && (IsHandedOver(run) || _activeRuns.ContainsKey(run.Id.Root)));

    /// <summary>Whether the run was left by a silo that stopped, so that another one goes on with it.</summary>
    public static bool IsHandedOver(RunSummary run) =>
        run is { Status: RunStatus.Interrupted, Outcome: { Cause: FailureKind.None } } && run.Id.IsRoot;

    /// <summary>
    /// Starts a run, or resumes it if it exists, unless this server already drives it; returns when that is recorded. Throws
    /// <see cref="RunLockedException"/> if another process drives it.
    /// </summary>
    public Task StartAsync(RunDefinition definition) => StartOwnedAsync(definition.Id, grain => grain.StartAsync(definition));

    /// <summary>
    /// Resumes a run, with a new budget if one is given, unless this server already drives it; returns when that is recorded. Throws
    /// <see cref="RunLockedException"/> if another process drives it.
    /// </summary>
    public Task ResumeAsync(DeliberationId id, Budget? budget = null) => StartOwnedAsync(id, grain => grain.ResumeAsync(budget));

    /// <summary>Cancels a run and returns when it has stopped.</summary>
    public async Task CancelAsync(DeliberationId id, string reason)
    {
        await Grain(id).StopAsync(RunStatus.Cancelled, reason);
        if (_activeRuns.TryGetValue(id, out var driven)) await driven;
    }

    /// <summary>
    /// Pauses a run and returns when it has stopped; it continues when it is resumed explicitly, not when a server starts.
    /// </summary>
    public async Task PauseAsync(DeliberationId id)
    {
        await Grain(id).StopAsync(RunStatus.Interrupted, "paused", FailureKind.Paused);
        if (_activeRuns.TryGetValue(id, out var driven)) await driven;
    }

    /// <inheritdoc/>
    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_activeRuns.Values).WaitAsync(cancellationToken);

    private IDeliberationGrain Grain(DeliberationId id) => grains.GetGrain<IDeliberationGrain>(id.Key);

    private async Task StartOwnedAsync(DeliberationId id, Func<IDeliberationGrain, Task<RunOutcome?>> begin)
    {
        if (_activeRuns.ContainsKey(id)) return;
        using var entered = await _gates.EnterAsync(id, life.ApplicationStopping);
        if (_activeRuns.ContainsKey(id)) return;
        var owned = await owners.AcquireAsync(id);
        var grain = Grain(id);
        if (await StartOrReleaseAsync(owned, () => begin(grain)) is not null) return;
        Log.Drives(logger, id);
        var ended = new TaskCompletionSource();
        _activeRuns[id] = ended.Task;
        FollowAsync(owned, id, grain, ended).Ignore();
    }

    /// <summary>Starts the run; if it ends immediately or fails to start, ownership is released.</summary>
    private static async Task<RunOutcome?> StartOrReleaseAsync(IDisposable owned, Func<Task<RunOutcome?>> begin)
    {
        RunOutcome? outcome = null;
        var begun = false;
        try
        {
            outcome = await begin();
            begun = outcome is null;
            return outcome;
        }
        finally
        {
            if (!begun) owned.Dispose();
        }
    }

    private async Task FollowAsync(IDisposable owned, DeliberationId id, IDeliberationGrain grain, TaskCompletionSource ended)
    {
        try
        {
            using var _ = owned;
            var outcome = await WaitForEndAsync(grain);
            Log.Ended(logger, id, outcome.Status, outcome.Reason);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            Log.Left(logger, id);
        }
        catch (Exception error) when (error is OrleansException or IOException)
        {
            Log.Lost(logger, id, error);
        }
        finally
        {
            _activeRuns.TryRemove(id, out var _);
            ended.SetResult();
            Ended?.Invoke(id);
        }
    }

    // The run is already started: the first call waits for it, and later calls resume it after its driver was lost.
    private Task<RunOutcome> WaitForEndAsync(IDeliberationGrain grain)
    {
        var calls = 0;
        Task<RunOutcome?> Begin(TimeSpan wait) => calls++ == 0 ? grain.WaitAsync(wait) : grain.ResumeAsync(null);
        return owners.AreShared
            ? grain.RunToEndAsync(Begin, "", CancellationToken.None).WaitAsync(life.ApplicationStopping)
            : grain.RunToEndAsync(Begin, "the server was stopped", life.ApplicationStopping);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "drives {Id}")]
        public static partial void Drives(ILogger logger, DeliberationId id);

        [LoggerMessage(2, LogLevel.Information, "{Id} is {Status} {Reason}")]
        public static partial void Ended(ILogger logger, DeliberationId id, RunStatus status, string? reason);

        [LoggerMessage(3, LogLevel.Information, "{Id} goes on when the server starts again")]
        public static partial void Left(ILogger logger, DeliberationId id);

        [LoggerMessage(4, LogLevel.Error, "{Id} is no longer driven")]
        public static partial void Lost(ILogger logger, DeliberationId id, Exception trouble);
    }
}

/// <summary>One gate a run: who starts or resumes a run waits for others who do the same to this run, and for nobody else.</summary>
internal sealed class RunGates
{
    private readonly Dictionary<DeliberationId, Gate> _gates = [];

    /// <summary>Enters the gate of a run, until the result is disposed.</summary>
    public async Task<IDisposable> EnterAsync(DeliberationId id, CancellationToken stop)
    {
        Gate? gate;
        lock (_gates)
        {
            if (!_gates.TryGetValue(id, out gate)) _gates[id] = gate = new(this, id);
            gate.Users++;
        }
        try
        {
            await gate.Semaphore.WaitAsync(stop);
            return gate;
        }
        catch (OperationCanceledException)
        {
            Leave(gate);
            throw;
        }
    }

    private void Leave(Gate gate)
    {
        lock (_gates)
        {
            if (--gate.Users > 0) return;
            _gates.Remove(gate.Id);
        }
        gate.Semaphore.Dispose();
    }

    private sealed class Gate(RunGates gates, DeliberationId id) : IDisposable
    {
        public DeliberationId Id => id;

        public SemaphoreSlim Semaphore { get; } = new(1);

        /// <summary>How many are in the gate or before it; guarded by the lock of the gates.</summary>
        public int Users { get; set; }

        public void Dispose()
        {
            Semaphore.Release();
            gates.Leave(this);
        }
    }
}
