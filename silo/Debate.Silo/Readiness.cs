using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// The readiness check: the silo is an active member of its cluster, the journal responds, the server is not stopping and, if it serves
/// HTTP, some silo of the cluster has the role that runs deliberations.
/// </summary>
internal sealed class Readiness(
    IClusterMembershipService members, ILocalSiloDetails silo, IRoster roster, IJournal journal, IHostApplicationLifetime life)
    : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly DeliberationId Nobody = new("health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (life.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("it stops");
        var status = members.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status != SiloStatus.Active) return HealthCheckResult.Unhealthy($"this silo is {status} in its cluster");
        if (roster.Plays(silo.SiloAddress, SiloRole.Web) && !roster.IsPlayed(SiloRole.Deliberation))
            return HealthCheckResult.Unhealthy("no silo of the cluster has the role deliberation");
        try
        {
            await journal.FindAsync(Nobody).WaitAsync(Patience, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception trouble) when (trouble is TimeoutException or IOException or InputException)
        {
            return HealthCheckResult.Unhealthy($"the journal: {trouble.Message}");
        }
    }
}
