using System.Net;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Storage;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Debate.Silo;

/// <summary>Where a silo stands in its cluster.</summary>
/// <param name="Redis">Where the cluster meets.</param>
/// <param name="Address">Where other silos reach this one.</param>
/// <param name="Generation">By which it is told from those that were there before.</param>
internal sealed record SiloPlace(RedisAddress Redis, IPEndPoint Address, int Generation)
{
    /// <summary>The file that stores the address at which other silos reach this one.</summary>
    private const string FileName = "silo";

    /// <summary>How long a start may take before it is looked why; most take a second.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);

    /// <summary>How long a start that was given up may take to end; Orleans does not always listen while it tries to join.</summary>
    internal static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    /// <summary>Chooses the place of a silo, the last one if it can be had; null for a server that is in no cluster.</summary>
    public static async Task<SiloPlace?> ChooseAsync(ServerOptions options)
    {
        if (options.Cluster is not { } redis) return null;
        if (options.Certificate is null && !IPAddress.IsLoopback(options.AdvertisedAddress))
            Console.Error.WriteLine($"debate: who reaches {options.AdvertisedAddress} can call this silo: give all silos a --cluster-certificate, "
                + "or a network of their own");
        var port = StickyPort.Choose(options.Data, FileName);
        StickyPort.Write(options.Data, FileName, port);
        var (address, place) = (RedisAddress.Parse(redis), new IPEndPoint(options.AdvertisedAddress, port));
        var (now, last) = (SiloAddress.AllocateNewGeneration(), await RedisCluster.FindLastGenerationAsync(address, place) ?? 0);
        if (last < now) return new(address, place, now);
        Console.Error.WriteLine($"debate: the clock went back: a silo at {place} began later; this one is its successor");
        return new(address, place, last + 1);
    }

    /// <summary>
    /// Starts a server, whose silo joins when it reaches the others. Orleans tries that for minutes and does not say why it fails: so where it
    /// takes long, this looks whether the silos know one another.
    /// </summary>
    /// <param name="app">The server.</param>
    /// <param name="certificate">By which silos know one another; null for none.</param>
    /// <param name="clock">Measures how long it takes.</param>
    /// <param name="stop">Ends the start.</param>
    /// <exception cref="InputException">A silo of the cluster has another certificate, or one of both has none.</exception>
    public async Task JoinAsync(WebApplication app, ClusterCertificate? certificate, TimeProvider clock, CancellationToken stop)
    {
        using var joining = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var started = app.StartAsync(joining.Token);
        while (!stop.IsCancellationRequested && await Task.WhenAny(started, Task.Delay(LookInterval, clock, joining.Token)) != started)
        {
            if (await FindStrangerAsync(app, certificate, stop) is not { } stranger) continue;
            await joining.CancelAsync();
            await started.WaitAsync(EndTime, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new InputException(stranger);
        }
        await started;
    }

    private async Task<string?> FindStrangerAsync(WebApplication app, ClusterCertificate? certificate, CancellationToken stop)
    {
        foreach (var (silo, member) in app.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members)
        {
            if (member.Status != SiloStatus.Active || silo.Endpoint.Equals(Address)) continue;
            if (await ClusterCertificate.FindMismatchAsync(silo.Endpoint, certificate, stop) is { } why)
                return $"--cluster '{Redis}': the silo at {silo.Endpoint} {why}";
        }
        return null;
    }
}

/// <summary>Waits for a Redis that is away while a server starts, and says so.</summary>
internal static class RedisWait
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Does what needs Redis; where no Redis answers, it says so once and tries again until one does.</summary>
    public static async Task<T> WaitAsync<T>(Func<Task<T>> attempt, TimeProvider clock, CancellationToken stop)
    {
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception away) when (away is RedisAwayException or RedisException && !stop.IsCancellationRequested)
            {
                if (!isTold) Console.Error.WriteLine($"debate: {OneLine.Format(away.Message, 300)}; waiting for it");
            }
            await Task.Delay(RetryDelay, clock, stop);
        }
    }
}
