using Debate.Core.Input;
using StackExchange.Redis;

namespace Debate.Storage;

/// <summary>Parses redis://HOST:PORT as given on the command line.</summary>
public static class RedisAddress
{
    private const int DefaultPort = 6379;

    /// <summary>Parses an address into connection options; throws <see cref="InputException"/> if the text is no such address.</summary>
    public static ConfigurationOptions Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != "redis" || address.Host.Length == 0)
            throw new InputException($"redis '{text}': it must be redis://HOST:PORT");
        return new()
        {
            EndPoints = { { address.Host, address.Port > 0 ? address.Port : DefaultPort } },
            Password = address.UserInfo is { Length: > 0 } user ? Uri.UnescapeDataString(user[(user.IndexOf(':') + 1)..]) : null,
            // Wait for a server that is restarting.
            AbortOnConnectFail = true,
            ConnectRetry = 3,
            SyncTimeout = 10_000,
            AsyncTimeout = 10_000,
            AllowAdmin = true,
        };
    }
}

/// <summary>Retries calls to Redis while the server is unavailable: it restarts, loads its files, or the network fails.</summary>
/// <param name="clock">The time.</param>
/// <param name="longest">How long one call is retried.</param>
internal sealed class RedisRetry(TimeProvider clock, TimeSpan longest)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);
    private long _lastLoss = long.MinValue;

    /// <summary>Whether a call was lost recently (within twice the retry time), so that concurrent calls may arrive reordered.</summary>
    public bool HasRecentLoss =>
        Volatile.Read(ref _lastLoss) is var lost && lost != long.MinValue && clock.GetElapsedTime(lost) < 2 * longest;

    /// <summary>
    /// Executes a call; throws <see cref="IOException"/> if no reply comes in time. A reply that is not <paramref name="isFinal"/> is
    /// retried as long as a call was lost recently.
    /// </summary>
    public async Task<T> ExecuteAsync<T>(Func<Task<T>> ask, Func<T, bool>? isFinal = null)
    {
        for (var began = clock.GetTimestamp(); ; await Task.Delay(RetryDelay, clock))
        {
            var isLast = clock.GetElapsedTime(began) >= longest;
            try
            {
                var answer = await ask();
                if (isFinal is null || isFinal(answer) || isLast || !HasRecentLoss) return answer;
            }
            catch (Exception lost) when (lost is RedisException or RedisTimeoutException)
            {
                Volatile.Write(ref _lastLoss, clock.GetTimestamp());
                if (isLast) throw new IOException($"redis: {lost.Message}", lost);
            }
        }
    }
}
