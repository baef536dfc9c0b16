using System.Collections.Concurrent;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// The root runs that this server sees to their end, whoever asked for them. Alone, it owns each from before its first entry until it stands
/// still, and records all as interrupted before it stops. In a cluster every server follows every run: one whose silo died goes on as soon
/// as its death is known, and one whose silo stops goes on elsewhere.
/// </summary>
internal sealed partial class RootRuns(
    IGrainFactory grains, IRunOwners owners, IHostApplicationLifetime life, ILogger<RootRuns> logger) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<DeliberationId, Task> _driven = new();

    /// <summary>Whether somebody drives it: this process or another one over the same folder.</summary>
    public async Task<bool> IsDrivenAsync(DeliberationId id) => _driven.ContainsKey(id.Root) || await owners.IsDrivenAsync(id);

    /// <summary>
    /// Whether it goes on, though nobody may drive it at this moment: in a cluster another server takes up what a silo left.
    /// </summary>
    public bool IsTakenUp(RunSummary run) => owners.AreShared
        && (run.Status == RunStatus.Running || run.Status == RunStatus.Interrupted && _driven.ContainsKey(run.Id.Root));

    /// <summary>
    /// Starts a run, unless this server drives it already, or goes on with it where it exists; returns when that is recorded. Throws
    /// <see cref="RunTakenException"/> where another process drives it.
    /// </summary>
    public Task StartAsync(Snapshot snapshot) => BeginAsync(snapshot.Id, grain => grain.StartAsync(snapshot));

    /// <summary>
    /// Goes on with a run, unless this server drives it already, on another budget where one is given; returns when that is recorded. Throws
    /// <see cref="RunTakenException"/> where another process drives it.
    /// </summary>
    public Task ResumeAsync(DeliberationId id, Budget? budget = null) => BeginAsync(id, grain => grain.ResumeAsync(budget));

    /// <summary>Cancels a run and returns when it stands still.</summary>
    public async Task CancelAsync(DeliberationId id)
    {
        await Grain(id).StopAsync(RunStatus.Cancelled, "cancelled over HTTP");
        if (_driven.TryGetValue(id, out var driven)) await driven;
    }

    /// <summary>Pauses a run and returns when it stands still; it goes on when somebody resumes it, not when a server starts.</summary>
    public async Task PauseAsync(DeliberationId id)
    {
        await Grain(id).StopAsync(RunStatus.Interrupted, "paused", Trouble.Paused);
        if (_driven.TryGetValue(id, out var driven)) await driven;
    }

    /// <inheritdoc/>
    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_driven.Values).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private IDeliberationGrain Grain(DeliberationId id) => grains.GetGrain<IDeliberationGrain>(id.Value);

    private async Task BeginAsync(DeliberationId id, Func<IDeliberationGrain, Task<Outcome?>> begin)
    {
        if (_driven.ContainsKey(id)) return;
        await _gate.WaitAsync(life.ApplicationStopping);
        try
        {
            if (_driven.ContainsKey(id)) return;
            var owned = await owners.TakeAsync(id);
            var grain = Grain(id);
            if (await BegunAsync(owned, () => begin(grain)) is not null) return;
            Log.Drives(logger, id);
            var ended = new TaskCompletionSource();
            _driven[id] = ended.Task;
            EndAsync(owned, id, grain, ended).Ignore();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Begins; where it ends at once, or cannot begin, it is owned no more.</summary>
    private static async Task<Outcome?> BegunAsync(IDisposable owned, Func<Task<Outcome?>> begin)
    {
        Outcome? outcome = null;
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

    private async Task EndAsync(IDisposable owned, DeliberationId id, IDeliberationGrain grain, TaskCompletionSource ended)
    {
        try
        {
            using var _ = owned;
            var outcome = await EndAsync(grain);
            Log.Ended(logger, id, outcome.Status, outcome.Reason);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            Log.Left(logger, id);
        }
        catch (Exception trouble) when (trouble is OrleansException or IOException)
        {
            Log.Lost(logger, id, trouble);
        }
        finally
        {
            _driven.TryRemove(id, out var _);
            ended.SetResult();
        }
    }

    // It is begun: only where whoever drove it is gone it is begun again.
    private Task<Outcome> EndAsync(IDeliberationGrain grain)
    {
        var calls = 0;
        Task<Outcome?> Begin(TimeSpan wait) => calls++ == 0 ? grain.WaitAsync(wait) : grain.ResumeAsync(null);
        return owners.AreShared
            ? grain.EndAsync(Begin, "", CancellationToken.None).WaitAsync(life.ApplicationStopping)
            : grain.EndAsync(Begin, "the server was stopped", life.ApplicationStopping);
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
