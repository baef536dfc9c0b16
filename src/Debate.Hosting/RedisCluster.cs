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
    /// Joins the cluster at redis://HOST:PORT; others reach this silo at <paramref name="silo"/>, clients its gateway at
    /// <paramref name="gatewayPort"/>. A silo that comes back where it was declares the one that it was dead at once: after all were killed
    /// at the same moment they are up in seconds.
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
    /// A silo is declared dead after three missed probes of a second by two others, or by the only other one there is. What it did not hold
    /// goes on undisturbed: the directory asks the living silos what they hold, where the ordinary one would stop whatever was registered
    /// on the dead one. What it did hold may go on at once, without the directory's own wait for a silo that was only thought dead: journals
    /// fence whoever writes for it.
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
