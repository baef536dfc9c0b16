using System.Net;
using System.Net.Sockets;

namespace Debate.Testing;

/// <summary>
/// Keeps a loopback port for a server also while that is down: the port is bound, but nobody listens, so connections are refused and the
/// system gives it to nobody who asks for a free one. The server itself can listen there beside it.
/// </summary>
public sealed class PortReservation : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <summary>Reserves a port on which nobody listens; any free one if none is named.</summary>
    public PortReservation(int port = 0) => _socket.Bind(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
