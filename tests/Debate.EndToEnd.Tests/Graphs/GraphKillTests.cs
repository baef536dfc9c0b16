namespace Debate.EndToEnd.Tests.Graphs;

/// <summary>Orleans clients of a real server that is killed under them.</summary>
public sealed class GraphKillTests
{
    private const int Editors = 50;
    private const int Changes = 24;

    [Fact]
    public async Task Server_killed_under_fifty_editors_loses_no_acknowledged_change_and_makes_none_twice()
    {
        await using var server = new ServeProcess();
        var gateway = await server.StartAsync();
        using var editors = server.Tool.StartProgram("GraphEditors", "edit", server.Data, "5", $"{Editors}", $"{Changes}");
        var error = editors.StandardError.ReadToEndAsync();
        var acknowledged = new HashSet<(string Editor, string Number, string Version)>();
        var (lines, kills) = (0, new Queue<int>(LongRun.IsOn ? [150, 500, 900] : [300, 800]));
        while (await editors.StandardOutput.ReadLineAsync().WaitAsync(Patience.Long) is { } line)
        {
            var words = line.Split(' ');
            Assert.True(acknowledged.Add((words[0], words[1], words[2])), line);
            if (!kills.TryPeek(out var next) || ++lines < next) continue;
            kills.Dequeue();
            await server.KillAsync();
            Assert.Equal(gateway, await server.StartAsync());
        }
        await editors.WaitForExitAsync();
        Assert.True(editors.ExitCode == 0, await error);
        Assert.Empty(kills);
        Assert.Equal(Editors * Changes, acknowledged.Select(a => a.Version).Distinct().Count());
        await CheckAsync(server);
        await server.StopAsync();
        await server.StartAsync();
        await CheckAsync(server);
    }

    private static async Task CheckAsync(ServeProcess server)
    {
        var check = await new ToolProcess(server.Tool.StartProgram("GraphEditors", "check", server.Data, $"{Editors}", $"{Changes}"))
            .EndAsync();
        Assert.True(check.Code == 0, check.Out + check.Error);
    }
}
