using Debate.Grains.Journals;

namespace Debate.Silo;

/// <summary>Warns at the start if the Redis persistence settings allow a power failure to lose data.</summary>
internal sealed partial class RedisDurabilityCheck(RedisJournal journal, ILogger<RedisDurabilityCheck> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await journal.DescribeDurabilityAsync() is { } cost) Log.CanLose(logger, cost);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis: after a power failure {Cost}; set appendonly yes and appendfsync always")]
        public static partial void CanLose(ILogger logger, string cost);
    }
}
