using System.Text.Json.Nodes;
using Debate.Testing;

namespace Debate.EndToEnd.Tests;

/// <summary>What a user is told of replies that were not read: counts, what to do, and an exit code.</summary>
public sealed class UnreadTests
{
    private static readonly string[] Faults = ["correct", "wrong", "unread", "cut", "empty", "refused", "failed"];

    [Fact]
    public async Task An_evaluation_of_which_all_replies_were_cut_measures_nothing_and_says_what_to_do()
    {
        var (json, ran) = await EvaluateAsync(_ => EndpointReply.Text("The answer is 4", finish: "length"));
        Assert.Equal(1, ran.Code);
        var result = json["results"]![0]!;
        Assert.Equal((20, 20, 0), ((int)result["cut"]!, (int)result["replies"]!["cut"]!, (int)result["correct"]!));
        Assert.Contains("20 of 20 replies were cut at 1,024 tokens: raise maxTokens", (string?)json["warnings"]![0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(0, 0)]
    [InlineData(1, 0, "--max-unread", "0.2")]
    public async Task One_empty_reply_of_twenty_makes_the_result_partial_unless_more_are_allowed(int empty, int code,
        params string[] options)
    {
        var (json, ran) = await EvaluateAsync(
            call => EndpointReply.Text(empty == 1 && call.Messages[^1].Text.Contains("(7)", StringComparison.Ordinal) ? ""
                : "The answer is 4"), options);
        Assert.Equal(code, ran.Code);
        Assert.Equal((empty, 20 - empty), ((int)json["results"]![0]!["empty"]!, (int)json["results"]![0]!["correct"]!));
    }

    [Fact]
    public async Task Refused_and_failed_questions_are_neither_right_nor_wrong_and_count_in_the_accuracy()
    {
        var (json, ran) = await EvaluateAsync(call => call.Messages[^1].Text switch
        {
            var text when text.Contains("(3)", StringComparison.Ordinal) => EndpointReply.Text("I will not.", finish: "content_filter"),
            var text when text.Contains("(5)", StringComparison.Ordinal) => EndpointReply.Error(400, "too long"),
            var text when text.Contains("(8)", StringComparison.Ordinal) => EndpointReply.Text("The answer is 5"),
            _ => EndpointReply.Text("The answer is 4"),
        });
        Assert.Equal(3, ran.Code);
        var result = json["results"]![0]!;
        Assert.Equal("17 1 0 0 0 1 1", string.Join(' ', Faults.Select(f => (int)result[f]!)));
        Assert.Equal((19, 17 / 20.0), ((int)result["questions"]!, (double)result["accuracy"]!));
    }

    [Fact]
    public async Task A_debate_whose_judge_was_cut_is_undecided_and_exits_with_1()
    {
        await using var table = await MadEndpoint.SetAsync();
        table.Endpoint.Respond = (_, _) => Task.FromResult(EndpointReply.Text("", finish: "length"));
        var ran = await table.DebateAsync("--set", "rounds=1");
        Assert.Equal((1, "undecided", "cut"), (ran.Code, (string?)ran.Json["status"], (string?)ran.Json["fault"]));
        Assert.Contains("raise maxTokens", (string?)ran.Json["reason"], StringComparison.Ordinal);
        Assert.Equal((int)ran.Json["replies"]!["asked"]!, (int)ran.Json["replies"]!["cut"]!);
        var shown = await table.Tool.RunAsync("show", (string)ran.Json["id"]!);
        Assert.Contains(shown.Out.Split('\n'), line => line.StartsWith("! ", StringComparison.Ordinal)
            && line.Contains("were cut at 1,024 tokens: raise maxTokens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tournament_whose_judge_is_never_read_exits_with_1_and_says_that_nothing_was_decided()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((_, _) => Task.FromResult(EndpointReply.Text("Well.")));
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  small: {{ endpoint: {endpoint.Url}, model: tiny, patience: 0s }}\n");
        tool.Write("q.json", """[{"question": "Is 7 prime?", "answer": "yes"}]""");
        tool.Write("t.yaml", "name: t\nsource: { questions: q.json }\nprotocol: judged\ndebaters: [a, b]\nmodel: small\noptions: { rounds: 1 }\n");
        var ran = await tool.RunAsync("tournament", "run", "t.yaml", "--id", "t");
        Assert.True(ran.Code == 1, ran.Error);
        Assert.Contains("! 2 of 2 debates have no decision that could be read; they are in no rating", ran.Out, StringComparison.Ordinal);
        Assert.Contains("not judged", ran.Out, StringComparison.Ordinal);
        await tool.RunAsync("export", "t", "--format", "games", "--out", "games.csv");
        var rated = (await tool.RunAsync("rate", "games.csv", "-o", "json")).Json;
        Assert.Equal((0, 2, null), ((int)rated["standings"]![0]!["draws"]!, (int)rated["notJudged"]!, rated["standings"]![0]!["rank"]));
        foreach (var verb in new[] { new[] { "rate", "games.csv" }, ["tournament", "status", "t"] })
            Assert.Equal(2, (int)(await tool.RunAsync([.. verb, "--unjudged-as-draws", "-o", "json"])).Json["standings"]![0]!["draws"]!);
        var wrong = await tool.RunAsync("tournament", "run", "t.yaml", "--max-unread", "7");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("--max-unread '7': it must be", wrong.Error, StringComparison.Ordinal);
    }

    private static async Task<(JsonNode Report, ToolResult Ran)> EvaluateAsync(Func<ReceivedCall, EndpointReply> says,
        params string[] options)
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((call, _) => Task.FromResult(says(call)));
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  small: {{ endpoint: {endpoint.Url}, model: tiny, patience: 0s }}\n");
        tool.Write("q.jsonl", string.Concat(Enumerable.Range(1, 20)
            .Select(i => $$"""{"question": "2+2? ({{i}})", "answer": "4"}""" + "\n")));
        var ran = await tool.RunAsync(["eval", "q.jsonl", "--protocol", "direct", "-o", "json", .. options]);
        var report = ran.Json;
        Assert.Equal(20, Faults.Sum(f => (int)report["results"]![0]![f]!));
        return (report, ran);
    }
}
