using System.Globalization;
using System.Net;
using Debate.Grains.Placement;
using Debate.Models;

namespace Debate.Silo;

/// <summary>The settings of a server.</summary>
/// <param name="Urls">The URLs it listens on, separated by semicolons.</param>
/// <param name="Data">The folder of the journal.</param>
/// <param name="Models">The models it may use.</param>
public sealed record ServerOptions(string Urls, string Data, ModelConfiguration Models)
{
    /// <summary>The default URLs, on loopback: other machines need a key.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary> The loopback port of the gateway for Orleans clients, 1 to 65535; null for the last one used, or a free one. </summary>
    public int? GatewayPort { get; init; }

    /// <summary>The API key that callers must present; null for none, which is allowed on loopback only.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The cluster to join, redis://HOST:PORT; null for a single server over the data folder.</summary>
    public string? Cluster { get; init; }

    /// <summary>
    /// The folder, shared by all servers of a cluster, to which finished runs are moved from Redis; null to keep them there.
    /// </summary>
    public string? Archive { get; init; }

    /// <summary>How long a run stays in Redis after its end.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The address at which other silos reach this one; default loopback.</summary>
    public IPAddress AdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary>The maximum number of debates that this silo drives at once, at least 1; others wait. Null for no limit.</summary>
    public int? MaxInFlight { get; init; }

    /// <summary>The roles of this silo.</summary>
    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>
    /// A judge file written by "debate reward train-judge": adds the profile "evidence", which rewards by debates over evidence.
    /// </summary>
    public string? RewardJudge { get; init; }

    /// <summary>The environment of that judge; null for the simulator.</summary>
    public string? RewardEnvironment { get; init; }

    /// <summary>The folder of the environment's files; null if it needs none.</summary>
    public string? RewardEnvironmentData { get; init; }

    /// <summary>
    /// Reads the options from the environment variables DEBATE_URLS, DEBATE_DATA, DEBATE_CONFIG, DEBATE_GATEWAY_PORT, DEBATE_API_KEY,
    /// DEBATE_CLUSTER, DEBATE_ADVERTISE, DEBATE_IN_FLIGHT, DEBATE_ROLES, DEBATE_ARCHIVE, DEBATE_ARCHIVE_AFTER, DEBATE_REWARD_JUDGE,
    /// DEBATE_REWARD_ENVIRONMENT and DEBATE_REWARD_DATA.
    /// </summary>
    public static ServerOptions FromEnvironment(Func<string, string?> variable) => new(
        variable("DEBATE_URLS") ?? DefaultUrls,
        variable("DEBATE_DATA") ?? ".debate",
        variable("DEBATE_CONFIG") is { } file
            ? ModelConfiguration.Read(TextDecoder.Decode(File.ReadAllBytes(file), file), file) : ModelConfiguration.Empty)
    {
        GatewayPort = variable("DEBATE_GATEWAY_PORT") is { } text ? ParsePort("DEBATE_GATEWAY_PORT", text) : null,
        ApiKey = ReadApiKey(variable),
        Cluster = variable("DEBATE_CLUSTER"),
        AdvertisedAddress = ReadAdvertisedAddress(variable),
        Roles = variable("DEBATE_ROLES") is { Length: > 0 } roles ? SiloRoles.Parse(roles, "DEBATE_ROLES") : SiloRoles.All,
        MaxInFlight = variable("DEBATE_IN_FLIGHT") is { } max ? ParseCount("DEBATE_IN_FLIGHT", max) : null,
        Archive = variable("DEBATE_ARCHIVE"),
        ArchiveAfter = ParseArchiveAfter("DEBATE_ARCHIVE_AFTER", variable("DEBATE_ARCHIVE_AFTER")),
        RewardJudge = variable("DEBATE_REWARD_JUDGE"),
        RewardEnvironment = variable("DEBATE_REWARD_ENVIRONMENT"),
        RewardEnvironmentData = variable("DEBATE_REWARD_DATA"),
    };

    /// <summary>The key in DEBATE_API_KEY; null if it is missing or empty.</summary>
    public static string? ReadApiKey(Func<string, string?> variable) => variable("DEBATE_API_KEY") is { Length: > 0 } key ? key : null;

    /// <summary>
    /// The address in DEBATE_ADVERTISE; loopback if it is missing or empty. Throws <see cref="InputException"/> if it is not an IP address.
    /// </summary>
    public static IPAddress ReadAdvertisedAddress(Func<string, string?> variable) =>
        variable("DEBATE_ADVERTISE") is not { Length: > 0 } text
        ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address
        : throw new InputException($"DEBATE_ADVERTISE '{text}': it must be an IP address");

    /// <summary>
    /// Parses a time as HH:MM:SS; ten minutes if there is none. Throws <see cref="InputException"/> if it has another format.
    /// </summary>
    public static TimeSpan ParseArchiveAfter(string name, string? text) => text is null
        ? TimeSpan.FromMinutes(10)
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : throw new InputException($"{name} '{text}': it must be a time such as 00:10:00");

    /// <summary>
    /// Throws <see cref="InputException"/> for an archive without a cluster: a single server's journal is a file already.
    /// </summary>
    public void RequireClusterForArchive()
    {
        if (Archive is not null && Cluster is null)
            throw new InputException($"--archive '{Archive}': it needs --cluster; alone, runs are in files already");
    }

    /// <summary>Parses a port; throws <see cref="InputException"/> if it is invalid.</summary>
    public static int ParsePort(string name, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new InputException($"{name} '{text}': it must be a port from 1 to 65535");

    /// <summary>Parses a number of debates; throws <see cref="InputException"/> if it is invalid.</summary>
    public static int ParseCount(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new InputException($"{name} '{text}': it must be a whole number of at least 1");

    /// <summary>Throws <see cref="InputException"/> for an address that other machines could reach, unless a key is set.</summary>
    public void RequireApiKeyBeyondLoopback()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!IsLoopback(url) && ApiKey is null)
                throw new InputException(
                    $"--urls '{url}': it must be an http URL of this machine (127.0.0.1 or localhost), or DEBATE_API_KEY must be set");
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;
}
