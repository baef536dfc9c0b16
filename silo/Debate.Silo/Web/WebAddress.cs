using System.Net;
using System.Net.Sockets;
using System.Text;
using Debate.Core.Input;
using Debate.Models;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;

namespace Debate.Silo.Web;

/// <summary>
/// An address that the server is to listen on. What is checked is what is bound: only addresses, localhost and the wildcards are taken,
/// because Kestrel takes any other name, "loopback" too, for all interfaces.
/// </summary>
/// <param name="Url">As it was given.</param>
/// <param name="Place">Where it listens; null for a Unix socket.</param>
internal sealed record WebAddress(string Url, IPEndPoint? Place)
{
    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Place is not null && IPAddress.IsLoopback(Place.Address);

    /// <summary>Parses URLs separated by semicolons; throws <see cref="InputException"/> where one is no address to listen on.</summary>
    public static IReadOnlyList<WebAddress> Parse(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne).ToArray();
        return addresses.Length > 0 ? addresses : throw CreateError(urls);
    }

    /// <summary>
    /// Throws <see cref="InputException"/> for an address at which this process cannot listen. Called before the silo starts, because it
    /// would first join its cluster and resume runs.
    /// </summary>
    public static void ThrowIfTaken(string urls)
    {
        foreach (var address in Parse(urls))
            if (address.Place is { } place) ThrowIfUnbindable(address.Url, place);
    }

    private static WebAddress ParseOne(string url)
    {
        try
        {
            var binding = BindingAddress.Parse(url);
            var place = binding.IsUnixPipe ? null : new IPEndPoint(ParseHost(binding.Host) ?? throw CreateError(url), binding.Port);
            return new(url, place);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentOutOfRangeException)
        {
            throw CreateError(url, wrong);
        }
    }

    private static IPAddress? ParseHost(string host) => host.ToLowerInvariant() switch
    {
        "localhost" => IPAddress.Loopback,
        "*" or "+" => IPAddress.Any,
        _ => IPAddress.TryParse(host, out var address) ? address : null,
    };

    private static InputException CreateError(string url, Exception? wrong = null)
    {
        var told = $"--urls '{url}': it must be a URL such as {ServerOptions.DefaultUrls}, with an IP address, localhost or * as its host";
        return wrong is null ? new(told) : new(told, wrong);
    }

    private static void ThrowIfUnbindable(string url, IPEndPoint place)
    {
        using var listener = new TcpListener(place);
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            var why = taken.SocketErrorCode == SocketError.AddressAlreadyInUse ? "somebody else listens there" : taken.Message;
            throw new InputException($"--urls '{url}': {why}; give another address", taken);
        }
    }
}

/// <summary>
/// Writes the server's HTTP address to the file "url" in the data folder once it listens, also if the system chose the port.
/// </summary>
internal sealed partial class HttpAddressFile(IServer server, IHostApplicationLifetime life, ServerOptions options,
    ILogger<HttpAddressFile> logger)
    : IHostedService
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "url";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(WriteFile);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WriteFile()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address) return;
        AtomicFile.Write(Path.Combine(options.Data, FileName), Encoding.UTF8.GetBytes($"{address}\n"));
        Log.Open(logger, address);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "open at {Address}")]
        public static partial void Open(ILogger logger, string address);
    }
}
