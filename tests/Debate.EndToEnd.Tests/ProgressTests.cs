namespace Debate.EndToEnd.Tests;

/// <summary>Progress messages on stderr while something takes time.</summary>
public sealed class ProgressTests
{
    private const string Gone = "endpoint: 'http://127.0.0.1:9/v1', model: x, patience: 2s";

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_told_while_it_is_asked_again()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  gone: {{ {Gone} }}\n");
        var ran = await tool.RunAsync("run", "--question", "x", "-o", "json");
        Assert.Equal((5, "failed"), (ran.Code, (string?)ran.Json["status"]));
        Assert.Matches(@"model gone at http://127\.0\.0\.1:9/v1: it cannot be reached: .+; trying again in \d\.\d s", ran.Error);
    }

    [Fact]
    public async Task The_doctor_asks_all_models_and_says_which_are_gone()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  a: {{ {Gone} }}\n  b: {{ {Gone} }}\n  c: {{ simulated: bernoulli, accuracy: 1 }}\n");
        var ran = await tool.RunAsync("doctor", "--call", "-o", "jsonl");
        Assert.Equal(5, ran.Code);
        var models = ran.Out.TrimEnd().Split('\n').TakeLast(3).Select(l => System.Text.Json.Nodes.JsonNode.Parse(l)!).ToArray();
        Assert.Equal(("model c", true), ((string?)models[0]["name"], (bool)models[0]["ok"]!));
        Assert.Equal(["model a", "model b"], models[1..].Select(m => (string?)m["name"]).Order());
        Assert.Contains("asking a, b, c", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_says_in_json_that_a_server_is_not_there()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync("doctor", "--server", "http://127.0.0.1:9", "-o", "json");
        Assert.Equal(5, ran.Code);
        var server = ran.Json["checks"]!.AsArray().Single(c => (string?)c!["name"] == "server http://127.0.0.1:9")!;
        Assert.False((bool)server["ok"]!);
    }

    [Fact]
    public async Task Replies_that_are_asked_for_again_raise_the_bound()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", """
            models:
              s: { simulated: scripted, script: { affirmative: a, negative: b, moderator: mumble, judge: mumble } }
            """);
        var ran = await tool.RunAsync("run", "--question", "x", "--set", "rounds=1");
        Assert.Contains("1 of at most 5 replies", ran.Error, StringComparison.Ordinal);
        Assert.Contains("9 of at most 9 replies", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("10 of at most", ran.Error, StringComparison.Ordinal);
    }
}
