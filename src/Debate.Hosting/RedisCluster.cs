using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Debate.Contracts;
using Debate.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Debate.Hosting;

/// <summary>
/// Joins a silo to a cluster whose membership is kept in Redis. Traffic between silos is neither encrypted nor authenticated unless they have
/// a <see cref="ClusterCertificate"/>: they belong on a private network or behind a service mesh.
/// </summary>
public static partial class RedisCluster
{
    /// <summary>
    /// Joins the cluster at a <see cref="RedisAddress"/>; other silos reach this one at <paramref name="silo"/>, clients reach its gateway
    /// at <paramref name="gatewayPort"/>. A silo that restarts at its old address at once declares its predecessor dead, so that even after
    /// all silos were killed at the same moment the cluster is up in seconds.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="redis">The address.</param>
    /// <param name="silo">Where the silo is.</param>
    /// <param name="gatewayPort">The port of its gateway.</param>
    /// <param name="generation">Its generation; null for the time of its start (<see cref="FindLastGenerationAsync"/>).</param>
    public static ISiloBuilder UseRedisCluster(
        this ISiloBuilder builder, RedisAddress redis, IPEndPoint silo, int gatewayPort, int? generation = null)
    {
        builder.UseRedisClustering(options =>
        {
            options.ConfigurationOptions = redis.Options;
            options.CreateRedisKey = _ => GetMembersKey(redis);
        });
        builder.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (ClusterName.Service, ClusterName.Cluster));
        builder.Configure<EndpointOptions>(o =>
            (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (silo.Address, silo.Port, gatewayPort));
        if (generation is { } number)
            builder.Services.AddSingleton<ILocalSiloDetails>(services => new NumberedSilo(
                services.GetRequiredService<IOptions<SiloOptions>>().Value.SiloName, SiloAddress.New(silo, number),
                SiloAddress.New(new IPEndPoint(silo.Address, gatewayPort), 0)));
        return builder.UseFastFailover();
    }

    /// <summary>
    /// The greatest generation of the silos that were ever at an address, as far as the cluster remembers; null for none. Orleans numbers a
    /// silo by the time of its start and takes one with a lesser number than its predecessor's for the predecessor: after the clock of its
    /// machine went back it would end itself.
    /// </summary>
    /// <exception cref="RedisAwayException">Redis does not answer.</exception>
    public static async Task<int?> FindLastGenerationAsync(RedisAddress redis, IPEndPoint silo)
    {
        await using var connection = await RedisConnection.OpenAsync(redis);
        var members = await connection.GetDatabase().HashKeysAsync(GetMembersKey(redis));
        return members.Select(name => Member().Match($"{name}"))
            .Where(member => member.Success && IPEndPoint.TryParse(member.Groups[1].Value, out var place) && place.Equals(silo))
            .Select(member => (int?)int.Parse(member.Groups[2].Value, CultureInfo.InvariantCulture)).Max();
    }

    // As Orleans would name it, where the prefix is the default one.
    private static string GetMembersKey(RedisAddress redis) => $"{redis.Prefix}/members/{ClusterName.Cluster}";

    [GeneratedRegex(@"^S?(.+)[:@](\d{1,9})$")]
    private static partial Regex Member();

    /// <summary>What Orleans knows of this silo, with a generation that was given.</summary>
    private sealed record NumberedSilo(string Name, SiloAddress SiloAddress, SiloAddress GatewayAddress) : ILocalSiloDetails
    {
        public string ClusterId => ClusterName.Cluster;

        public string DnsHostName { get; } = Dns.GetHostName();
    }

    /// <summary>
    /// A silo is declared dead after it misses three probes of two other silos, or of the only other silo there is. A probe has half a
    /// second to a second and a quarter, depending on how quickly that silo answered before, and nobody votes while a connection to it has
    /// brought a message within the last three of the longest probes, 3.75 s: so a process that was killed, whose connections broke, is
    /// dead in one to two seconds, one that stands still in about five, and one that is only busy, or collects garbage for two seconds, is
    /// not. (Orleans takes four probe times for the longest, twelve seconds here, and longer ones while the asking silo itself is slow.)
    /// Indirect probes would need a third silo that is quick.
    /// Grains on other silos go on undisturbed: this distributed directory asks the living silos which grains they host, whereas the default
    /// one would stop every grain registered in the dead silo's part of the directory. The dead silo's own grains may restart at once,
    /// without the directory's usual wait in case the silo was only suspected dead: journals fence any writer left behind.
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
            (o.MinProbeTimeout, o.MaxProbeTimeout) = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1.25));
            (o.EnableIndirectProbes, o.ExtendProbeTimeoutDuringDegradation) = (false, false);
            (o.IAmAliveTablePublishTimeout, o.NumMissedTableIAmAliveLimit) = (TimeSpan.FromSeconds(5), 2);
            o.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        });
    }
}
