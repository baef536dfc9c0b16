using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

public sealed class RunTests
{
    private const string Round = "affirmative negative moderator";

    [Fact]
    public async Task A_moderator_that_decides_breaks_the_debate()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        var ran = await table.DebateAsync("--id", "first");
        Assert.Equal(0, ran.Code);
        Assert.Equal(Round, table.Order);
        var json = ran.Json;
        Assert.Equal(("first", "mad", 7), ((string?)json["id"], (string?)json["protocol"], (int?)json["seed"]));
        Assert.Equal(("decided", "4", "negative"), ((string?)json["status"], (string?)json["answer"], (string?)json["side"]));
        Assert.Equal(("break", 1, "It is right."), ((string?)json["ended"], (int?)json["rounds"], (string?)json["reason"]));
        Assert.Equal("""{"calls":3,"cached":0,"tokensIn":3000,"tokensOut":150,"cost":0}""", json["usage"]!.ToJsonString());
        Assert.Equal(["0 1 affirmative", "1 1 negative", "2 1 moderator"],
            json["statements"]!.AsArray().Select(s => $"{s!["index"]} {s["round"]} {s["seat"]}"));
    }

    [Theory]
    [InlineData("break=never", "rounds", 3, $"{Round} {Round} {Round}")]
    [InlineData("rounds=2", "break", 1, Round)]
    public async Task Options_decide_how_it_ends(string option, string ended, int rounds, string order)
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        var ran = await table.DebateAsync("--set", option);
        Assert.Equal((0, ended, rounds), (ran.Code, (string?)ran.Json["ended"], (int?)ran.Json["rounds"]));
        Assert.Equal(order, table.Order);
    }

    [Fact]
    public async Task A_judge_decides_in_two_steps_where_the_moderator_does_not()
    {
        await using var table = await MadEndpoint.SetAsync();
        var ran = await table.DebateAsync("--set", "rounds=2", "--set", "position=call");
        Assert.Equal((0, "fallback", "4"), (ran.Code, (string?)ran.Json["ended"], (string?)ran.Json["answer"]));
        Assert.Equal($"baseline {Round} {Round} judge judge", table.Order);
    }

    [Theory]
    [InlineData("I would rather not.", 1, "unread", "judge judge judge judge")]
    [InlineData(MadEndpoint.Open, 0, null, "judge judge")]
    public async Task A_judge_that_gives_no_answer_ends_it_without_one(string judge, int code, string? fault, string order)
    {
        await using var table = await MadEndpoint.SetAsync(judge: judge);
        var ran = await table.DebateAsync("--set", "rounds=1");
        Assert.Equal((code, "undecided", fault, null),
            (ran.Code, (string?)ran.Json["status"], (string?)ran.Json["fault"], (string?)ran.Json["answer"]));
        Assert.Equal($"{Round} {order}", table.Order);
    }

    [Fact]
    public async Task Seats_take_the_models_personas_and_temperatures_they_are_given()
    {
        await using var table = await MadEndpoint.SetAsync();
        table.Tool.Write("models.json", $$"""
            {"models": {
                "a": {"endpoint": "{{table.Endpoint.Url}}", "model": "at-a"},
                "b": {"endpoint": "{{table.Endpoint.Url}}", "model": "at-b"}
            } }
            """);
        var ran = await table.DebateAsync(
            "--config", "models.json", "--model", "a", "--seat", "moderator=b", "--persona", "negative=You are a physicist.",
            "--temperature", "0.2", "--seat-temperature", "negative=0.9", "--max-tokens", "77", "--set", "rounds=1");
        Assert.Equal(0, ran.Code);
        var calls = table.Endpoint.Log.Calls;
        Assert.Equal(["at-a", "at-a", "at-b", "at-b", "at-b"], calls.Select(c => c.Model));
        Assert.Equal([0.2, 0.9, 0.2, 0.2, 0.2], calls.Select(c => (double)JsonNode.Parse(c.Body)!["temperature"]!));
        Assert.Equal([false, true, false, false, false], calls.Select(c => c.Body.Contains("physicist", StringComparison.Ordinal)));
        Assert.All(calls, c => Assert.Contains("77", c.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_of_a_file_brings_its_key()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        table.Tool.Write(
            "questions.json", """[{"question": "One?", "answer": "1"}, {"question": "Two and two?", "answer": ["4", "four"]}]""");
        var ran = await table.Tool.RunAsync("run", "--file", "questions.json", "--index", "2", "-o", "jsonl");
        Assert.Equal((0, "Two and two?", true), (ran.Code, (string?)ran.Json["name"], (bool?)ran.Json["correct"]));
        Assert.Single(ran.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task People_read_the_result_without_what_a_terminal_obeys()
    {
        const string Hostile = "\u001B[2J\u001B]0;owned\u0007hello <script>alert(1)</script>";
        await using var table = await MadEndpoint.SetAsync((seat, _) => seat == "moderator" ? MadEndpoint.Decided : Hostile);
        var ran = await table.Tool.RunAsync("run", "--question", "What is 2 + 2?", "--id", "hostile");
        Assert.Equal(0, ran.Code);
        Assert.Contains("decided", ran.Out, StringComparison.Ordinal);
        var shown = await table.Tool.RunAsync("show", "hostile");
        Assert.Contains("hello <script>", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001B', ran.Out + ran.Error + shown.Out + shown.Error);
        var page = await table.Tool.RunAsync("export", "hostile", "--format", "html");
        Assert.Contains("&lt;script&gt;", page.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Out, StringComparison.Ordinal);
    }
}
