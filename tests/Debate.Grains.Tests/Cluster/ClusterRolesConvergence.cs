using Debate.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Debate.Grains.Tests.Cluster;

/// <summary>What silos know of each other's roles.</summary>
internal static class ClusterRolesConvergence
{
    /// <summary>Returns when every silo knows the roles of every other one.</summary>
    public static async Task KnownAsync(IReadOnlyList<InProcessSiloHandle> silos)
    {
        await Patience.UntilAsync(
            () => Task.FromResult(silos.All(silo => silos.All(other => Knows(silo, other)))), "the silos never know each other");
    }

    private static bool Knows(InProcessSiloHandle silo, InProcessSiloHandle other)
    {
        var clusterRoles = silo.ServiceProvider.GetRequiredService<IClusterRoles>();
        return clusterRoles.CanHost(other.SiloAddress, "any")
            || Enum.GetValues<SiloRole>().Any(role => clusterRoles.HasRole(other.SiloAddress, role));
    }
}
