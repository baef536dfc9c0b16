using Debate.Testing;

namespace Debate.EndToEnd.Tests;

public sealed class RefusalTests
{
    private const string Sim = "models:\n  sim: { simulated: bernoulli, accuracy: 1 }\n";

    [Theory]
    [InlineData("bogus", "bogus")]
    [InlineData("run --question x --bogus", "--bogus")]
    [InlineData("run", "--question")]
    [InlineData("run --question x --protocol zz", "zz")]
    [InlineData("run --question x --model nope", "nope")]
    [InlineData("run --question x --set level=9", "level")]
    [InlineData("run --question x --set deep=9", "deep")]
    [InlineData("run --question x --seat nobody=sim", "nobody")]
    [InlineData("run --question x --config bad.yaml", "bad.yaml, line")]
    [InlineData("run --question x --config no-models.yaml", "no-models.yaml, line 1")]
    [InlineData("run --file bad.json", "bad.json, line 1")]
    [InlineData("run --file no-answer.json", "no-answer.json, line 1, question 1")]
    [InlineData("run --file absent.json", "absent.json")]
    [InlineData("run --question x --budget calls=few", "few")]
    [InlineData("run --question x --budget calls=-1", "--budget calls '-1': it must be a whole number from 1")]
    [InlineData("run --question x --budget-time 0s", "--budget time '00:00:00': it must be a time above")]
    [InlineData("run --question x --max-tokens 0", "--max-tokens '0': it must be a whole number from 1")]
    [InlineData("run --question x --temperature hot", "hot")]
    [InlineData("run --question x --id a/b", "a/b")]
    [InlineData("run --question x --endpoint ftp://x --model y", "ftp://x")]
    [InlineData("run --question x --server ftp://x", "http or https URL")]
    [InlineData("serve --gateway-port 99999", "99999")]
    [InlineData("show none", "none")]
    [InlineData("resume none", "none")]
    [InlineData("verify none", "none")]
    [InlineData("export none --format zip", "--format 'zip': it must be one of csv, games, ")]
    [InlineData("verify", "ID: it is missing")]
    [InlineData("run --question x --model sim --model sim", "--model 'sim', 'sim': it is given 2 times and takes one value")]
    [InlineData("run --question x --seed 1.5", "--seed '1.5': it must be a whole number")]
    [InlineData("solve -p DC-CO -p SE-CO", "-p 'DC-CO', 'SE-CO': it is given 2 times")]
    [InlineData("graph generate --kind grid --out debate.yaml/x", "--out 'debate.yaml/x/")]
    [InlineData("rate games.csv --out debate.yaml/x.md", "--out 'debate.yaml/x.md': it cannot be written")]
    [InlineData("reward train-judge --out debate.yaml/x", "--out 'debate.yaml/x': it cannot be written")]
    [InlineData("reward score answers.jsonl --profile nope", "profile 'nope'")]
    public async Task What_cannot_be_used_is_named_in_one_line(string line, string named)
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", Sim);
        tool.Write("bad.yaml", "models: [");
        tool.Write("no-models.yaml", "name: x\n");
        tool.Write("bad.json", "{");
        tool.Write("answers.jsonl", "{\"prompt\": \"2 + 2?\", \"completion\": \"4\"}\n");
        tool.Write("no-answer.json", """[{"question": "Why?"}]""");
        var ran = await tool.RunAsync([.. line.Split(' '), "-o", "json"]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.OneLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(tool.Folder, ".debate")));
    }

    /// <summary>The real executable, which the others are spared.</summary>
    [Theory]
    [InlineData("bogus", 2, "debate: 'bogus' is not known here. (debate --help lists what there is.)")]
    [InlineData("show none", 2, "debate: id 'none': there is no such run")]
    [InlineData("ls --server http://127.0.0.1:9", 5, "debate: ")]
    public async Task A_process_prints_one_line_on_stderr_and_ends_with_the_code(string line, int code, string told)
    {
        using var tool = new ToolFolder();
        var ran = await tool.ExecuteAsync(line.Split(' '));
        Assert.Equal((code, ""), (ran.Code, ran.Out));
        Assert.StartsWith(told, ran.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_it_is_told_how_to_give_one()
    {
        using var tool = new ToolFolder();
        var ran = await tool.RunAsync("run", "--question", "x");
        Assert.Equal(2, ran.Code);
        Assert.Contains("--endpoint URL --model NAME", ran.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_key_ends_with_4_and_is_told_nowhere()
    {
        await using var endpoint = await SimulatedEndpoint.StartAsync((call, _) => Task.FromResult(
            call.Authorization == "Bearer planted-secret" ? EndpointReply.Error(401, "bad key") : EndpointReply.Error(500, "no key came")));
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  m: {{ endpoint: {endpoint.Url}, model: t, keyVariable: PLANTED }}\n");
        tool.Variables["PLANTED"] = "planted-secret";
        var ran = await tool.RunAsync("run", "--question", "x", "-o", "json", "--id", "keyed");
        Assert.Equal((4, "failed"), (ran.Code, (string?)ran.Json["status"]));
        Assert.Contains("refused the key", (string?)ran.Json["reason"], StringComparison.Ordinal);
        var export = await tool.RunAsync("export", "keyed", "--format", "jsonl");
        Assert.Contains("PLANTED", export.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", ran.Out + ran.Error + export.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_reached_ends_with_5_and_can_be_resumed()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        await table.Endpoint.StopAsync();
        var ran = await table.DebateAsync("--id", "dark");
        Assert.Equal((5, "failed"), (ran.Code, (string?)ran.Json["status"]));
        Assert.Equal(5, (await table.Tool.RunAsync("watch", "dark")).Code);
        await table.Endpoint.StartAsync();
        var resumed = await table.Tool.RunAsync("resume", "dark", "-o", "json");
        Assert.Equal((0, "decided"), (resumed.Code, (string?)resumed.Json["status"]));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        await using var table = await MadEndpoint.SetAsync(moderator: MadEndpoint.Decided);
        Assert.Equal(0, (await table.DebateAsync("--id", "one")).Code);
        var again = await table.DebateAsync("--id", "one");
        Assert.Equal((2, ""), (again.Code, again.Out));
        Assert.Contains("debate resume one", again.OneLine, StringComparison.Ordinal);
        Assert.Equal(3, table.Endpoint.Log.Count);
    }
}
