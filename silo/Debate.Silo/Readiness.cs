using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Runtime;

namespace Debate.Silo;

/// <summary>
/// Ready means that this silo is a member of its cluster, that the journal answers, and that it does not stop: it says nothing of others.
/// </summary>
internal sealed class Readiness(
    IClusterMembershipService members, ILocalSiloDetails silo, IJournal journal, IHostApplicationLifetime life) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly DeliberationId Nobody = new("health");

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (life.ApplicationStopping.IsCancellationRequested) return HealthCheckResult.Unhealthy("it stops");
        var status = members.CurrentSnapshot.GetSiloStatus(silo.SiloAddress);
        if (status != SiloStatus.Active) return HealthCheckResult.Unhealthy($"this silo is {status} in its cluster");
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
