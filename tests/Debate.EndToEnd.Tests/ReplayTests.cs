using System.Text.Json;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>Recorded replies played through a protocol: <c>debate run --replay FILE</c>.</summary>
public sealed class ReplayTests : IDisposable
{
    private const string Open = """{'preference': 'No', 'side': 'negative', 'reason': 'too early', 'answer': '7'}""";
    private const string Settled = """{'preference': 'Yes', 'side': 'affirmative', 'reason': 'clear by now', 'answer': '8'}""";
    private readonly ToolFolder _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task A_recording_of_lines_is_played_by_the_rules_of_the_protocol()
    {
        Write(Line("affirmative", "I say 8.", 1), Line("negative", "I say 7.", 1), Line("moderator", Open, 1),
            Line("affirmative", "Still 8.", 2), Line("negative", "Then 8.", 2), Line("moderator", Settled, 2));
        var ran = await RunAsync();
        Assert.Equal((0, "break", "8", 2, "affirmative"),
            (ran.Code, (string?)ran.Json["ended"], (string?)ran.Json["answer"], (int?)ran.Json["rounds"], (string?)ran.Json["side"]));
        Assert.Equal("Still 8.", (string?)ran.Json["statements"]![3]!["text"]);
        // By the rule of the published script the first ruling would have ended it, and the rest is told to be left out.
        var script = await RunAsync("--set", "break=answer");
        Assert.Equal((0, "break", "7", 1), (script.Code, (string?)script.Json["ended"], (string?)script.Json["answer"],
            (int?)script.Json["rounds"]));
        Assert.Contains("r.jsonl: seat 'moderator' has 2 replies and is asked for 1; the others are left out", script.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_fit_is_refused_before_there_is_a_run()
    {
        string[] round = [Line("affirmative", "8", 1), Line("negative", "7", 1), Line("moderator", Open, 1)];
        Write(round);
        await RefusedAsync("r.jsonl: seat 'affirmative' is asked for reply 2, and 1 are recorded");
        await RefusedAsync("r.jsonl: seat 'judge' is asked for reply 1, and 0 are recorded", "--set", "rounds=1");
        await RefusedAsync("--model: --replay r.jsonl replies for every seat", "--model", "x");
        Write([.. round, Line("jury", "x")]);
        await RefusedAsync("r.jsonl: seat 'jury': mad has no such seat under these options; it has affirmative, negative, moderator, judge");
        Write(Line("affirmative", "8", 1), Line("negative", "7", 2), Line("moderator", Settled, 1));
        await RefusedAsync("r.jsonl: reply 1 of seat 'negative' is for round 2, and is asked for in round 1");
        Assert.Empty((await _tool.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Seats_that_are_asked_at_once_get_their_replies_in_the_order_of_the_protocol()
    {
        // The judge reads pro first, then con first, and prefers pro both times.
        Write(Line("pro", "It is. Answer: yes"), Line("con", "It is not. Answer: no"), Line("judge", """{"winner": "the first one"}"""),
            Line("judge", "Hm."), Line("judge", """{"winner": 2}"""));
        var ran = await RunAsync("--protocol", "judged", "--set", "rounds=1");
        Assert.Equal((0, "decided", "yes", "pro"),
            (ran.Code, (string?)ran.Json["status"], (string?)ran.Json["answer"], (string?)ran.Json["side"]));
    }

    [Theory]
    [InlineData("mad")]
    [InlineData("khan-debate")]
    [InlineData("judged")]
    public async Task What_a_run_said_can_be_played_again(string protocol)
    {
        _tool.Write("debate.yaml", "models:\n  sim: { simulated: debater, accuracy: 0.5 }\n");
        var first = await _tool.RunAsync("run", "--protocol", protocol, "--question", "Is it heavier?", "--answer", "yes", "-o", "json",
            "--seed", "5");
        Write([.. first.Json["statements"]!.AsArray().Select(s => Line((string)s!["seat"]!, (string)s["text"]!, (int)s["round"]!))]);
        var again = await _tool.RunAsync(
            "run", "--protocol", protocol, "--question", "Is it heavier?", "--answer", "yes", "-o", "json", "--seed", "5", "--replay",
            "r.jsonl");
        foreach (var field in new[] { "status", "answer", "side", "reason", "ended", "rounds", "statements" })
            Assert.Equal(first.Json[field]?.ToJsonString(), again.Json[field]?.ToJsonString());
    }

    private async Task RefusedAsync(string message, params string[] more)
    {
        var ran = await RunAsync(more);
        Assert.Equal(2, ran.Code);
        Assert.Contains(message, ran.Error, StringComparison.Ordinal);
    }

    private Task<ToolResult> RunAsync(params string[] more) => _tool.RunAsync(
        ["run", "--question", "How many legs has it?", "--replay", "r.jsonl", "--seed", "1", "-o", "json", .. more]);

    private void Write(params string[] lines) => _tool.Write("r.jsonl", string.Join('\n', lines));

    private static string Line(string seat, string text, int? round = null) =>
        JsonSerializer.Serialize(new JsonObject { ["seat"] = seat, ["text"] = text, ["round"] = round });
}
