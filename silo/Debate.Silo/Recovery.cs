using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Takes up, when the server starts, every root that a crash or a stop left without an end. What another process drives is left alone; what
/// failed, ran out of its budget or was cancelled waits for a person.
/// </summary>
internal sealed partial class Recovery(RootRuns runs, IJournal journal, ILogger<Recovery> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var unfinished = await journal.ListAsync(new RunQuery(Unfinished: true));
        var lost = unfinished.Where(r => r.Status is RunStatus.Running or RunStatus.Interrupted);
        await Task.WhenAll(lost.Select(run => ResumeAsync(run.Id, stoppingToken)));
    }

    private async Task ResumeAsync(DeliberationId id, CancellationToken stop)
    {
        try
        {
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
    }
}
