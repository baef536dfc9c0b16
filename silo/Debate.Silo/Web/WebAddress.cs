using System.Net;
using System.Net.Sockets;
using System.Text;
using Debate.Core.Input;
using Debate.Models;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;

namespace Debate.Silo.Web;

/// <summary>Checks the addresses that the server is to listen on.</summary>
internal static class WebAddress
{
    /// <summary>
    /// Throws <see cref="InputException"/> for an address at which this process cannot listen. Called before the silo starts, because it
    /// would first join its cluster and resume runs.
    /// </summary>
    public static void ThrowIfTaken(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (ParseBinding(url) is { IsUnixPipe: false, IsNamedPipe: false } binding)
            ThrowIfUnbindable(url, new(ToAddress(binding.Host), binding.Port));
    }

    private static BindingAddress ParseBinding(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new InputException($"--urls '{url}': it must be a URL such as {ServerOptions.DefaultUrls}", wrong);
        }
    }

    // As in Kestrel: a host name that is not an address means all interfaces.
    private static IPAddress ToAddress(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address : IPAddress.Any;

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
        [LoggerMessage(1, LogLevel.Information, "open at {Address}")]
        public static partial void Open(ILogger logger, string address);
    }
}
