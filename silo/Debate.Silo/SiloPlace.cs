using System.Net;
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

    /// <summary>Chooses the place of a silo, the last one if it can be had; null for a server that is in no cluster.</summary>
    public static async Task<SiloPlace?> ChooseAsync(ServerOptions options)
    {
        if (options.Cluster is not { } redis) return null;
        var port = StickyPort.Choose(options.Data, FileName);
        StickyPort.Write(options.Data, FileName, port);
        var (address, place) = (RedisAddress.Parse(redis), new IPEndPoint(options.AdvertisedAddress, port));
        var (now, last) = (SiloAddress.AllocateNewGeneration(), await RedisCluster.FindLastGenerationAsync(address, place) ?? 0);
        if (last < now) return new(address, place, now);
        Console.Error.WriteLine($"debate: the clock went back: a silo at {place} began later; this one is its successor");
        return new(address, place, last + 1);
    }
}

/// <summary>Waits for a Redis that is away while a server starts, and says so.</summary>
internal static class RedisWait
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Does what needs Redis; where no Redis answers, it says so once and tries again until one does.</summary>
    public static async Task<T> WaitAsync<T>(Func<Task<T>> attempt, CancellationToken stop)
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
            await Task.Delay(RetryDelay, stop);
        }
    }
}
