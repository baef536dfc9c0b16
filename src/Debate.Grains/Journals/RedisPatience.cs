using StackExchange.Redis;

namespace Debate.Grains.Journals;

/// <summary>Makes calls to Redis again while the server is away: it restarts, loads its files, or the network fails.</summary>
/// <param name="clock">The time.</param>
/// <param name="longest">How long one call is made again.</param>
internal sealed class RedisPatience(TimeProvider clock, TimeSpan longest)
{
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(50);
    private long _lost = long.MinValue;

    /// <summary>Whether some call was lost not long ago, so that what was sent side by side may arrive in another order.</summary>
    public bool HasWaited => Volatile.Read(ref _lost) is var lost && lost != long.MinValue && clock.GetElapsedTime(lost) < 2 * longest;

    /// <summary>
    /// The answer; an <see cref="IOException"/> where none came in time. An answer that <paramref name="isFinal"/> does not hold for is asked
    /// again while calls were lost not long ago.
    /// </summary>
    public async Task<T> AskAsync<T>(Func<Task<T>> ask, Func<T, bool>? isFinal = null)
    {
        for (var began = clock.GetTimestamp(); ; await Task.Delay(BeforeAnother, clock))
        {
            var isLast = clock.GetElapsedTime(began) >= longest;
            try
            {
                var answer = await ask();
                if (isFinal is null || isFinal(answer) || isLast || !HasWaited) return answer;
            }
            catch (Exception lost) when (lost is RedisException or RedisTimeoutException)
            {
                Volatile.Write(ref _lost, clock.GetTimestamp());
                if (isLast) throw new IOException($"redis: {lost.Message}", lost);
            }
        }
    }
}
