namespace Debate.EndToEnd.Tests.Graphs;

/// <summary>A <c>debate serve</c> that can be killed and started again over the same folder.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Running? _running;

    public Tool Tool { get; } = new();

    /// <summary>The data folder, where clients find the gateway.</summary>
    public string Data => Path.Combine(Tool.Folder, ".debate");

    private string Gateway => Path.Combine(Data, "gateway");

    /// <summary>Starts it; returns when the silo is there and tells where its gateway is.</summary>
    public async Task<string> StartAsync()
    {
        var before = File.Exists(Gateway) ? File.GetLastWriteTimeUtc(Gateway) : default;
        _running = Tool.Start("serve", "--urls", "http://127.0.0.1:0");
        var patience = DateTime.UtcNow + Patience;
        while (!File.Exists(Gateway) || File.GetLastWriteTimeUtc(Gateway) == before || (await File.ReadAllTextAsync(Gateway)).Length == 0)
        {
            Assert.True(DateTime.UtcNow < patience, "the server does not tell where its gateway is");
            await Task.Yield();
        }
        return (await File.ReadAllTextAsync(Gateway)).Trim();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync() => Assert.Equal(137, (await _running!.KillAsync()).Code);

    /// <summary>SIGTERM: it ends by itself, with the code of a good end.</summary>
    public async Task StopAsync() => Assert.Equal(0, (await _running!.SignalAsync("TERM")).Code);

    public async ValueTask DisposeAsync()
    {
        if (_running is { HasEnded: false }) await _running.KillAsync();
        Tool.Dispose();
    }
}
