using System.Net;
using System.Net.Sockets;
using Debate.Contracts;
using Orleans.Configuration;

namespace Debate.Hosting;

/// <summary>A silo by itself.</summary>
public static class LoopbackClustering
{
    /// <summary>
    /// Runs the silo alone, on a free loopback port and without a gateway, so that several can run side by side on one machine and nothing
    /// outside can call in.
    /// </summary>
    public static ISiloBuilder UseFreeLoopbackPort(this ISiloBuilder silo)
    {
        var port = FreePort();
        silo.UseLocalhostClustering(port, gatewayPort: 0, serviceId: "debate", clusterId: $"embedded-{port}");
        return silo.Configure<EndpointOptions>(o => o.GatewayPort = 0);
    }

    /// <summary>
    /// Runs the silo alone, on a free loopback port, with a gateway at <paramref name="port"/> on loopback, where clients of this machine
    /// can call in. There is no authentication: whoever can reach this machine's loopback can call.
    /// </summary>
    public static ISiloBuilder UseLoopbackGateway(this ISiloBuilder silo, int port) =>
        silo.UseLocalhostClustering(FreePort(), port, serviceId: ClusterName.Service, clusterId: ClusterName.Cluster);

    /// <summary>A loopback port that nobody listens at just now.</summary>
    public static int FreePort() => TryListen(0)!.Value;

    /// <summary>Whether nobody listens at a loopback port just now.</summary>
    public static bool IsFree(int port) => TryListen(port) is not null;

    private static int? TryListen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
