using System.Globalization;
using StackExchange.Redis;

namespace Debate.Storage;

/// <summary>What the settings of a Redis server mean for the journals in it.</summary>
/// <param name="PowerFailure">What a power failure of its machine can lose; null if nothing that was acknowledged.</param>
/// <param name="Eviction">Why its memory is unfit to keep journals; null where it is fit.</param>
/// <param name="EvictionNotice">What is to be told about its memory, although it is fit; null for nothing.</param>
public sealed record RedisPromises(string? PowerFailure, string? Eviction, string? EvictionNotice)
{
    private const string NoEviction = "noeviction";

    /// <summary>Reads the settings, where the server lets us.</summary>
    internal static async Task<RedisPromises> ReadAsync(IServer server)
    {
        var (eviction, notice) = DescribeEviction(
            await ReadMemoryAsync(server, "maxmemory-policy", "maxmemory_policy"), await ReadMemoryAsync(server, "maxmemory", "maxmemory"));
        return new(await DescribePowerFailureAsync(server), eviction, notice);
    }

    /// <summary>
    /// What a policy does once the memory is full. No key of ours expires, so that the policies that delete expiring keys alone
    /// (volatile-*) delete none of ours.
    /// </summary>
    /// <param name="policy">The setting maxmemory-policy; null if it cannot be read.</param>
    /// <param name="memory">The setting maxmemory in bytes, 0 for no limit; null if it cannot be read.</param>
    internal static (string? Eviction, string? Notice) DescribeEviction(string? policy, string? memory)
    {
        if (policy is null || memory is null)
            return (null, "it is unknown whether it deletes journals when its memory is full: neither CONFIG nor INFO memory can be read");
        if (policy == NoEviction || memory is "0" or "") return (null, null);
        return policy.StartsWith("volatile-", StringComparison.Ordinal)
            ? (null, $"maxmemory-policy {policy} deletes keys that expire, and none of ours does; {NoEviction} says what is meant")
            : ($"maxmemory-policy {policy} deletes entries of journals when its memory ({memory} bytes) is full; set {NoEviction}", null);
    }

    private static async Task<string?> DescribePowerFailureAsync(IServer server)
    {
        try
        {
            var (log, sync) = (await ReadSettingAsync(server, "appendonly"), await ReadSettingAsync(server, "appendfsync"));
            if (log != "yes") return "everything since the last snapshot can be lost, because appendonly is off";
            return sync switch
            {
                "always" => null,
                "everysec" => "what was written in the last second or two can be lost, because appendfsync is everysec",
                _ => $"what the system has not written yet, often half a minute, can be lost, because appendfsync is {sync}",
            };
        }
        catch (RedisException refused)
        {
            return $"it is unknown what can be lost, because its settings cannot be read ({refused.Message})";
        }
    }

    // Hosted servers often refuse CONFIG.
    private static async Task<string?> ReadMemoryAsync(IServer server, string setting, string field)
    {
        try
        {
            return await ReadSettingAsync(server, setting);
        }
        catch (RedisException)
        {
            return await FindInfoAsync(server, field);
        }
    }

    private static async Task<string?> FindInfoAsync(IServer server, string field)
    {
        try
        {
            return (await server.InfoAsync("memory")).SelectMany(section => section).Where(line => line.Key == field)
                .Select(line => line.Value).FirstOrDefault();
        }
        catch (RedisException)
        {
            return null;
        }
    }

    private static async Task<string> ReadSettingAsync(IServer server, string name) =>
        (await server.ConfigGetAsync(name)).FirstOrDefault().Value ?? "";
}
