using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>Tournaments in rounds, late entrants, and forecasts, as a user runs them.</summary>
public sealed class FormatTests
{
    [Fact]
    public async Task The_swiss_example_runs_with_nothing_and_shows_rounds_and_places()
    {
        using var tool = new ToolFolder();
        var spec = Path.Combine(SharedData.Repository, "examples", "swiss.yaml");
        var ran = await tool.RunAsync("tournament", "run", spec, "--id", "s", "-o", "json");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Equal((48, 48, 3), ((int)ran.Json["debates"]!, (int)ran.Json["finished"]!, ran.Json["rounds"]!.AsArray().Count));
        Assert.Equal((8, 1), (ran.Json["places"]!.AsArray().Count, (int)ran.Json["places"]![0]!["position"]!));
        var status = await tool.RunAsync("tournament", "status", "s");
        Assert.Contains("round 3", status.Out, StringComparison.Ordinal);
        Assert.Contains("opponents' points", status.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await tool.RunAsync("verify", "s")).Code);
    }

    [Fact]
    public async Task A_dry_run_asks_nothing_and_bounds_what_a_run_then_takes()
    {
        await using var fixture = await OpenAsync();
        var spec = fixture.WriteSwiss();
        var forecast = await fixture.Tool.RunAsync("tournament", "run", spec, "--seed", "5", "--dry-run", "-o", "json");
        Assert.True(forecast.Code == 0, forecast.Error);
        Assert.Equal(0, fixture.Count);
        Assert.Empty((await fixture.Tool.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray());
        var ran = await fixture.Tool.RunAsync("tournament", "run", spec, "--seed", "5", "-o", "json");
        Assert.Equal((int)ran.Json["debates"]!, (int)forecast.Json["debates"]!);
        foreach (var field in new[] { "calls", "tokensIn", "tokensOut" })
            Assert.InRange((long)ran.Json["usage"]![field]!, 1, (long)forecast.Json["atMost"]![field]!);
        Assert.InRange((long)forecast.Json["expected"]!["calls"]!, 1, (long)forecast.Json["atMost"]!["calls"]!);
        Assert.Contains("tokens out", (await fixture.Tool.RunAsync("tournament", "run", spec, "--dry-run")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newcomer_plays_what_is_missing_and_what_was_played_keeps_its_bytes()
    {
        using var tool = new ToolFolder();
        var maps = Path.Combine(SharedData.Repository, "examples", "maps");
        tool.Write("three.yaml", $"name: three\nsource: {{ maps: {maps} }}\nprotocol: evidence\ndebaters: [random, greedy, counter]\nseed: 1\n");
        var before = await tool.RunAsync("tournament", "run", "three.yaml", "--id", "t", "-o", "json");
        Assert.True(before.Code == 0, before.Error);
        var child = Children(await tool.RunAsync("ls", "--all", "-o", "json"))[0];
        var bytes = (await tool.RunAsync("export", child, "--format", "jsonl")).Out;
        var after = await tool.RunAsync("tournament", "add", "t", "minimax", "-o", "json");
        Assert.True(after.Code == 0, after.Error);
        Assert.Equal(2 * (int)before.Json["debates"]!, (int)after.Json["finished"]!);
        Assert.Equal(bytes, (await tool.RunAsync("export", child, "--format", "jsonl")).Out);
        tool.Write("four.yaml", $"name: three\nsource: {{ maps: {maps} }}\nprotocol: evidence\ndebaters: [random, greedy, counter, minimax]\nseed: 1\n");
        var whole = await tool.RunAsync("tournament", "run", "four.yaml", "--id", "u", "-o", "json");
        Assert.Equal(whole.Json["standings"]!.ToJsonString(), after.Json["standings"]!.ToJsonString());
        Assert.Equal(0, (await tool.RunAsync("verify", "t")).Code);
        Assert.Equal(2, (await tool.RunAsync("tournament", "add", "t", "minimax")).Code);
        Assert.Equal(2, (await tool.RunAsync("tournament", "add", "t", "nobody")).Code);
    }

    [Fact]
    public async Task A_paused_tournament_waits_through_a_restart_of_the_server_until_it_is_resumed()
    {
        await using var server = new ServeProcess();
        await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 5);
        var away = fixture.Tool;
        fixture.WriteSwiss();
        server.Tool.Write("debate.yaml", await File.ReadAllTextAsync(Path.Combine(away.Folder, "debate.yaml")));
        await server.StartAsync();
        away.Variables["DEBATE_SERVER"] = server.Address;
        var release = new TaskCompletionSource();
        fixture.Endpoint.Respond = Faults.HoldFrom(20, release.Task, fixture.Honest);
        var running = away.Start("tournament", "run", "swiss.yaml", "--seed", "5", "--id", "p", "-o", "json");
        await fixture.Endpoint.Log.ReceivedAsync(21).WaitAsync(Patience.Long);
        var paused = await away.RunAsync("tournament", "pause", "p", "-o", "json");
        Assert.Equal((0, "interrupted"), (paused.Code, (string?)paused.Json["status"]));
        Assert.Equal(130, (await running.EndAsync()).Code);
        release.SetResult();
        await server.KillAsync();
        await server.StartAsync();
        Assert.Equal("interrupted", (string?)(await away.RunAsync("ls", "-o", "json")).Json["items"]![0]!["status"]);
        var ended = await away.RunAsync("tournament", "resume", "p", "-o", "json");
        Assert.True(ended.Code == 0, ended.Error);
        Assert.Equal((int)ended.Json["debates"]!, (int)ended.Json["finished"]!);
        away.Variables.Clear();
        Assert.Equal(2, (await away.RunAsync("tournament", "pause", "p")).Code);
    }

    private static string[] Children(ToolResult listed) =>
        [.. listed.Json["items"]!.AsArray().Select(i => (string)i!["id"]!).Where(id => id.StartsWith("t/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    private static Task<QuestionEndpoint> OpenAsync() =>
        QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 5, TimeSpan.FromMilliseconds(20), "parallel: 16, patience: 5m");
}
