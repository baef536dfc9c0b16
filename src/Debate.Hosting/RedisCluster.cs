using System.Net;
using Debate.Contracts;
using Debate.Grains.Journals;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Debate.Hosting;

/// <summary>
/// A silo among others, which know each other through Redis. Between the silos there is neither encryption nor authentication: they belong
/// on a private network or behind a mesh.
/// </summary>
public static class RedisCluster
{
    /// <summary>
    /// Joins the cluster at redis://HOST:PORT with a gateway at <paramref name="gatewayPort"/>; others reach this silo at
    /// <paramref name="advertised"/>. A dead silo is declared dead after three probes of a second by two others, and one that died long ago
    /// is not waited for: after all were killed at once the first to come back is up in seconds.
    /// </summary>
    public static ISiloBuilder UseRedisCluster(this ISiloBuilder silo, string redis, IPAddress advertised, int gatewayPort)
    {
        var connection = RedisAddress.Parse(redis);
        silo.UseRedisClustering(options => options.ConfigurationOptions = connection);
        silo.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ClusterName.Service, ClusterName.Cluster));
        silo.Configure<EndpointOptions>(o =>
            (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (advertised, LoopbackClustering.FreePort(), gatewayPort));
        return silo.Configure<ClusterMembershipOptions>(o =>
        {
            (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 3, 2);
            (o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit) = (TimeSpan.FromSeconds(5), 2);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
