using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Resumes, at the server's start, every root run that a crash or a shutdown left unfinished; in a cluster it keeps scanning, because other
/// servers start runs and fail. Runs that another process drives are skipped; runs that failed, ran out of budget, were paused or cancelled
/// wait for an explicit resume.
/// </summary>
internal sealed partial class Recovery(
    RootRuns runs, IRunOwners owners, IJournal journal, TimeProvider clock, ILogger<Recovery> logger) : BackgroundService
{
    private static readonly TimeSpan BeforeAnotherLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private Dictionary<DeliberationId, Retry> _retries = [];
    private HashSet<DeliberationId>? _left;
    private volatile bool _hasLooked;

    /// <summary>
    /// Whether every run left unfinished before this server started has been resumed, so that a run that is stopped now stays stopped.
    /// </summary>
    public bool HasLooked => _hasLooked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BeforeAnotherLook, clock);
        do await LookAsync(stoppingToken);
        while ((owners.AreShared || !_hasLooked) && await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stop)
    {
        IReadOnlyList<RunSummary> unfinished = [];
        if (!await TriedAsync("the journal", async () => unfinished = await journal.ListAsync(new RunQuery(Unfinished: true)))) return;
        // A run interrupted after the first scan was stopped deliberately or waits for an external reply; the server that follows it
        // handles it.
        _left ??= [.. unfinished.Where(r => r.Status is RunStatus.Running or RunStatus.Interrupted).Select(r => r.Id)];
        var lost = unfinished.Where(r => r.Status == RunStatus.Running || r.Status == RunStatus.Interrupted && _left.Contains(r.Id));
        var tried = await Task.WhenAll(lost.Select(async run => (run.Id, Retry: await TakeUpAsync(run, stop))));
        _retries = tried.Where(run => run.Retry is not null).ToDictionary(run => run.Id, run => run.Retry!);
        _left.IntersectWith(_retries.Keys);
        _hasLooked = _left.Count == 0;
    }

    // Null if it is resumed; otherwise the next attempt, with exponential back-off.
    private async Task<Retry?> TakeUpAsync(RunSummary run, CancellationToken stop)
    {
        var before = _retries.GetValueOrDefault(run.Id);
        if (before?.Due > clock.GetUtcNow()) return before;
        if (await TriedAsync(run.Id.Value, () => ResumeAsync(run, stop))) return null;
        var wait = before is null ? BeforeAnotherLook : before.Wait < LongestWait ? before.Wait * 2 : LongestWait;
        return new(clock.GetUtcNow() + wait, wait);
    }

    // False if the cluster or its journal did not respond.
    private async Task<bool> TriedAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception trouble) when (owners.AreShared && trouble is IOException or TimeoutException or OrleansException)
        {
            Log.LooksAgain(logger, what, trouble.Message);
            return false;
        }
    }

    private async Task ResumeAsync(RunSummary run, CancellationToken stop)
    {
        var id = run.Id;
        try
        {
            if (run.Status == RunStatus.Interrupted && (await RunTree.ReadAsync(journal, id)).Stop?.Cause == Trouble.Paused) return;
            await runs.ResumeAsync(id);
        }
        catch (RunTakenException taken)
        {
            Log.LeftAlone(logger, taken.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Log.LeftAlone(logger, $"{id} goes on when the server starts again");
        }
    }

    /// <summary>When the next attempt is due, and its delay after the last one.</summary>
    private sealed record Retry(DateTimeOffset Due, TimeSpan Wait);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Reason}")]
        public static partial void LeftAlone(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "{What} is tried again: {Reason}")]
        public static partial void LooksAgain(ILogger logger, string what, string reason);
    }
}
