using System.Globalization;
using Debate.Models;

namespace Debate.Silo;

/// <summary>What a server is told.</summary>
/// <param name="Urls">Where it listens, separated by semicolons.</param>
/// <param name="Data">The folder of the journal.</param>
/// <param name="Models">The models it may use.</param>
public sealed record ServerOptions(string Urls, string Data, ModelConfiguration Models)
{
    /// <summary>Loopback only: there is no authentication yet.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>
    /// The loopback port of the gateway for Orleans clients, 1 to 65535; null for the one of the last time, or a free one.
    /// </summary>
    public int? GatewayPort { get; init; }

    /// <summary>The options from DEBATE_URLS, DEBATE_DATA, DEBATE_CONFIG and DEBATE_GATEWAY_PORT.</summary>
    public static ServerOptions Of(Func<string, string?> variable) => new(
        variable("DEBATE_URLS") ?? DefaultUrls,
        variable("DEBATE_DATA") ?? ".debate",
        variable("DEBATE_CONFIG") is { } file ? ModelConfiguration.Read(File.ReadAllText(file), file) : ModelConfiguration.Empty)
    {
        GatewayPort = variable("DEBATE_GATEWAY_PORT") is { } text ? ReadPort("DEBATE_GATEWAY_PORT", text) : null,
    };

    /// <summary>Reads a port; throws <see cref="InputException"/> where it is none.</summary>
    public static int ReadPort(string name, string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new InputException($"{name} '{text}': it must be a port from 1 to 65535");

    /// <summary>Throws <see cref="InputException"/> for an address that others than this machine could reach.</summary>
    public void RefuseStrangers()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.IsLoopback)
                throw new InputException(
                    $"--urls '{url}': it must be an http URL of this machine (127.0.0.1 or localhost); there is no authentication yet");
    }
}
