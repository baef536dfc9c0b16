using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Deliberation;
using Debate.Grains.Placement;
using Debate.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// The readiness check: the silo is an active member of its cluster, the journal responds, the server is not stopping and, if it serves
/// HTTP, some silo of the cluster has the role that runs deliberations.
/// </summary>
internal sealed class Readiness(
    IClusterMembershipService members, ILocalSiloDetails silo, IClusterRoles clusterRoles, IJournal journal, IHostApplicationLifetime life)
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
