using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Debate.Contracts;
using Orleans.Configuration;

namespace Debate.Hosting;

/// <summary>Configures a silo that is a cluster of its own.</summary>
public static class LoopbackClustering
{
    // Bound, but not listening, for as long as the process lives: so the system gives a port that was found to nobody else before the silo
    // listens there.
    private static readonly ConcurrentBag<Socket> Held = [];

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

    /// <summary>Finds a loopback port that nobody uses, for this process alone.</summary>
    public static int FindFreePort()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        // Elsewhere a port that is bound once cannot be listened on.
        if (OperatingSystem.IsLinux()) Held.Add(socket);
        else socket.Dispose();
        return port;
    }

    /// <summary>Whether nobody is listening on a loopback port right now.</summary>
    public static bool IsPortFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
