using System.Globalization;
using System.Text;
using Debate.Contracts;
using Debate.Core.Input;
using Debate.Hosting;
using Debate.Models;
using Debate.Storage;

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

/// <summary>
/// Local ports that are reused at the next start, so that clients find a restarted server. Each is stored in a file of the data folder, as
/// ADDRESS:PORT.
/// </summary>
internal static class StickyPort
{
    /// <summary>The requested port, otherwise the last one used if it is still free, otherwise any free one.</summary>
    /// <exception cref="InputException">The requested port is in use.</exception>
    public static int Choose(string data, string file, int? wanted = null)
    {
        if (wanted is { } port)
            return LoopbackClustering.IsPortFree(port)
                ? port
                : throw new InputException($"{file} port {port}: somebody else listens there; choose another or leave it out");
        return Read(Path.Combine(data, file)) is { } last && LoopbackClustering.IsPortFree(last) ? last : LoopbackClustering.FindFreePort();
    }

    /// <summary>
    /// Stores a port and returns its address. The file is replaced atomically: readers see either the old or the new content.
    /// </summary>
    public static string Write(string data, string file, int port)
    {
        var (address, path) = ($"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", Path.Combine(data, file));
        try
        {
            AtomicFile.Write(path, Encoding.UTF8.GetBytes($"{address}\n"));
        }
        catch (IOException full) when (StorageFullException.IsMeant(full) && Read(path) == port)
        {
            // It says so already: a server starts over a full disk too.
        }
        return address;
    }

    private static int? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var text = File.ReadAllText(path).Trim();
        var digits = text.AsSpan(text.LastIndexOf(':') + 1);
        return ushort.TryParse(digits, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
    }
}
