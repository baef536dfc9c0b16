using Debate.Contracts;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Takes up, when the server starts, every root that a crash or a stop left without an end. Each has one owner: what another process drives
/// is left alone. What failed, ran out of its budget or was cancelled waits for a person.
/// </summary>
internal sealed partial class Recovery(IGrainFactory grains, IJournal journal, ServerOptions options, ILogger<Recovery> logger)
    : BackgroundService
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
            using var owned = await RunLock.TakeAsync(options.Data, id);
            Log.TakesUp(logger, id);
            var grain = grains.GetGrain<IDeliberationGrain>(id.Value);
            var outcome = await grain.EndAsync(_ => grain.ResumeAsync(null), "the server was stopped", stop);
            Log.Ended(logger, id, outcome.Status, outcome.Reason);
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
        [LoggerMessage(1, LogLevel.Information, "takes up {Id}")]
        public static partial void TakesUp(ILogger logger, DeliberationId id);

        [LoggerMessage(2, LogLevel.Information, "{Id} is {Status} {Reason}")]
        public static partial void Ended(ILogger logger, DeliberationId id, RunStatus status, string? reason);

        [LoggerMessage(3, LogLevel.Information, "{Reason}")]
        public static partial void LeftAlone(ILogger logger, string reason);
    }
}
