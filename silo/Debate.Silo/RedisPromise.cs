using Debate.Grains.Journals;

namespace Debate.Silo;

/// <summary>Says at the start what a power failure of the Redis machine can cost, where it can cost anything.</summary>
internal sealed partial class RedisPromise(RedisJournal journal, ILogger<RedisPromise> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await journal.DurabilityAsync() is { } cost) Log.CanLose(logger, cost);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis: after a power failure {Cost}; set appendonly yes and appendfsync always")]
        public static partial void CanLose(ILogger logger, string cost);
    }
}
