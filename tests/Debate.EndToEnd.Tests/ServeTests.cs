using System.Net;

namespace Debate.EndToEnd.Tests;

/// <summary>What <c>debate serve</c> refuses before it starts anything, and what it prints once it is ready.</summary>
public sealed class ServeTests
{
    [Fact]
    public async Task Second_server_over_a_folder_is_refused_and_leaves_the_files_of_the_first()
    {
        await using var server = new ServeProcess();
        var gateway = await server.StartAsync();
        var second = await server.Tool.RunAsync("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, second.Code);
        Assert.Matches("--data '.*': process [0-9]+ serves this folder", second.OneLine);
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/ready")).StatusCode);
        Assert.Equal(gateway, (await File.ReadAllTextAsync(Path.Combine(server.Data, "gateway"))).Trim());
        Assert.Contains($"serving .debate at {server.Address}; ", await server.StopAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_that_is_taken_is_named_in_one_line()
    {
        await using var server = new ServeProcess();
        await server.StartAsync();
        using var other = new ToolFolder();
        var ran = await other.RunAsync("serve", "--urls", server.Address);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Equal($"debate: --urls '{server.Address}': somebody else listens there; give another address", ran.OneLine);
    }

    [Fact]
    public async Task Doors_that_nobody_serves_are_live_and_not_ready()
    {
        await using var server = new ServeProcess();
        await server.StartAsync("--roles", "web");
        using var http = server.Http();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("health/ready")).StatusCode);
    }
}
