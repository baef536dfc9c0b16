using System.Net;
using System.Net.Sockets;
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
