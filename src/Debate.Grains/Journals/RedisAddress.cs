using StackExchange.Redis;

namespace Debate.Grains.Journals;

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
