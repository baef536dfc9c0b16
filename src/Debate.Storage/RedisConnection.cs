using System.Globalization;
using System.Text.RegularExpressions;
using Debate.Core.Input;
using StackExchange.Redis;

namespace Debate.Storage;

/// <summary>
/// Where a deployment keeps its runs in Redis: redis://[USER:PASSWORD@]HOST[:PORT][/DB][?prefix=NAME], or rediss:// for TLS. Deployments
/// with another number of the database or another prefix share nothing, although they share the server.
/// </summary>
public sealed partial class RedisAddress
{
    /// <summary>The form of an address.</summary>
    public const string Form = "redis://[USER:PASSWORD@]HOST[:PORT][/DB][?prefix=NAME] (rediss:// for TLS)";

    private const string DefaultPrefix = "debate";
    private const int DefaultPort = 6379;

    private readonly string _shown;

    private RedisAddress(Uri address, int database, string prefix)
    {
        (Prefix, _shown) = (prefix, $"{address.Scheme}://{address.Authority}{address.PathAndQuery.TrimEnd('/')}");
        ChannelPrefix = database == 0 ? prefix : FormattableString.Invariant($"{prefix}@{database}");
        var (user, password) = ReadUser(address.UserInfo);
        Options = new()
        {
            EndPoints = { { address.DnsSafeHost, address.Port > 0 ? address.Port : DefaultPort } },
            User = user,
            Password = password,
            DefaultDatabase = database,
            Ssl = address.Scheme == "rediss",
            SslHost = address.Scheme == "rediss" ? address.DnsSafeHost : null,
            // Wait for a server that is restarting.
            AbortOnConnectFail = true,
            ConnectRetry = 3,
            SyncTimeout = 10_000,
            AsyncTimeout = 10_000,
            AllowAdmin = true,
        };
    }

    /// <summary>What the names of all keys begin with.</summary>
    public string Prefix { get; }

    /// <summary>What the names of all channels begin with: Redis has them once for all its databases.</summary>
    internal string ChannelPrefix { get; }

    /// <summary>The options of a connection.</summary>
    public ConfigurationOptions Options { get; }

    /// <summary>Parses an address; throws <see cref="InputException"/>, which shows no password, if the text is no such address.</summary>
    public static RedisAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("redis" or "rediss")
            || address.Host.Length == 0 || address.Fragment.Length > 0)
            throw new InputException($"redis '{HideUser(text)}': it must be {Form}");
        var database = address.AbsolutePath.Trim('/');
        if (!int.TryParse(database.Length > 0 ? database : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new InputException(
                $"redis '{HideUser(text)}': /{database}: the database must be a whole number, as in redis://HOST:PORT/3");
        var prefix = address.Query.Length == 0 ? DefaultPrefix : PrefixQuery().Match(address.Query) is { Success: true } query
            ? query.Groups[1].Value
            : throw new InputException(
                $"redis '{HideUser(text)}': {address.Query}: it must be ?prefix=NAME, of 1 to 60 letters, digits, '_', '.' and '-'");
        return new(address, number, prefix);
    }

    /// <summary>The address without user and password.</summary>
    public override string ToString() => _shown;

    // A user without a colon is the password, as it ever was here.
    private static (string? User, string? Password) ReadUser(string user)
    {
        if (user.Length == 0) return (null, null);
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        return (colon > 0 ? Uri.UnescapeDataString(user[..colon]) : null, Uri.UnescapeDataString(user[(colon + 1)..]));
    }

    // Also in what is no address.
    private static string HideUser(string text) => text.LastIndexOf('@') is >= 0 and var at ? $"...{text[at..]}" : text;

    [GeneratedRegex(@"^\?prefix=([A-Za-z0-9_.-]{1,60})$")]
    private static partial Regex PrefixQuery();
}

/// <summary>No Redis server answers: it is not started yet, or the network is away.</summary>
/// <param name="message">One line that names the address.</param>
/// <param name="inner">The client's exception.</param>
public sealed class RedisAwayException(string message, Exception inner) : IOException(message, inner);

/// <summary>Opens connections to Redis.</summary>
public static class RedisConnection
{
    // Everything else that a server may say (LOADING, MASTERDOWN, CLUSTERDOWN) passes.
    private static readonly string[] Refusals = ["NOAUTH", "WRONGPASS", "NOPERM", "ERR ", "authentication failure"];

    /// <summary>Opens a connection whose server has answered.</summary>
    /// <exception cref="InputException">The server refuses the password or has no such database.</exception>
    /// <exception cref="RedisAwayException">No server answers there.</exception>
    public static async Task<IConnectionMultiplexer> OpenAsync(RedisAddress address)
    {
        ConnectionMultiplexer? connection = null;
        try
        {
            connection = await ConnectionMultiplexer.ConnectAsync(address.Options);
            await connection.GetDatabase().PingAsync();
            return connection;
        }
        catch (RedisException error)
        {
            if (connection is not null) await connection.DisposeAsync();
            throw Describe(address, error);
        }
    }

    private static Exception Describe(RedisAddress address, RedisException error)
    {
        var reason = OneLine.Format(error.Message, 200);
        return Refusals.Any(refusal => error.Message.Contains(refusal, StringComparison.Ordinal))
            ? new InputException($"redis '{address}': it refuses us: {reason}", error)
            : new RedisAwayException($"redis '{address}': no server answers there ({reason})", error);
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
                if (!isLast) continue;
                throw lost.Message.StartsWith("OOM", StringComparison.Ordinal)
                    ? new StorageFullException("redis: its memory is full (maxmemory)", lost)
                    : new IOException($"redis: {lost.Message}", lost);
            }
        }
    }
}
