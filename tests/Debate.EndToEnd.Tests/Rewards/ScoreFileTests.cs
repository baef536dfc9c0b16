using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Debate.EndToEnd.Tests.Rewards;

/// <summary>The tool scores a file: whatever becomes of it or of its server, each row gets its reward, and is paid for once.</summary>
public sealed partial class ScoreFileTests
{
    private const int Rows = 12, CallsPerRow = 2;

    /// <summary>Each row takes both places of the judge for a fifth of a second, and callers are told to wait for one.</summary>
    private static readonly string SlowJudge = Judge("200ms");

    /// <summary>So slow that whoever is to be killed in the middle is: no machine is so busy that the kill comes too late.</summary>
    private static readonly string SlowerJudge = Judge("1s");

    private static string Judge(string latency) => $$"""
        models: { judge: { simulated: text-judge, accuracy: 0.8, bias: 0.1, latency: {{latency}}, parallel: 2, pricePerMillionIn: 1 } }
        rewards: { queue: 3, profiles: { slow: { judge: judge, opponent: baseline, rounds: 0, shape: margin, deadline: 1 } } }
        """;

    [Fact]
    public async Task Rows_before_a_slow_judge_have_no_deadline_and_their_progress_is_told()
    {
        using var tool = Folder(SlowJudge);
        var ran = await tool.RunAsync("reward", "score", "rows.jsonl", "--out", "rewards.jsonl", "-o", "json");
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Matches(ProgressLine(), ran.Error);
        Assert.Equal((Rows, Rows, "rewards.jsonl"),
            ((int)ran.Json["summary"]!["rows"]!, (int)ran.Json["summary"]!["rewarded"]!, (string?)ran.Json["out"]));
        Assert.Equal(Rows * CallsPerRow, (int)ran.Json["summary"]!["usage"]!["calls"]!);
        var lines = await File.ReadAllLinesAsync(Path.Combine(tool.Folder, "rewards.jsonl"));
        Assert.Equal(Rows, lines.Length);
        Assert.All(lines.Index(), line => AssertReward(line.Index, JsonNode.Parse(line.Item)!));
        Assert.Equal(["debate.yaml", "rewards.jsonl", "rows.jsonl"],
            Directory.GetFiles(tool.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Killed_and_started_again_it_pays_for_no_row_twice_and_says_what_it_would_have_said()
    {
        using var tool = Folder(SlowerJudge);
        var killed = tool.Start("reward", "score", "rows.jsonl", "-o", "json");
        await JournaledAsync(tool, 10);
        var ended = await killed.KillAsync();
        Assert.Equal((137, ""), (ended.Code, ended.Out));
        tool.Write("debate.yaml", Judge("1ms"));
        var again = await tool.RunAsync("reward", "score", "rows.jsonl", "-o", "json");
        Assert.True(again.Code == 0, again.Error);
        Assert.All(again.Json["results"]!.AsArray().Index(), row => AssertReward(row.Index, row.Item!));
        Assert.Equal(Rows * CallsPerRow, await CountAsync(tool));
        var (before, now) = (PaidCalls(again, "paidBefore"), PaidCalls(again, "paidNow"));
        Assert.Equal((true, Rows * CallsPerRow), (before >= 10, before + now));
        var third = await tool.RunAsync("reward", "score", "rows.jsonl", "-o", "json");
        Assert.Equal((0, Rewards(again), Rows * CallsPerRow), (third.Code, Rewards(third), await CountAsync(tool)));
        Assert.Equal((Rows * CallsPerRow, 0), (PaidCalls(third, "paidBefore"), PaidCalls(third, "paidNow")));
        Assert.Equal(again.Json["summary"]!["usage"]!.ToJsonString(), third.Json["summary"]!["usage"]!.ToJsonString());
        var told = await tool.RunAsync("reward", "score", "rows.jsonl");
        Assert.Contains($"rows have their rewards; paid now: nothing; paid before: {Rows * CallsPerRow} calls, ", told.Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_killed_and_busy_in_between_costs_no_reward_and_no_call()
    {
        await using var server = new ServeProcess();
        server.Tool.Write("debate.yaml", SlowerJudge);
        await server.StartAsync();
        using var tool = Folder(null);
        // The first of the two servers is not there; the other one takes three requests at once, and the tool makes six.
        var scoring = tool.Start("reward", "score", "rows.jsonl", "--server", $"http://127.0.0.1:9,{server.Address}", "--concurrency", "6",
            "-o", "json");
        await JournaledAsync(server.Tool, 10);
        await server.KillAsync();
        server.Tool.Write("debate.yaml", Judge("1ms"));
        await server.StartAsync();
        var ran = await scoring.EndAsync();
        Assert.True(ran.Code == 0, ran.Error);
        Assert.Contains("asking again", ran.Error, StringComparison.Ordinal);
        Assert.All(ran.Json["results"]!.AsArray().Index(), row => AssertReward(row.Index, row.Item!));
        Assert.Equal((Rows * CallsPerRow, Rows * CallsPerRow),
            ((int)ran.Json["summary"]!["usage"]!["calls"]!, await CountAsync(server.Tool)));
        var later = await tool.RunAsync("reward", "score", "rows.jsonl", "--server", server.Address, "-o", "json");
        Assert.Equal((Rows * CallsPerRow, 0), (PaidCalls(later, "paidBefore"), PaidCalls(later, "paidNow")));
        Assert.False(Directory.Exists(Path.Combine(tool.Folder, ".debate")));
    }

    [Fact]
    public async Task Missing_rewards_are_told_with_their_cause_and_the_others_are_there()
    {
        using var tool = Folder("""
            models:
              fair: { simulated: text-judge, accuracy: 0.8 }
              gone: { endpoint: 'http://127.0.0.1:9/v1', model: m, patience: 1s }
            rewards:
              default: fair
              profiles: { fair: { judge: fair, opponent: baseline, rounds: 0 }, gone: { judge: gone, rounds: 0 } }
            """);
        var row = """{"prompt": "2+2?", "completion": "answer: 4", "baseline": "answer: 5", "label": 4}""";
        tool.Write("mixed.jsonl", string.Join('\n', row, row.Replace("baseline", "other", StringComparison.Ordinal), row));
        var ran = await tool.RunAsync("reward", "score", "mixed.jsonl", "-o", "json");
        Assert.Equal(3, ran.Code);
        var results = ran.Json["results"]!.AsArray();
        Assert.Equal([null, "Rejected", null], results.Select(r => (string?)r!["trouble"]));
        var missing = Assert.Single(ran.Json["summary"]!["missing"]!.AsArray())!;
        Assert.Equal(("Rejected", 1, 2), ((string?)missing["trouble"], (int)missing["rows"]!, (int)missing["first"]!));
        Assert.Contains("! 1 rows have no reward, Rejected: the first is item 2: baseline", ran.Error, StringComparison.Ordinal);
        // One run for two equal rows, and its calls count once.
        Assert.Equal(2, (int)ran.Json["summary"]!["usage"]!["calls"]!);

        var nobody = await tool.RunAsync("reward", "score", "mixed.jsonl", "--profile", "gone", "--wait-for-models", "200ms");
        Assert.Equal(3, nobody.Code);
        Assert.Contains("! 3 rows have no reward, JudgeUnreachable: the first is item 1: model gone at", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("0 of 3 rows have their rewards", nobody.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"question": "q", "answer": "a"}""", "prompt: it is required: the task that the answer is to; this row has question, answer")]
    [InlineData("""{"prompt": "q", "answer": "a"}""", "completion: it is required, or completions")]
    [InlineData("""{"prompt": ["q"], "completion": "a"}""", "prompt '[\"q\"]': it must be a text")]
    [InlineData("""{"prompt": " ", "completion": "a"}""", "prompt: it is required")]
    [InlineData("""{"prompt": null, "completion": "a"}""", "prompt: it is required")]
    [InlineData("""{"prompt": "q", "completions": ["a", null]}""", "completions[1] 'null': it must be a text")]
    [InlineData("""{"prompt": "q", "completions": []}""", "completions '[]': it must be a list of texts")]
    [InlineData("""{"prompt": "q", "completion": "a", "completions": ["b"]}""", "completions: completion is given too")]
    [InlineData("""{"prompt": "\ud800", "completion": "a"}""", "prompt: it has half a character")]
    [InlineData("[1]", "it must be an object with prompt and completion")]
    [InlineData("{", "not an object with prompt and completion")]
    public async Task A_row_that_cannot_be_read_is_named_before_any_is_paid_for(string row, string told)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", SlowJudge);
        tool.Write("rows.jsonl", "\n" + """{"prompt": "q", "completion": "a", "baseline": "b"}""" + "\n" + row + "\n");
        var ran = await tool.RunAsync("reward", "score", "rows.jsonl", "--out", "out.jsonl");
        Assert.Equal(2, ran.Code);
        Assert.StartsWith($"debate: rows.jsonl, line 3: {told}", ran.OneLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tool.Folder, ".debate")));
        Assert.False(File.Exists(Path.Combine(tool.Folder, "out.jsonl")));
    }

    [Fact]
    public async Task What_a_server_cannot_take_is_refused()
    {
        using var tool = Folder(null);
        var judge = await tool.RunAsync("reward", "score", "rows.jsonl", "--server", "http://127.0.0.1:9", "--judge", "judge.json");
        Assert.Equal((2, true), (judge.Code, judge.OneLine.StartsWith("debate: --judge 'judge.json': ", StringComparison.Ordinal)));
        var seed = await tool.RunAsync("reward", "score", "rows.jsonl", "--server", "http://127.0.0.1:9", "--seed", "-1");
        Assert.Equal((2, "debate: --seed '-1': it must be a whole number of at least 0"), (seed.Code, seed.OneLine));
    }

    /// <summary>The results, but for what was paid before this command: that is the same only for commands that paid for the same.</summary>
    private static string Rewards(ToolResult ran)
    {
        var results = ran.Json["results"]!.DeepClone().AsArray();
        foreach (var result in results) result!.AsObject().Remove("usageBefore");
        return results.ToJsonString();
    }

    private static int PaidCalls(ToolResult ran, string when) => (int)ran.Json["summary"]![when]!["calls"]!;

    private static ToolFolder Folder(string? configuration)
    {
        var tool = new ToolFolder();
        if (configuration is not null) tool.Write("debate.yaml", configuration);
        tool.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, Rows).Select(i =>
            $$"""{"prompt": "{{i}}+{{i}}?", "completion": "answer: {{(i % 3 == 0 ? 2 * i : 7 * i)}}", "baseline": "answer: {{-i}}", "label": {{2 * i}}}""")));
        return tool;
    }

    /// <summary>Right against wrong wins with 0.8, wrong against wrong with 0.5; the judge's bias is in both orders, so it cancels.</summary>
    private static void AssertReward(int row, JsonNode result) =>
        Assert.Equal(row % 3 == 0 && row > 0 ? 0.6 : 0, (double)result["rewards"]![0]!, 1e-9);

    private static Task JournaledAsync(ToolFolder tool, int count) => Patience.UntilAsync(
        async () => await CountAsync(tool) >= count, $"fewer than {count} replies were journaled");

    /// <summary>The number of judges' replies in a journal; 0 where there is none yet.</summary>
    private static async Task<int> CountAsync(ToolFolder tool)
    {
        var file = Path.Combine(tool.Folder, ".debate", "journal.db");
        if (!File.Exists(file)) return 0;
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'entries'";
        if ((long)(await query.ExecuteScalarAsync())! == 0) return 0;
        query.CommandText = "SELECT count(*) FROM entries WHERE instr(CAST(body AS TEXT), '\"kind\":\"asked\"') > 0";
        return (int)(long)(await query.ExecuteScalarAsync())!;
    }

    [GeneratedRegex(@"^  \d+ of 12 rows, [\d.]+/(s|min), \d+ s left, \d+ calls, \d+ tokens, cost 0\.\d+$", RegexOptions.Multiline)]
    private static partial Regex ProgressLine();
}
