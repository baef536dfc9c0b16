using System.Diagnostics.CodeAnalysis;
using System.Net;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Grains.Placement;
using Debate.Models;
using Debate.Silo.Web;
using Orleans.Configuration;

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

    /// <summary>The names, beside those of loopback, by which a server without a key may be addressed.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The origins whose pages may ask it, such as https://app.example.org; none by default.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The folder of maps and question files that specifications sent over HTTP may name; null for none.</summary>
    public string? Library { get; init; }

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

    /// <summary>From which length on a turn of a grain is a warning in the log.</summary>
    public TimeSpan TurnWarning { get; init; } = SchedulingOptions.DEFAULT_TURN_WARNING_THRESHOLD;

    /// <summary>What a request and a key may ask of it at most.</summary>
    public ServerLimits Limits { get; init; } = ServerLimits.Default;

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

    /// <summary>The environment variable of a setting: DEBATE_GATEWAY_PORT for gateway-port.</summary>
    public static string VariableOf(string setting) => "DEBATE_" + setting.ToUpperInvariant().Replace('-', '_');

    /// <summary>Reads the settings from the environment alone, the models from the file in DEBATE_CONFIG.</summary>
    public static ServerOptions FromEnvironment(Func<string, string?> variable)
    {
        GivenSetting? Find(string setting) =>
            variable(VariableOf(setting)) is { Length: > 0 } text ? new(VariableOf(setting), text) : null;
        var models = Find("config") is { } file
            ? ModelConfiguration.Read(TextDecoder.Decode(File.ReadAllBytes(DataPath.Resolve(file.Text)), file.Text), file.Text)
            : ModelConfiguration.Empty;
        return Read(Find, DataPath.Resolve(Find("data")?.Text ?? ".debate"), models);
    }

    /// <summary>Reads the settings, each by its name; throws <see cref="InputException"/> for an invalid one.</summary>
    /// <param name="find">Finds what was given for a setting, by an option or by its variable; null for nothing.</param>
    /// <param name="data">The folder of the journal.</param>
    /// <param name="models">The models the server may use.</param>
    public static ServerOptions Read(Func<string, GivenSetting?> find, string data, ModelConfiguration models) =>
        new(find("urls")?.Text ?? DefaultUrls, data, models)
        {
            GatewayPort = find("gateway-port")?.Read(Values.Port),
            ApiKey = find("api-key") is { } key ? ReadApiKey(key) : null,
            AllowedHosts = find("allow-host")?.Read(HostNames) ?? [],
            AllowedOrigins = find("allow-origin")?.Read(Origins) ?? [],
            Library = find("library") is { } library ? DataPath.Resolve(library.Read(Values.Path)) : null,
            Cluster = find("cluster")?.Text,
            AdvertisedAddress = find("advertise")?.Read(Address) ?? IPAddress.Loopback,
            MaxInFlight = find("in-flight")?.Read(Values.Count),
            TurnWarning = find("turn-warning")?.Read(Values.PositiveDuration(TimeSpan.FromHours(1)))
                ?? SchedulingOptions.DEFAULT_TURN_WARNING_THRESHOLD,
            Limits = find("limits")?.Read(ServerLimits.Reader) ?? ServerLimits.Default,
            Roles = find("roles") is { } roles ? SiloRoles.Parse(roles.Text, roles.Name) : SiloRoles.All,
            Archive = find("archive") is { } archive ? DataPath.Resolve(archive.Read(Values.Path)) : null,
            ArchiveAfter = find("archive-after")?.Read(Values.Duration) ?? TimeSpan.FromMinutes(10),
            RewardJudge = find("reward-judge")?.Text,
            RewardEnvironment = find("reward-environment")?.Text,
            RewardEnvironmentData = find("reward-data")?.Text,
        };

    private static ValueReader<IPAddress> Address { get; } =
        new("must be an IP address", TryParseAddress, _ => true);

    private static bool TryParseAddress(string text, [MaybeNullWhen(false)] out IPAddress address) => IPAddress.TryParse(text, out address);

    /// <summary>
    /// Throws <see cref="InputException"/> for an archive without a cluster: a single server's journal is a file already.
    /// </summary>
    public void RequireClusterForArchive()
    {
        if (Archive is not null && Cluster is null)
            throw new InputException($"--archive '{Archive}': it needs --cluster; alone, runs are in files already");
    }

    /// <summary>
    /// Throws <see cref="InputException"/> for an address that other machines could reach, unless a key is set or the store has one.
    /// </summary>
    /// <param name="hasStoredKey">Whether the store has a valid key; asked only where it decides.</param>
    public async Task RequireApiKeyBeyondLoopbackAsync(Func<Task<bool>> hasStoredKey)
    {
        if (WebAddress.Parse(Urls).FirstOrDefault(address => !address.IsLoopback) is { } reachable && ApiKey is null && !await hasStoredKey())
            throw new InputException($"--urls '{reachable.Url}': it must be an http URL of this machine (127.0.0.1 or localhost), "
                + "or DEBATE_API_KEY must be set, or 'debate key add' must have added a key");
    }

    private static ValueReader<IReadOnlyList<string>> HostNames { get; } = new(
        "must be names or addresses of hosts without a port, separated by commas", TryParseHostNames, names => names.Count > 0);

    private static bool TryParseHostNames(string text, [MaybeNullWhen(false)] out IReadOnlyList<string> names)
    {
        names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.All(name => Uri.CheckHostName(name) != UriHostNameType.Unknown);
    }

    private static ValueReader<IReadOnlyList<string>> Origins { get; } = new(
        "must be origins of pages, such as https://app.example.org, separated by commas", TryParseOrigins, origins => origins.Count > 0);

    // As browsers write them: a scheme, a host in lower case, a port where it is not the scheme's; no wildcard.
    private static bool TryParseOrigins(string text, [MaybeNullWhen(false)] out IReadOnlyList<string> origins)
    {
        origins = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return origins.All(origin => Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            && page.GetLeftPart(UriPartial.Authority) == origin);
    }

    // Files of secrets end with a line break. What no header can carry would let nobody in.
    private static string ReadApiKey(GivenSetting given) => given.Text.TrimEnd('\r', '\n') is var key && key.Length > 0
        && key.All(c => c is > ' ' and <= '~') ? key
        : throw new InputException($"{given.Name}: it is blank, or has characters that no key has; a key is made of visible ASCII characters");
}

/// <summary>A setting as it was given.</summary>
/// <param name="Name">The option or the variable that gave it, which errors name.</param>
/// <param name="Text">Its text.</param>
public sealed record GivenSetting(string Name, string Text)
{
    /// <summary>Reads the text; throws <see cref="InputException"/> where it is invalid.</summary>
    public T Read<T>(ValueReader<T> reader) where T : notnull => reader.Read(Name, Text);
}
