using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Takes up, when the server starts, every root that a crash or a stop left without an end. Each has one owner: what another process drives
/// is left alone. What failed, ran out of its budget or was cancelled waits for a person.
/// </summary>
internal sealed partial class Recovery(Roots roots, IJournal journal, ILogger<Recovery> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var unfinished = await journal.ListAsync(new RunQuery(Unfinished: true));
        var lost = unfinished.Where(r => r.Status is RunStatus.Running or RunStatus.Interrupted);
        await Task.WhenAll(lost.Select(run => ResumeAsync(run.Id)));
    }

    private async Task ResumeAsync(DeliberationId id)
    {
        try
        {
            Log.TakesUp(logger, id);
            await roots.ResumeAsync(id, null);
        }
        catch (RunTakenException taken)
        {
            Log.LeftAlone(logger, taken.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "takes up {Id}")]
        public static partial void TakesUp(ILogger logger, DeliberationId id);

        [LoggerMessage(2, LogLevel.Information, "{Reason}")]
        public static partial void LeftAlone(ILogger logger, string reason);
    }
}
