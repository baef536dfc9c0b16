using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Grains.Placement;
using Debate.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// The readiness check: the silo is an active member of its cluster, the journal responds and has space, the server is not stopping and, if
/// it serves HTTP, some silo of the cluster has the role that runs deliberations.
/// </summary>
internal sealed class Readiness(
    IClusterMembershipService members, ILocalSiloDetails silo, IClusterRoles clusterRoles, IJournal journal, StorageSpace space,
    IHostApplicationLifetime life)
    : IHealthCheck
{
    private static readonly TimeSpan JournalTimeout = TimeSpan.FromSeconds(2);
    private static readonly DeliberationId ProbeId = new("health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (life.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("it stops");
        var status = members.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status != SiloStatus.Active) return HealthCheckResult.Unhealthy($"this silo is {status} in its cluster");
        if (clusterRoles.HasRole(silo.SiloAddress, SiloRole.Web) && !clusterRoles.IsRoleActive(SiloRole.Deliberation))
            return HealthCheckResult.Unhealthy("no silo of the cluster has the role deliberation");
        if (space.Full is { } full) return HealthCheckResult.Unhealthy($"no space: {full}");
        try
        {
            await journal.FindSummaryAsync(ProbeId).WaitAsync(JournalTimeout, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is TimeoutException or IOException or InputException)
        {
            return HealthCheckResult.Unhealthy($"the journal: {error.Message}");
        }
    }
}

/// <summary>Warns at the start of what the settings of Redis allow to be lost.</summary>
internal sealed partial class RedisDurabilityCheck(RedisJournal journal, ILogger<RedisDurabilityCheck> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var promises = await journal.ReadPromisesAsync();
        if (promises.PowerFailure is { } cost) Log.CanLose(logger, cost);
        if (promises.EvictionNotice is { } notice) Log.Evicts(logger, notice);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Redis: after a power failure {Cost}; set appendonly yes and appendfsync always")]
        public static partial void CanLose(ILogger logger, string cost);

        [LoggerMessage(2, LogLevel.Warning, "Redis: {Notice}")]
        public static partial void Evicts(ILogger logger, string notice);
    }
}
