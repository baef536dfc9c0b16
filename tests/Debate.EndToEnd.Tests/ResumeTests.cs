namespace Debate.EndToEnd.Tests;

public sealed class ResumeTests
{
    [Fact]
    public async Task A_killed_run_comes_to_the_result_of_an_undisturbed_one_and_asks_nothing_recorded_again()
    {
        await using var calm = await MadEndpoint.SetAsync();
        var undisturbed = await calm.DebateAsync("--id", "calm");
        await using var table = await MadEndpoint.SetAsync();
        var release = new TaskCompletionSource();
        var held = table.HoldAfter(4, release);
        var killed = table.StartDebate("--id", "torn");
        await held;
        Assert.NotEqual(0, (await killed.KillAsync()).Code);

        var listed = await table.Tool.RunAsync("ls", "-o", "json");
        var item = Assert.Single(listed.Json["items"]!.AsArray())!;
        Assert.Equal(("torn", "debate", "interrupted"), ((string?)item["id"], (string?)item["kind"], (string?)item["status"]));
        Assert.Equal(4, (int?)item["usage"]!["calls"]);
        Assert.Equal(5, table.Endpoint.Log.Count);

        release.SetResult();
        var resumed = await table.Tool.RunAsync("resume", "torn", "-o", "json");
        Assert.Equal(0, resumed.Code);
        Assert.Equal(undisturbed.Json.ToJsonString().Replace("calm", "torn", StringComparison.Ordinal), resumed.Json.ToJsonString());
        Assert.Equal(await ProjectionAsync(calm.Tool, "calm"), await ProjectionAsync(table.Tool, "torn"));
        var asked = table.Endpoint.Log.Calls.CountBy(c => c.Call).ToDictionary();
        Assert.Equal(["torn/4"], asked.Where(c => c.Value > 1).Select(c => c.Key));
        Assert.Equal(11, asked.Count);
        Assert.Equal(0, (await table.Tool.RunAsync("verify", "torn")).Code);
    }

    [Fact]
    public async Task A_second_owner_is_refused_with_the_first_ones_pid()
    {
        await using var table = await MadEndpoint.SetAsync();
        var release = new TaskCompletionSource();
        var held = table.HoldAfter(2, release);
        var first = table.StartDebate("--id", "owned");
        await held;
        var second = await table.Tool.RunAsync("resume", "owned", "-o", "json");
        Assert.Equal((1, ""), (second.Code, second.Out));
        Assert.Contains($"process {first.Pid}", second.OneLine, StringComparison.Ordinal);
        var listed = await table.Tool.RunAsync("ls", "-o", "json");
        Assert.Equal("running", (string?)listed.Json["items"]![0]!["status"]);
        AssertDrivesWithoutCluster(first.Pid);
        release.SetResult();
        Assert.Equal(0, (await first.EndAsync()).Code);
    }

    [Fact]
    public async Task A_budget_stops_with_3_keeps_what_was_done_and_takes_more()
    {
        await using var table = await MadEndpoint.SetAsync();
        var stopped = await table.DebateAsync("--id", "poor", "--budget-calls", "4");
        Assert.Equal((3, "out-of-budget", 4), (stopped.Code, (string?)stopped.Json["status"], (int?)stopped.Json["usage"]!["calls"]));
        Assert.Equal(4, table.Endpoint.Log.Count);
        var same = await table.Tool.RunAsync("resume", "poor", "-o", "json");
        Assert.Equal((3, 4), (same.Code, table.Endpoint.Log.Count));
        var more = await table.Tool.RunAsync("resume", "poor", "-o", "json", "--budget", "calls=11");
        Assert.Equal((0, "decided", 11), (more.Code, (string?)more.Json["status"], (int?)more.Json["usage"]!["calls"]));
        Assert.Equal(11, table.Endpoint.Log.Count);
        var again = await table.Tool.RunAsync("resume", "poor", "-o", "json");
        Assert.Equal((0, more.Out), (again.Code, again.Out));
        Assert.Equal(11, table.Endpoint.Log.Count);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_with_130_and_the_run_is_recorded_as_interrupted(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        var release = new TaskCompletionSource();
        var held = table.HoldAfter(1, release);
        var run = table.StartDebate("--id", "stopped");
        await held;
        var ended = await run.SignalAsync(signal);
        Assert.Equal((130, "interrupted", 1), (ended.Code, (string?)ended.Json["status"], (int?)ended.Json["usage"]!["calls"]));
        var export = await table.Tool.RunAsync("export", "stopped", "--format", "jsonl");
        Assert.Contains("\"kind\":\"suspended\",\"status\":\"interrupted\"", export.Out, StringComparison.Ordinal);
        release.SetResult();
        Assert.Equal(0, (await table.Tool.RunAsync("resume", "stopped")).Code);
    }

    private static async Task<string> ProjectionAsync(ToolFolder tool, string id)
    {
        var export = await tool.RunAsync("export", id, "--format", "projection");
        Assert.Equal(0, export.Code);
        Assert.Equal(13, export.Out.TrimEnd().Split('\n').Length);
        return export.Out;
    }

    /// <summary>Where the system tells what a process has loaded: the tool's start would pay for assemblies that a run does not need.</summary>
    private static void AssertDrivesWithoutCluster(int pid)
    {
        if (!OperatingSystem.IsLinux()) return;
        var loaded = File.ReadLines($"/proc/{pid}/maps").Select(Path.GetFileName).ToHashSet();
        Assert.Contains("Debate.Runtime.dll", loaded);
        Assert.DoesNotContain(loaded, file => file!.StartsWith("Orleans", StringComparison.Ordinal)
            || file.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || file is "Debate.Grains.dll" or "Microsoft.Extensions.Hosting.dll");
    }
}
