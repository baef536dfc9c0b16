using System.Net;
using Debate.Contracts;
using Debate.Storage;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Debate.Hosting;

/// <summary>
/// Joins a silo to a cluster whose membership is kept in Redis. Traffic between silos is neither encrypted nor authenticated: they belong
/// on a private network or behind a service mesh.
/// </summary>
public static class RedisCluster
{
    /// <summary>
    /// Joins the cluster at redis://HOST:PORT; other silos reach this one at <paramref name="silo"/>, clients reach its gateway at
    /// <paramref name="gatewayPort"/>. A silo that restarts at its old address at once declares its predecessor dead, so that even after
    /// all silos were killed at the same moment the cluster is up in seconds.
    /// </summary>
    public static ISiloBuilder UseRedisCluster(this ISiloBuilder builder, string redis, IPEndPoint silo, int gatewayPort)
    {
        var connection = RedisAddress.Parse(redis);
        builder.UseRedisClustering(options => options.ConfigurationOptions = connection);
        builder.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ClusterName.Service, ClusterName.Cluster));
        builder.Configure<EndpointOptions>(o =>
            (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (silo.Address, silo.Port, gatewayPort));
        return builder.UseFastFailover();
    }

    /// <summary>
    /// A silo is declared dead after it misses three one-second probes by two other silos, or by the only other silo there is. Grains on
    /// other silos go on undisturbed: this distributed directory asks the living silos which grains they host, whereas the default one
    /// would stop every grain registered in the dead silo's part of the directory. The dead silo's own grains may restart at once, without
    /// the directory's usual wait in case the silo was only suspected dead: journals fence any writer left behind.
    /// </summary>
    public static ISiloBuilder UseFastFailover(this ISiloBuilder builder)
    {
#pragma warning disable ORLEANSEXP003 // Its interface may change; it is one line.
        builder.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        builder.Configure<GrainDirectoryOptions>(o => o.RangeLeaseDuration = TimeSpan.Zero);
        return builder.Configure<ClusterMembershipOptions>(o =>
        {
            (o.ProbeTimeout, o.NumMissedProbesLimit, o.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 3, 2);
            (o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit) = (TimeSpan.FromSeconds(5), 2);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
