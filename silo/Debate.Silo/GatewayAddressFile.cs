using Debate.Contracts;

namespace Debate.Silo;

/// <summary> Writes the address of the gateway for Orleans clients to the file "gateway" in the data folder. </summary>
internal sealed partial class GatewayAddressFile(string data, int port, ILogger<GatewayAddressFile> logger) : BackgroundService
{
    /// <summary>Writes the file once the silo has started.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var address = StickyPort.Write(data, ClusterName.GatewayFile, port);
        Log.Opens(logger, address);
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Orleans clients can connect at {Address}")]
        public static partial void Opens(ILogger logger, string address);
    }
}
