using System.Net;
using System.Net.Sockets;

namespace Debate.Silo.Web;

/// <summary>Checks the addresses that the server is to listen on.</summary>
internal static class WebAddress
{
    /// <summary>
    /// Throws <see cref="InputException"/> for an address at which this process cannot listen. Called before the silo starts, because it
    /// would first join its cluster and resume runs.
    /// </summary>
    public static void ThrowIfTaken(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (ParseBinding(url) is { IsUnixPipe: false, IsNamedPipe: false } binding)
            ThrowIfUnbindable(url, new(ToAddress(binding.Host), binding.Port));
    }

    private static BindingAddress ParseBinding(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new InputException($"--urls '{url}': it must be a URL such as {ServerOptions.DefaultUrls}", wrong);
        }
    }

    // As in Kestrel: a host name that is not an address means all interfaces.
    private static IPAddress ToAddress(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address : IPAddress.Any;

    private static void ThrowIfUnbindable(string url, IPEndPoint place)
    {
        using var listener = new TcpListener(place);
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            var why = taken.SocketErrorCode == SocketError.AddressAlreadyInUse ? "somebody else listens there" : taken.Message;
            throw new InputException($"--urls '{url}': {why}; give another address", taken);
        }
    }
}
