using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Grains.Placement;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// Ready means that this silo is a member of its cluster, that the journal answers, that it does not stop and, where it has the doors over
/// HTTP, that some silo drives what is asked for there.
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
