using System.Globalization;
using System.Net;
using Debate.Grains.Placement;
using Debate.Models;

namespace Debate.Silo;

/// <summary>What a server is told.</summary>
/// <param name="Urls">Where it listens, separated by semicolons.</param>
/// <param name="Data">The folder of the journal.</param>
/// <param name="Models">The models it may use.</param>
public sealed record ServerOptions(string Urls, string Data, ModelConfiguration Models)
{
    /// <summary>Loopback: others than this machine need a key.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>
    /// The loopback port of the gateway for Orleans clients, 1 to 65535; null for the one of the last time, or a free one.
    /// </summary>
    public int? GatewayPort { get; init; }

    /// <summary>What callers must show; null for none, which is allowed on loopback only.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The cluster to join, redis://HOST:PORT; null to serve alone over the data folder.</summary>
    public string? Cluster { get; init; }

    /// <summary>
    /// The folder, the same for all servers of a cluster, to which finished runs go from Redis; null to leave them there.
    /// </summary>
    public string? Archive { get; init; }

    /// <summary>How long a run stays in Redis after its end.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Where other silos reach this one; loopback where it is not told.</summary>
    public IPAddress Advertised { get; init; } = IPAddress.Loopback;

    /// <summary>Debates driven at once by this silo, at least 1; the others wait. Null for as many as come.</summary>
    public int? InFlight { get; init; }

    /// <summary>What this silo is there for.</summary>
    public SiloRoles Roles { get; init; } = SiloRoles.All;

    /// <summary>A judge that debate reward train-judge wrote: rewards by debates over evidence, as the profile evidence.</summary>
    public string? RewardJudge { get; init; }

    /// <summary>The environment that it judges about; the simulator where null.</summary>
    public string? RewardEnvironment { get; init; }

    /// <summary>The folder of the environment's files; null where it needs none.</summary>
    public string? RewardEnvironmentData { get; init; }

    /// <summary>
    /// The options from DEBATE_URLS, DEBATE_DATA, DEBATE_CONFIG, DEBATE_GATEWAY_PORT, DEBATE_API_KEY, DEBATE_CLUSTER, DEBATE_ADVERTISE,
    /// DEBATE_IN_FLIGHT, DEBATE_ROLES, DEBATE_ARCHIVE, DEBATE_ARCHIVE_AFTER, DEBATE_REWARD_JUDGE,
    /// DEBATE_REWARD_ENVIRONMENT and DEBATE_REWARD_DATA.
    /// </summary>
    public static ServerOptions Of(Func<string, string?> variable) => new(
        variable("DEBATE_URLS") ?? DefaultUrls,
        variable("DEBATE_DATA") ?? ".debate",
        variable("DEBATE_CONFIG") is { } file ? ModelConfiguration.Read(File.ReadAllText(file), file) : ModelConfiguration.Empty)
    {
        GatewayPort = variable("DEBATE_GATEWAY_PORT") is { } text ? ReadPort("DEBATE_GATEWAY_PORT", text) : null,
        ApiKey = KeyOf(variable),
        Cluster = variable("DEBATE_CLUSTER"),
        Advertised = AdvertisedOf(variable),
        Roles = variable("DEBATE_ROLES") is { Length: > 0 } roles ? SiloRoles.Parse(roles, "DEBATE_ROLES") : SiloRoles.All,
        InFlight = variable("DEBATE_IN_FLIGHT") is { } most ? ReadCount("DEBATE_IN_FLIGHT", most) : null,
        Archive = variable("DEBATE_ARCHIVE"),
        ArchiveAfter = ArchiveAfterOf("DEBATE_ARCHIVE_AFTER", variable("DEBATE_ARCHIVE_AFTER")),
        RewardJudge = variable("DEBATE_REWARD_JUDGE"),
        RewardEnvironment = variable("DEBATE_REWARD_ENVIRONMENT"),
        RewardEnvironmentData = variable("DEBATE_REWARD_DATA"),
    };

    /// <summary>The key in DEBATE_API_KEY; null where there is none or an empty one.</summary>
    public static string? KeyOf(Func<string, string?> variable) => variable("DEBATE_API_KEY") is { Length: > 0 } key ? key : null;

    /// <summary>The address in DEBATE_ADVERTISE; loopback where there is none. An <see cref="InputException"/> where it is no IP.</summary>
    public static IPAddress AdvertisedOf(Func<string, string?> variable) => variable("DEBATE_ADVERTISE") is not { Length: > 0 } text
        ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) ? address : throw new InputException($"DEBATE_ADVERTISE '{text}': it must be an IP address");

    /// <summary>The time as HH:MM:SS, ten minutes where there is none; an <see cref="InputException"/> where it is no such time.</summary>
    public static TimeSpan ArchiveAfterOf(string name, string? text) => text is null
        ? TimeSpan.FromMinutes(10)
        : TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : throw new InputException($"{name} '{text}': it must be a time such as 00:10:00");

    /// <summary>Throws <see cref="InputException"/> for an archive without a cluster: alone, the journal is a file already.</summary>
    public void RefuseIdleArchive()
    {
        if (Archive is not null && Cluster is null)
            throw new InputException($"--archive '{Archive}': it needs --cluster; alone, runs are in files already");
    }

    /// <summary>Reads a port; throws <see cref="InputException"/> where it is none.</summary>
    public static int ReadPort(string name, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new InputException($"{name} '{text}': it must be a port from 1 to 65535");

    /// <summary>Reads a number of debates; throws <see cref="InputException"/> where it is none.</summary>
    public static int ReadCount(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? count
            : throw new InputException($"{name} '{text}': it must be a whole number of at least 1");

    /// <summary>Throws <see cref="InputException"/> for an address that others than this machine could reach, unless a key is set.</summary>
    public void RefuseStrangers()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!IsLoopback(url) && ApiKey is null)
                throw new InputException(
                    $"--urls '{url}': it must be an http URL of this machine (127.0.0.1 or localhost), or DEBATE_API_KEY must be set");
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;
}
