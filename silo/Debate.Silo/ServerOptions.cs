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

    /// <summary>The options from DEBATE_URLS, DEBATE_DATA and DEBATE_CONFIG.</summary>
    public static ServerOptions Of(Func<string, string?> variable) => new(
        variable("DEBATE_URLS") ?? DefaultUrls,
        variable("DEBATE_DATA") ?? ".debate",
        variable("DEBATE_CONFIG") is { } file ? ModelConfiguration.Read(File.ReadAllText(file), file) : ModelConfiguration.Empty);

    /// <summary>Throws <see cref="InputException"/> for an address that others than this machine could reach.</summary>
    public void RefuseStrangers()
    {
        foreach (var url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || !address.IsLoopback)
                throw new InputException(
                    $"--urls '{url}': it must be an http URL of this machine (127.0.0.1 or localhost); there is no authentication yet");
    }
}
