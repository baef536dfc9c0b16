using Debate.Core;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Silo.Web.Runs;

namespace Debate.Silo.Web.Chat;

/// <summary>
/// Who waits for which run. Clients repeat a request that took too long, and nobody pays twice for it: a request equal to one of the same key
/// that still runs, or that ended less than ten minutes ago without its answer having been delivered, gets that run. When all who asked have
/// left, the run is cancelled, a moment later, since who repeats a request first hangs up; who comes back after that resumes it, and what was
/// recorded is not asked again. All this is known to this server alone; an Idempotency-Key holds longer and everywhere.
/// </summary>
internal sealed partial class ChatRuns(
    RunService service, CallerQuotas quotas, IHostApplicationLifetime life, TimeProvider clock, ILogger<ChatRuns> logger)
{
    /// <summary>Why a run was cancelled that all who asked for it have left; by it, it is known who may resume it.</summary>
    public const string LeftReason = "cancelled: all who asked for its answer have left";

    private const int MaxIdle = 4096;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2), Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SharedRun> _runs = new(StringComparer.Ordinal);
    private readonly LinkedList<SharedRun> _idle = [];

    /// <summary>Starts a run, or joins one, until the result is disposed; returns when its start is recorded.</summary>
    public async Task<Participation> JoinAsync(Caller caller, ChatQuestion question)
    {
        var participation = new Participation(this, Enter(caller, question));
        try
        {
            await RunAsync(caller, question, participation.Shared);
            return participation;
        }
        catch (Exception)
        {
            await participation.DisposeAsync();
            throw;
        }
    }

    private SharedRun Enter(Caller caller, ChatQuestion question)
    {
        var definition = question.Definition;
        var key = question.HasKey ? definition.Id.Key : Digest.Hash128(
            caller.Key?.Id ?? "", caller.Tenant.Name, StartIdentity.Compute(definition), question.IsSeedGiven ? $"{definition.Seed}" : "");
        lock (_gate)
        {
            while (_idle.First is { Value: var oldest } && (_idle.Count > MaxIdle || clock.GetElapsedTime(oldest.IdleSince) > Kept)) Forget(oldest);
            if (!_runs.TryGetValue(key, out var run)) _runs[key] = run = new(key, definition.Id);
            if (run.Idle is { } place) _idle.Remove(place);
            run.Idle = null;
            run.Users++;
            return run;
        }
    }

    private async Task RunAsync(Caller caller, ChatQuestion question, SharedRun shared)
    {
        if (shared.Stopping is { } stopping) await stopping;
        await shared.Gate.WaitAsync();
        try
        {
            var definition = question.Definition with { Id = shared.Id };
            var run = await quotas.OpenRunAsync(caller, shared.Id, () => service.StartAsync(definition, question.IsSeedGiven));
            if (MayResume(run)) run = await quotas.OpenRunAsync(caller, shared.Id, () => service.ResumeAsync(shared.Id, null));
            shared.Started = run.Started;
        }
        finally
        {
            shared.Gate.Release();
        }
    }

    /// <summary>Whether asking again may bring a verdict; what a person stopped stays stopped.</summary>
    private static bool MayResume(RunSummary run) => run.Status switch
    {
        RunStatus.Failed => true,
        RunStatus.Interrupted => run.Outcome?.Cause != FailureKind.Paused,
        RunStatus.Cancelled => run.Outcome?.Reason == LeftReason,
        _ => false,
    };

    private void Leave(SharedRun run, bool isDelivered)
    {
        lock (_gate)
        {
            run.Users--;
            if (isDelivered || run.Started is null && run.Users == 0) Forget(run);
            // A server that stops does not cancel: its runs go on when it is back.
            if (run.Users > 0 || _runs.GetValueOrDefault(run.Key) != run || life.ApplicationStopping.IsCancellationRequested) return;
            run.IdleSince = clock.GetTimestamp();
            run.Idle = _idle.AddLast(run);
        }
        CancelSoonAsync(run, run.Idle).Ignore();
    }

    private async Task CancelSoonAsync(SharedRun run, LinkedListNode<SharedRun> idle)
    {
        await Task.Delay(Grace, clock);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (run.Users > 0 || run.Idle is { } now && now != idle) return;
            run.Stopping = stopped.Task;
        }
        try
        {
            await service.CancelAsync(run.Id, LeftReason);
        }
        catch (Exception lost)
        {
            Log.NotCancelled(logger, run.Id, lost.Message);
        }
        finally
        {
            stopped.SetResult();
        }
    }

    private void Forget(SharedRun run)
    {
        if (run.Idle is { } place) _idle.Remove(place);
        run.Idle = null;
        if (_runs.GetValueOrDefault(run.Key) == run) _runs.Remove(run.Key);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Id}: all who asked for it have left, and it could not be cancelled: {Reason}")]
        public static partial void NotCancelled(ILogger logger, DeliberationId id, string reason);
    }

    /// <summary>One request's part in a run.</summary>
    internal sealed class Participation(ChatRuns owner, SharedRun shared) : IAsyncDisposable
    {
        private bool _isDelivered;

        /// <summary>The run.</summary>
        public DeliberationId Id => shared.Id;

        /// <summary>When the run started.</summary>
        public DateTimeOffset Started => shared.Started!.Value;

        internal SharedRun Shared => shared;

        /// <summary>Its answer has gone out: the next equal request is a new one.</summary>
        public void MarkDelivered() => _isDelivered = true;

        /// <inheritdoc/>
        public ValueTask DisposeAsync()
        {
            owner.Leave(shared, _isDelivered);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>A run that requests share; its fields are guarded by the gate of the owner.</summary>
    internal sealed class SharedRun(string key, DeliberationId id)
    {
        public string Key => key;

        public DeliberationId Id => id;

        /// <summary>Lets one request after the other start or resume it.</summary>
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }

        public DateTimeOffset? Started { get; set; }

        /// <summary>Its place among those that nobody waits for; null while somebody does.</summary>
        public LinkedListNode<SharedRun>? Idle { get; set; }

        public long IdleSince { get; set; }

        /// <summary>Completes when its cancellation has, if it was cancelled.</summary>
        public Task? Stopping { get; set; }
    }
}
