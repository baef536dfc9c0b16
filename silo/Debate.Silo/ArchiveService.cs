using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Storage;

namespace Debate.Silo;

/// <summary>Moves finished runs from Redis to the archive, a configured time after their end.</summary>
internal sealed partial class ArchiveService(
    ArchivedJournal journal, ServerOptions options, TimeProvider clock, ILogger<ArchiveService> logger) : BackgroundService
{
    private static readonly TimeSpan ScanInterval = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ScanInterval, clock);
        do await ScanAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ScanAsync(CancellationToken stop)
    {
        try
        {
            foreach (var id in await journal.ArchiveAsync(clock.GetUtcNow() - options.ArchiveAfter, stop)) Log.Archived(logger, id.Value);
        }
        catch (Exception error) when (error is IOException or InputException or ReplayException)
        {
            Log.LooksAgain(logger, error.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Id} is archived")]
        public static partial void Archived(ILogger logger, string id);

        [LoggerMessage(2, LogLevel.Warning, "archives again later: {Reason}")]
        public static partial void LooksAgain(ILogger logger, string reason);
    }
}
