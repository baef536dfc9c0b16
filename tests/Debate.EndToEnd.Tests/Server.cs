namespace Debate.EndToEnd.Tests;

/// <summary>A <c>debate serve</c> that can be killed and started again over the same folder.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private string _urls = "http://127.0.0.1:0";
    private Running? _running;

    public Tool Tool { get; } = new();

    /// <summary>The data folder, where clients find the gateway.</summary>
    public string Data => Path.Combine(Tool.Folder, ".debate");

    private string Gateway => Path.Combine(Data, "gateway");

    private string Url => Path.Combine(Data, "url");

    /// <summary>
    /// Starts it, with more arguments of <c>serve</c>; returns when the silo is there and tells where its gateway and its doors are, which
    /// are where they were the last time.
    /// </summary>
    public async Task<string> StartAsync(params string[] arguments)
    {
        var (gateway, url) = (Written(Gateway), Written(Url));
        _running = Tool.Start(["serve", "--urls", _urls, .. arguments]);
        var patience = DateTime.UtcNow + Patience;
        while (Written(Gateway) == gateway || Written(Url) == url)
        {
            Assert.True(DateTime.UtcNow < patience, "the server does not tell where it is");
            await Task.Delay(10);
        }
        _urls = Address;
        return (await File.ReadAllTextAsync(Gateway)).Trim();
    }

    /// <summary>Where its doors over HTTP are, once it has started.</summary>
    public string Address => File.ReadAllText(Url).Trim();

    /// <summary>A client of its doors over HTTP, once it has started.</summary>
    public HttpClient Http() => new() { BaseAddress = new(Address) };

    private static DateTime Written(string file) => File.GetLastWriteTimeUtc(file);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync() => Assert.Equal(137, (await _running!.KillAsync()).Code);

    /// <summary>SIGTERM: it ends by itself, with the code of a good end. Gives what it said.</summary>
    public async Task<string> StopAsync()
    {
        var ended = await _running!.SignalAsync("TERM");
        Assert.Equal(0, ended.Code);
        return ended.Out + ended.Error;
    }

    public async ValueTask DisposeAsync()
    {
        if (_running is { HasEnded: false }) await _running.KillAsync();
        Tool.Dispose();
    }
}
