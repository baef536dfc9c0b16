using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Debate.Silo.Web;

/// <summary>
/// Where the doors over HTTP are: the file url in the data folder tells it once they are open, also where the system chose the port.
/// </summary>
internal sealed partial class WebPlace(IServer server, IHostApplicationLifetime life, ServerOptions options, ILogger<WebPlace> logger)
    : IHostedService
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "url";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        life.ApplicationStarted.Register(Tell);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell()
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address) return;
        // Whoever reads it reads all of it or the one before.
        var file = Path.Combine(options.Data, FileName);
        File.WriteAllText($"{file}.new", $"{address}\n");
        File.Move($"{file}.new", file, overwrite: true);
        Log.Open(logger, address);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "open at {Address}")]
        public static partial void Open(ILogger logger, string address);
    }
}
