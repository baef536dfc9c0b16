using Debate.Contracts;

namespace Debate.Silo;

/// <summary>
/// Where the gateway for Orleans clients is; the file gateway in the data folder tells it.
/// </summary>
internal sealed partial class GatewayPlace(string data, int port, ILogger<GatewayPlace> logger) : BackgroundService
{
    /// <summary>Tells where it is once the silo is there.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var address = LastPort.Write(data, ClusterName.GatewayFile, port);
        Log.Opens(logger, address);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Orleans clients can connect at {Address}")]
        public static partial void Opens(ILogger logger, string address);
    }
}
