using System.Net;
using System.Net.Sockets;
using Debate.Contracts;
using Orleans.Configuration;

namespace Debate.Hosting;

/// <summary>Configures a silo that is a cluster of its own.</summary>
public static class LoopbackClustering
{
    /// <summary>
    /// Runs the silo alone, on a free loopback port and without a gateway, so that several silos can run on one machine and nothing can
    /// call in from outside.
    /// </summary>
    public static ISiloBuilder UseFreeLoopbackPort(this ISiloBuilder silo)
    {
        var port = FindFreePort();
        silo.UseLocalhostClustering(port, gatewayPort: 0, serviceId: "debate", clusterId: $"embedded-{port}");
        return silo.Configure<EndpointOptions>(o => o.GatewayPort = 0);
    }

    /// <summary>
    /// Runs the silo alone, on a free loopback port, with a gateway at <paramref name="port"/> on loopback for clients on this machine.
    /// There is no authentication: anyone who can reach this machine's loopback interface can call.
    /// </summary>
    public static ISiloBuilder UseLoopbackGateway(this ISiloBuilder silo, int port) =>
        silo.UseLocalhostClustering(FindFreePort(), port, serviceId: ClusterName.Service, clusterId: ClusterName.Cluster);

    /// <summary>Finds a loopback port on which nobody is listening right now.</summary>
    public static int FindFreePort() => TryListen(0)!.Value;

    /// <summary>Whether nobody is listening on a loopback port right now.</summary>
    public static bool IsPortFree(int port) => TryListen(port) is not null;

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
