using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// Resumes, at the server's start, every root run that a crash or a shutdown left unfinished. In a cluster it looks again whenever a silo
/// comes or goes, because that one may have left runs behind, and whenever a run that this server followed was lost without an end; while
/// nothing of the kind happens it reads nothing. Runs that another process drives are skipped; runs that failed, ran out of budget, were
/// paused or cancelled wait for an explicit resume.
/// </summary>
internal sealed partial class Recovery(
    RootRuns runs, IRunOwners owners, IJournal journal, IClusterMembershipService members, TimeProvider clock, ILogger<Recovery> logger)
    : BackgroundService
{
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(8);

    private Dictionary<DeliberationId, Retry> _retries = [];
    private HashSet<DeliberationId>? _abandoned;
    private volatile bool _hasScanned;
    private TaskCompletionSource _reason = CreateSignal();

    /// <summary>
    /// Whether every run left unfinished before this server started has been resumed, so that a run that is stopped now stays stopped.
    /// </summary>
    public bool HasCompletedScan => _hasScanned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watching = owners.AreShared ? WatchMembersAsync(stoppingToken) : Task.CompletedTask;
        runs.Ended += OnEnded;
        using var timer = new PeriodicTimer(ScanInterval, clock);
        do
        {
            var reason = Interlocked.Exchange(ref _reason, CreateSignal());
            reason.TrySetResult();
            var hasRead = await ScanAsync(stoppingToken);
            if (hasRead && _hasScanned && _retries.Count == 0)
            {
                if (!owners.AreShared) break;
                await Volatile.Read(ref _reason).Task.WaitAsync(stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
        runs.Ended -= OnEnded;
        await watching;
    }

    private async Task WatchMembersAsync(CancellationToken stop)
    {
        var before = "";
        await foreach (var snapshot in members.MembershipUpdates.WithCancellation(stop))
        {
            var now = string.Join(' ', snapshot.Members.Values.Select(m => $"{m.SiloAddress}={m.Status}").Order(StringComparer.Ordinal));
            if (now != before) Volatile.Read(ref _reason).TrySetResult();
            before = now;
        }
    }

    // A run that ended was recorded so; one that did not was lost with its driver, or with the store.
    private void OnEnded(DeliberationId id)
    {
        if (owners.AreShared) LookForLostAsync(id).Ignore();
    }

    private async Task LookForLostAsync(DeliberationId id)
    {
        var isRead = await TryAsync(id.Value, async () =>
        {
            if (await journal.FindSummaryAsync(id) is { } run && (run.Status == RunStatus.Running || RootRuns.IsHandedOver(run)))
                Volatile.Read(ref _reason).TrySetResult();
        });
        if (!isRead) Volatile.Read(ref _reason).TrySetResult();
    }

    private static TaskCompletionSource CreateSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Resumes what was left behind; false if the journal could not be read.</summary>
    private async Task<bool> ScanAsync(CancellationToken stop)
    {
        IReadOnlyList<RunSummary> unfinished = [];
        if (!await TryAsync("the journal", async () => unfinished = await journal.ListAsync(new RunQuery(UnfinishedOnly: true) { Tenant = null })))
            return false;
        // A run interrupted after the first scan was stopped deliberately or waits for an external reply; the server that follows it
        // handles it.
        _abandoned ??= [.. unfinished.Where(r => r.Status is RunStatus.Running or RunStatus.Interrupted).Select(r => r.Id)];
        var lost = unfinished.Where(r => r.Status == RunStatus.Running || owners.AreShared && RootRuns.IsHandedOver(r)
            || r.Status == RunStatus.Interrupted && _abandoned.Contains(r.Id));
        var tried = await Task.WhenAll(lost.Select(async run => (run.Id, Retry: await ResumeAbandonedAsync(run, stop))));
        _retries = tried.Where(run => run.Retry is not null).ToDictionary(run => run.Id, run => run.Retry!);
        _abandoned.IntersectWith(_retries.Keys);
        _hasScanned = _abandoned.Count == 0;
        return true;
    }

    // Null if it is resumed; otherwise the next attempt, with exponential back-off.
    private async Task<Retry?> ResumeAbandonedAsync(RunSummary run, CancellationToken stop)
    {
        var before = _retries.GetValueOrDefault(run.Id);
        if (before?.Due > clock.GetUtcNow()) return before;
        if (await TryAsync(run.Id.Value, () => ResumeAsync(run, stop))) return null;
        var wait = before is null ? ScanInterval : before.Wait < MaxRetryDelay ? before.Wait * 2 : MaxRetryDelay;
        return new(clock.GetUtcNow() + wait, wait);
    }

    // False if the cluster or its journal did not respond.
    private async Task<bool> TryAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        // Orleans cancels a call whose silo dies, and this is asked just when one did.
        catch (Exception error) when (error is IOException or TimeoutException or OrleansException
            || error is OperationCanceledException && owners.AreShared)
        {
            Log.LooksAgain(logger, what, error.Message);
            return false;
        }
    }

    private async Task ResumeAsync(RunSummary run, CancellationToken stop)
    {
        var id = run.Id;
        try
        {
            if (run.Status == RunStatus.Interrupted && await ReadCauseAsync(run) == FailureKind.Paused) return;
            await runs.ResumeAsync(id);
        }
        catch (RunLockedException taken)
        {
            Log.LeftAlone(logger, taken.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.LeftAlone(logger, $"{id} goes on when the server starts again");
        }
        catch (Exception error) when (error is not (IOException or TimeoutException or OrleansException or OperationCanceledException))
        {
            // This run's trouble: it is told, and the server goes on with the others.
            Log.LeftBroken(logger, id, error);
        }
    }

    // A line that an earlier build wrote does not say why: its last entry does.
    private async Task<FailureKind> ReadCauseAsync(RunSummary run) => run.Outcome is { } outcome ? outcome.Cause
        : (await journal.FindLastAsync(run.Id))?.ReadBody() is RunSuspended suspended ? suspended.Cause : FailureKind.None;

    /// <summary>When the next attempt is due, and its delay after the last one.</summary>
    private sealed record Retry(DateTimeOffset Due, TimeSpan Wait);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Reason}")]
        public static partial void LeftAlone(ILogger logger, string reason);

        [LoggerMessage(3, LogLevel.Error, "{Id} cannot be taken up")]
        public static partial void LeftBroken(ILogger logger, DeliberationId id, Exception trouble);

        [LoggerMessage(2, LogLevel.Warning, "{What} is tried again: {Reason}")]
        public static partial void LooksAgain(ILogger logger, string what, string reason);
    }
}
