using System.Globalization;
using Debate.Contracts;
using Debate.Hosting;

namespace Debate.Silo;

/// <summary>
/// Where the gateway for Orleans clients is. It stays at the port where it was the last time, so that clients find a server that was
/// started again; the file gateway in the data folder tells where.
/// </summary>
internal sealed partial class GatewayPlace(string data, int port, ILogger<GatewayPlace> logger) : BackgroundService
{
    private static string Address(int port) => $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The port: the one asked for, else that of the last time, else a free one.</summary>
    public static int Choose(ServerOptions options)
    {
        if (options.GatewayPort is { } wanted)
            return LoopbackClustering.IsFree(wanted)
                ? wanted
                : throw new InputException($"gateway port {wanted}: somebody else listens there; choose another or leave it out");
        return Last(options.Data) is { } last && LoopbackClustering.IsFree(last) ? last : LoopbackClustering.FreePort();
    }

    /// <summary>Tells where it is once the silo is there.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever reads it reads all of it or the one before.
        var file = Path.Combine(data, ClusterName.GatewayFile);
        await File.WriteAllTextAsync($"{file}.new", $"{Address(port)}\n", stoppingToken);
        File.Move($"{file}.new", file, overwrite: true);
        Log.Opens(logger, Address(port));
    }

    private static int? Last(string data)
    {
        var file = Path.Combine(data, ClusterName.GatewayFile);
        if (!File.Exists(file)) return null;
        var text = File.ReadAllText(file).Trim();
        var digits = text.AsSpan(text.LastIndexOf(':') + 1);
        return ushort.TryParse(digits, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Orleans clients can connect at {Address}")]
        public static partial void Opens(ILogger logger, string address);
    }
}
