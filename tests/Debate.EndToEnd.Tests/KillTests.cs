using System.Text.Json.Nodes;
using Debate.Core;
using Debate.Testing;

namespace Debate.EndToEnd.Tests;

public sealed class KillTests
{
    private const int Debates = 60;
    private const int AtOnce = 8;
    private const int Overrun = 16;

    /// <summary>Other moments: tests/acceptance/kill.py --seed N.</summary>
    [Fact]
    public async Task Sixty_debates_killed_five_times_come_to_the_result_of_an_undisturbed_run()
    {
        await using var calm = await SetAsync();
        var undisturbed = await calm.Tool.RunAsync(Eval);
        Assert.Equal(0, undisturbed.Code);
        await using var table = await SetAsync();
        var draws = SeededRandom.Create(1, "kills");
        var recorded = new HashSet<string>();
        for (var kill = 0; kill < 5; kill++)
        {
            var mark = table.Endpoint.Log.Count + 20 + draws.NextInt(30);
            // A kill that comes late still comes in the middle.
            var release = new TaskCompletionSource();
            table.Endpoint.Respond = Faults.HoldFrom(mark + Overrun, release.Task, table.Endpoint.Respond);
            var run = table.Tool.Start(kill == 0 ? Eval : ["resume", "many", "-o", "json"]);
            await table.Endpoint.Log.ReceivedAsync(mark).WaitAsync(Patience.Long);
            Assert.Equal(137, (await run.KillAsync()).Code);
            release.SetResult();
            recorded = await RecordedAsync(table, recorded);
        }
        var resumed = await table.Tool.RunAsync("resume", "many", "-o", "json");
        Assert.Equal((0, undisturbed.Out), (resumed.Code, resumed.Out));
        Assert.Equal(await ExportAsync(calm.Tool, "projection"), await ExportAsync(table.Tool, "projection"));
        var calls = table.Endpoint.Log.Calls;
        Assert.Equal(Debates * 6, calls.Select(c => c.Call).Distinct().Count());
        // Calls in flight were sent but are not recorded yet: at most one per running debate.
        Assert.InRange(calls.Count - Debates * 6, 0, 5 * AtOnce);
    }

    [Fact]
    public async Task Two_evaluations_at_once_in_one_folder_both_finish()
    {
        await using var table = await SetAsync();
        var both = new[] { "one", "two" }.Select(id => table.Tool.Start([.. Eval[..^1], id])).ToArray();
        foreach (var run in both) Assert.Equal(0, (await run.EndAsync()).Code);
        var listed = await table.Tool.RunAsync("ls", "-o", "json");
        Assert.Equal(["finished", "finished"], listed.Json["items"]!.AsArray().Select(i => (string?)i!["status"]));
        Assert.All(listed.Json["items"]!.AsArray(), i => Assert.Equal(Debates * 6, (int?)i!["usage"]!["calls"]));
    }

    private static string[] Eval =>
        ["eval", "questions.json", "--protocol", "mad", "--concurrency", $"{AtOnce}", "--seed", "7", "-o", "json", "--id", "many"];

    private static async Task<MadEndpoint> SetAsync()
    {
        var table = await MadEndpoint.SetAsync((seat, turn) => (seat, turn) switch
        {
            ("moderator", 0) => MadEndpoint.Open,
            ("moderator", _) => MadEndpoint.Decided,
            _ => $"{seat} in turn {turn}: the answer is 4.",
        });
        var questions = Enumerable.Range(0, Debates).Select(i => $$"""{"question": "What is {{i}} + {{4 - i}}?", "answer": "4"}""");
        table.Tool.Write("questions.json", string.Join('\n', questions));
        return table;
    }

    /// <summary>
    /// What the journals hold after a kill. Listing and exporting make no call, and no call recorded before has been made again.
    /// </summary>
    private static async Task<HashSet<string>> RecordedAsync(MadEndpoint table, HashSet<string> before)
    {
        var count = table.Endpoint.Log.Count;
        var listed = await table.Tool.RunAsync("ls", "-o", "json");
        Assert.Equal("interrupted", (string?)listed.Json["items"]![0]!["status"]);
        var entries = (await ExportAsync(table.Tool, "jsonl")).TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!);
        var recorded = entries.Where(e => (string?)e["entry"]!["kind"] == "asked").Select(e => $"{e["run"]}/{e["path"]}").ToHashSet();
        Assert.Equal(recorded.Count, (int?)listed.Json["items"]![0]!["usage"]!["calls"]);
        Assert.Equal(count, table.Endpoint.Log.Count);
        Assert.Superset(before, recorded);
        var asked = table.Endpoint.Log.Calls.CountBy(c => c.Call).ToDictionary();
        Assert.All(before, call => Assert.Equal(table.AskedBefore.GetValueOrDefault(call), asked[call]));
        foreach (var call in recorded) table.AskedBefore[call] = asked[call];
        return recorded;
    }

    private static async Task<string> ExportAsync(ToolFolder tool, string format)
    {
        var export = await tool.RunAsync("export", "many", "--format", format);
        Assert.Equal(0, export.Code);
        return export.Out;
    }
}
