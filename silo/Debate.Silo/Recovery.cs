using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Deliberation.Records;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Takes up, when the server starts, every root that a crash or a stop left without an end; in a cluster it goes on looking, because other
/// servers start runs and die. What another process drives is left alone; what failed, ran out of its budget, was paused or cancelled waits
/// for a person.
/// </summary>
internal sealed partial class Recovery(
    RootRuns runs, IRunOwners owners, IJournal journal, TimeProvider clock, ILogger<Recovery> logger) : BackgroundService
{
    private static readonly TimeSpan BeforeAnotherLook = TimeSpan.FromSeconds(1);
    private volatile bool _hasLooked;

    /// <summary>Whether all that was left before this server started is taken up, so that what stands still now stays so.</summary>
    public bool HasLooked => _hasLooked;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BeforeAnotherLook, clock);
        // What is interrupted later was stopped by somebody, or waits for a reply from outside; whoever follows it knows.
        while (!await LookAsync(r => r.Status is RunStatus.Running or RunStatus.Interrupted, stoppingToken))
            await timer.WaitForNextTickAsync(stoppingToken);
        _hasLooked = true;
        while (owners.AreShared && await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(r => r.Status == RunStatus.Running, stoppingToken);
    }

    // False where the cluster or its journal could not be asked.
    private async Task<bool> LookAsync(Func<RunSummary, bool> isLost, CancellationToken stop)
    {
        try
        {
            var unfinished = await journal.ListAsync(new RunQuery(Unfinished: true));
            await Task.WhenAll(unfinished.Where(isLost).Select(run => ResumeAsync(run, stop)));
            return true;
        }
        catch (Exception trouble) when (owners.AreShared && trouble is IOException or TimeoutException or OrleansException)
        {
            Log.LooksAgain(logger, trouble.Message);
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Reason}")]
        public static partial void LeftAlone(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Warning, "looks again in a second: {Reason}")]
        public static partial void LooksAgain(ILogger logger, string reason);
    }
}
