using System.Collections.Concurrent;
using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Drives roots for whoever asked, over HTTP or by leaving them unfinished. Each is owned by this process from before its first entry
/// until it stands still; when the server stops, all are recorded as interrupted before it goes.
/// </summary>
internal sealed partial class Roots(IGrainFactory grains, ServerOptions options, IHostApplicationLifetime life, ILogger<Roots> logger)
    : IHostedService
{
    private readonly ConcurrentDictionary<string, Task> _driven = new();

    /// <summary>Whether somebody drives it: this process or another one over the same folder.</summary>
    public bool IsDriven(DeliberationId id) => _driven.ContainsKey(id.Root.Value) || RunLock.IsHeld(options.Data, id);

    /// <summary>Starts a run; returns when that is recorded. Throws <see cref="RunTakenException"/> where another process has it.</summary>
    public Task StartAsync(Snapshot snapshot) => DriveAsync(snapshot.Id, grain => grain.StartAsync(snapshot));

    /// <summary>Goes on with a run; returns when that is recorded. Throws <see cref="RunTakenException"/>.</summary>
    public Task ResumeAsync(DeliberationId id, Budget? budget) => DriveAsync(id, grain => grain.ResumeAsync(budget));

    /// <summary>Cancels a run and returns when it stands still.</summary>
    public async Task CancelAsync(DeliberationId id)
    {
        await Grain(id).StopAsync(RunStatus.Cancelled, "cancelled over HTTP");
        if (_driven.TryGetValue(id.Value, out var driven)) await driven;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_driven.Values).WaitAsync(cancellationToken);

    private IDeliberationGrain Grain(DeliberationId id) => grains.GetGrain<IDeliberationGrain>(id.Value);

    private async Task DriveAsync(DeliberationId id, Func<IDeliberationGrain, Task<Outcome?>> begin)
    {
        var owned = await RunLock.TakeAsync(options.Data, id);
        var begun = new TaskCompletionSource();
        _driven[id.Value] = begun.Task;
        try
        {
            var grain = Grain(id);
            var outcome = await begin(grain);
            _driven[id.Value] = FollowAsync(id, grain, outcome, owned);
        }
        catch
        {
            _driven.TryRemove(id.Value, out _);
            owned.Dispose();
            throw;
        }
        finally
        {
            begun.SetResult();
        }
    }

    private async Task FollowAsync(DeliberationId id, IDeliberationGrain grain, Outcome? outcome, RunLock owned)
    {
        await Task.Yield();
        try
        {
            outcome ??= await EndAsync(grain);
            Log.Ended(logger, id, outcome.Status, outcome.Reason);
        }
        catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
        {
            Log.GoesOn(logger, id);
        }
        finally
        {
            _driven.TryRemove(id.Value, out _);
            owned.Dispose();
        }
    }

    // It is begun: only where whoever drove it is gone it is begun again.
    private Task<Outcome> EndAsync(IDeliberationGrain grain)
    {
        var calls = 0;
        return grain.EndAsync(
            wait => calls++ == 0 ? grain.WaitAsync(wait) : grain.ResumeAsync(null), "the server was stopped", life.ApplicationStopping);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Id} is {Status} {Reason}")]
        public static partial void Ended(ILogger logger, DeliberationId id, RunStatus status, string? reason);

        [LoggerMessage(2, LogLevel.Information, "{Id} goes on when the server starts again")]
        public static partial void GoesOn(ILogger logger, DeliberationId id);
    }
}
