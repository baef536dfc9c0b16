using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Debate.Silo.Web;

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
        // Replaced atomically: readers see either the old or the new content.
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
