using System.Net;

namespace Debate.EndToEnd.Tests;

/// <summary>What <c>debate serve</c> refuses before it starts anything, and what it prints once it is ready.</summary>
[Collection(SharedServer.Name)]
public sealed class ServeTests(SharedServer shared)
{
    [Fact]
    public async Task Second_server_over_a_folder_is_refused_and_leaves_the_files_of_the_first()
    {
        var server = shared.Server;
        var gateway = (await File.ReadAllTextAsync(Path.Combine(server.Data, "gateway"))).Trim();
        var second = await server.Tool.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, second.Code);
        Assert.Matches("--data '.*': process [0-9]+ serves this folder", second.OneLine);
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/ready")).StatusCode);
        Assert.Equal(gateway, (await File.ReadAllTextAsync(Path.Combine(server.Data, "gateway"))).Trim());
    }

    [Fact]
    public async Task Address_that_is_taken_is_named_in_one_line()
    {
        var server = shared.Server;
        using var other = new ToolFolder();
        var ran = await other.RunAsync("serve", "--urls", server.Address);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Equal($"debate: --urls '{server.Address}': somebody else listens there; give another address", ran.OneLine);
    }

    /// <summary>The real executable, which the others are spared.</summary>
    [Fact]
    public async Task Doors_that_nobody_serves_are_live_and_not_ready_and_say_where_they_are()
    {
        using var tool = new ToolFolder();
        var serving = tool.Start("serve", "--urls", "http://127.0.0.1:0", "--roles", "web");
        var file = Path.Combine(tool.Folder, ".debate", "url");
        await Patience.UntilAsync(() => Task.FromResult(File.Exists(file)), "the server does not tell where it is");
        var address = (await File.ReadAllTextAsync(file)).Trim();
        using var http = new HttpClient { BaseAddress = new(address) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("health/ready")).StatusCode);
        var ended = await serving.SignalAsync("TERM");
        Assert.Equal(0, ended.Code);
        Assert.Contains($"serving .debate at {address}; ", ended.Out + ended.Error, StringComparison.Ordinal);
    }
}
