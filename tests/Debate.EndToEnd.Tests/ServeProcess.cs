using Debate.Testing;

namespace Debate.EndToEnd.Tests;

/// <summary>A <c>debate serve</c> process that can be killed, or stopped, and restarted over the same folder.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(5);

    private readonly List<PortReservation> _ports = [];
    private string _urls = "http://127.0.0.1:0";
    private WarmProcess? _process;
    private Task<ToolResult>? _serving;

    public ToolFolder Tool { get; } = new();

    /// <summary>The data folder, where clients find the gateway address.</summary>
    public string Data => Path.Combine(Tool.Folder, ".debate");

    private string Gateway => Path.Combine(Data, "gateway");

    private string Url => Path.Combine(Data, "url");

    /// <summary>
    /// Starts it, with additional arguments of <c>serve</c>. Returns the gateway address once the silo is up and has written its gateway
    /// and HTTP addresses, which are the same as the last time.
    /// </summary>
    public async Task<string> StartAsync(params string[] arguments)
    {
        var (gateway, url) = (Written(Gateway), Written(Url));
        _process = WarmProcess.Take();
        _serving = _process.RunAsync(Tool, ["serve", "--urls", _urls, .. arguments]);
        await Patience.UntilAsync(
            () => Task.FromResult(_serving.IsCompleted || (Written(Gateway) != gateway && Written(Url) != url)),
            "the server does not tell where it is");
        if (_serving.IsCompleted) Assert.Fail($"the server ended: {await _serving}");
        _urls = Address;
        return (await File.ReadAllTextAsync(Gateway)).Trim();
    }

    /// <summary>Its HTTP address, once it has started.</summary>
    public string Address => File.ReadAllText(Url).Trim();

    /// <summary>An HTTP client for it, once it has started.</summary>
    public HttpClient Http() => new() { BaseAddress = new(Address) };

    private static DateTime Written(string file) => File.GetLastWriteTimeUtc(file);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        Assert.Equal(137, await _process!.KillAsync());
        await Assert.ThrowsAsync<IOException>(() => _serving!);
        (_process, _serving) = (null, null);
        ReservePorts();
    }

    /// <summary>SIGTERM: it ends by itself with exit code 0. Returns what it printed.</summary>
    public async Task<string> StopAsync()
    {
        await _process!.TerminateAsync();
        var ended = await _serving!.WaitAsync(Patience.Long);
        Assert.Equal(0, ended.Code);
        _process.Return();
        (_process, _serving) = (null, null);
        ReservePorts();
        return ended.Out + ended.Error;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // One that stops can serve another test; one that still waits for a caller is killed.
            if (!_serving!.IsCompleted) await _process.TerminateAsync();
            await Task.WhenAny(_serving, Task.Delay(TimeToStop));
            if (_serving.IsCompletedSuccessfully) _process.Return();
            else await _process.KillAsync();
        }
        foreach (var port in _ports) port.Dispose();
        Tool.Dispose();
    }

    /// <summary>It is to come back at the ports that it had, which nobody else may take before.</summary>
    private void ReservePorts()
    {
        if (_ports.Count > 0) return;
        foreach (var address in new[] { Address, $"tcp://{File.ReadAllText(Gateway).Trim()}" }) _ports.Add(new(new Uri(address).Port));
    }
}
