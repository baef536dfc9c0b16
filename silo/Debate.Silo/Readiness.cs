using Debate.Contracts;
using Debate.Deliberation.Engine;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Debate.Silo;

/// <summary>Ready means that a grain answers and that the journal can be read, not only that the process runs.</summary>
internal sealed class Readiness(IGrainFactory grains, IJournal journal) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await grains.GetGrain<IDeliberationGrain>("health").StatusAsync().WaitAsync(cancellationToken);
            await journal.ListAsync(new RunQuery(Unfinished: true)).WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception trouble) when (trouble is OrleansException or TimeoutException or IOException or InputException)
        {
            return HealthCheckResult.Unhealthy(trouble.Message);
        }
    }
}
