using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Debate.Testing;

/// <summary>
/// A real redis-server on a loopback port of its own, with every write synced. It can be killed and started again over the same files.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly PortReservation _port = new();
    private Process? _process;

    /// <summary>Its address.</summary>
    public string Address => $"redis://127.0.0.1:{_port.Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts it, with further settings as on its command line; returns when it answers.</summary>
    public async Task StartAsync(params string[] more)
    {
        string[] settings =
        [
            "--port", _port.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder,
            "--appendonly", "yes", "--appendfsync", "always", "--save", "", .. more,
        ];
        _process = Process.Start(new ProcessStartInfo("redis-server", settings) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var until = Environment.TickCount64 + Patience.TotalMilliseconds; !await AnswersAsync();)
        {
            if (_process.HasExited || Environment.TickCount64 > until) throw new InvalidOperationException("redis-server does not start");
            await Task.Delay(10);
        }
    }

    /// <summary>Repeats a command until the reply starts with <paramref name="reply"/>.</summary>
    public async Task UntilAsync(string command, string reply)
    {
        for (var until = Environment.TickCount64 + Patience.TotalMilliseconds; !await SaysAsync(command, reply); await Task.Delay(20))
            if (Environment.TickCount64 > until)
                throw new InvalidOperationException($"redis-server does not answer {command} with {reply}");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false }) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // A server that is still loading its files accepts connections but replies differently.
    private Task<bool> AnswersAsync() => SaysAsync("PING", "+PONG");

    private async Task<bool> SaysAsync(string command, string reply)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"));
            var said = new byte[reply.Length];
            await stream.ReadExactlyAsync(said);
            return Encoding.ASCII.GetString(said) == reply;
        }
        catch (Exception absent) when (absent is SocketException or IOException)
        {
            return false;
        }
    }
}
