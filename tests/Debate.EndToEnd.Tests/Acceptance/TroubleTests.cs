using Debate.Testing;

namespace Debate.EndToEnd.Tests.Acceptance;

/// <summary>External failures: endpoints that are down for a while, keys that are refused, files that cannot be used.</summary>
public sealed class TroubleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_endpoint_that_dies_for_some_seconds_suspends_nothing(bool unreachable)
    {
        await using var calm = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 20, TimeSpan.FromMilliseconds(10));
        var undisturbed = await calm.Tool.RunAsync(Eval("torn"));
        await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 20, TimeSpan.FromMilliseconds(10));
        var running = fixture.Tool.Start(Eval("torn"));
        await fixture.Endpoint.Log.ReceivedAsync(50).WaitAsync(Patience.Long);
        var dead = TimeSpan.FromSeconds(3);
        if (unreachable)
        {
            await fixture.Endpoint.StopAsync();
            await Task.Delay(dead);
            await fixture.Endpoint.StartAsync();
        }
        else fixture.Endpoint.Respond = Faults.DeadUntil(DateTimeOffset.UtcNow + dead, TimeProvider.System, fixture.Honest);
        var ended = await running.EndAsync();
        Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
        var export = await fixture.Tool.RunAsync("export", "torn", "--format", "jsonl");
        Assert.DoesNotContain("\"kind\":\"suspended\"", export.Out, StringComparison.Ordinal);
        Assert.Equal(await calm.ProjectionAsync("torn"), await fixture.ProjectionAsync("torn"));
    }

    /// <summary>Side by side, since they wait: where the server says how long, and where it does not.</summary>
    [Fact]
    public async Task A_storm_of_429_ends_with_every_debate_done()
    {
        await using var calm = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 12);
        var undisturbed = await calm.Tool.RunAsync(Eval("storm"));
        var projection = await calm.ProjectionAsync("storm");
        await Task.WhenAll(StormAsync(null), StormAsync("1"));

        async Task StormAsync(string? retryAfter)
        {
            await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 12);
            var calls = 0;
            var refused = 0;
            // Refuses the first 24 calls, then two of every three up to the 90th.
            fixture.Endpoint.Respond = (call, hungUp) => Interlocked.Increment(ref calls) is var n && (n <= 24 || (n < 90 && n % 3 != 0))
                ? Refused(ref refused, retryAfter)
                : fixture.Honest(call, hungUp);
            var ended = await fixture.Tool.RunAsync(Eval("storm"));
            Assert.Equal((0, undisturbed.Out), (ended.Code, ended.Out));
            Assert.Equal(projection, await fixture.ProjectionAsync("storm"));
            Assert.True(refused > 60);
        }
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("tournament")]
    public async Task A_refused_key_ends_a_run_of_many_debates_with_4_and_a_good_one_goes_on(string kind)
    {
        await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 5, default,
            "parallel: 16, keyVariable: PLANTED");
        fixture.Endpoint.Respond = (call, hungUp) => call.Authorization == "Bearer good-key"
            ? fixture.Honest(call, hungUp)
            : Task.FromResult(EndpointReply.Error(401, "bad key"));
        fixture.Tool.Variables["PLANTED"] = "bad-key";
        var ran = await fixture.Tool.RunAsync(kind == "eval" ? Eval("keyed")
            : ["tournament", "run", fixture.WriteTournament(), "--id", "keyed", "-o", "json"]);
        Assert.Equal((4, "failed"), (ran.Code, (string?)ran.Json["status"]));
        Assert.Contains("refused the key", (string?)ran.Json["reason"], StringComparison.Ordinal);
        fixture.Tool.Variables["PLANTED"] = "good-key";
        Assert.Equal(0, (await fixture.Tool.RunAsync("resume", "keyed", "-o", "json")).Code);
    }

    [Theory]
    [InlineData("eval questions.json --model nope", "nope")]
    [InlineData("eval questions.json --config bad.yaml", "bad.yaml, line")]
    [InlineData("eval questions.json --protocol telepathy", "telepathy")]
    [InlineData("eval questions.json --sweep depth", "depth")]
    [InlineData("eval questions.json --set mad.rounds=0", "rounds")]
    [InlineData("eval cut.json", "cut.json, line 1")]
    [InlineData("eval unanswered.json", "unanswered.json, line 1, question 2")]
    [InlineData("eval twice.jsonl", "twice.jsonl, line 2")]
    [InlineData("eval absent.json", "absent.json")]
    [InlineData("tournament run bad.yaml", "bad.yaml, line 1")]
    [InlineData("tournament run stray.yaml", "debators")]
    [InlineData("tournament run unknown.yaml", "nope")]
    [InlineData("tournament run malformed.yaml", "cut.json, line 1")]
    [InlineData("tournament run dangling.yaml", "dangling.json")]
    [InlineData("tournament run spec.yaml --model nope", "nope")]
    public async Task What_cannot_be_used_ends_with_2_and_one_line(string line, string named)
    {
        await using var fixture = await QuestionEndpoint.OpenAsync(QuestionEndpoint.Debater(), 2);
        WriteBroken(fixture);
        var ran = await fixture.Tool.RunAsync([.. line.Split(' '), "-o", "json"]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.OneLine, StringComparison.Ordinal);
        Assert.Equal(0, fixture.Count);
        Assert.False(Directory.Exists(Path.Combine(fixture.Tool.Folder, ".debate")));
    }

    private static Task<EndpointReply> Refused(ref int count, string? retryAfter)
    {
        Interlocked.Increment(ref count);
        return Task.FromResult(EndpointReply.Error(429, "slow down", retryAfter));
    }

    private static void WriteBroken(QuestionEndpoint fixture)
    {
        const string debaters = "debaters: [{ name: a, model: small }, { name: b, model: small }]\n";
        fixture.WriteTournament();
        fixture.Tool.Write("bad.yaml", "models: [");
        fixture.Tool.Write("stray.yaml", "name: x\nsource: { questions: questions.json }\nprotocol: mad\ndebators: [a, b]\n");
        fixture.Tool.Write("unknown.yaml", $"name: x\nsource: {{ questions: questions.json }}\nprotocol: mad\n{debaters.Replace("b, model: small", "b, model: nope", StringComparison.Ordinal)}");
        fixture.Tool.Write("malformed.yaml", $"name: x\nsource: {{ questions: cut.json }}\nprotocol: mad\n{debaters}");
        fixture.Tool.Write("dangling.yaml", "name: x\nsource: { maps: maps }\nprotocol: evidence\ndebaters: [random, greedy]\n");
        fixture.Tool.Write("cut.json", """[{"question": "Why?", """);
        fixture.Tool.Write("unanswered.json", """[{"question": "Why?", "answer": "1"}, {"question": "How?"}]""");
        fixture.Tool.Write("twice.jsonl", "{\"id\": \"a\", \"question\": \"Why?\", \"answer\": 1}\n{\"id\": \"a\", \"question\": \"How?\", \"answer\": 2}\n");
        Directory.CreateDirectory(Path.Combine(fixture.Tool.Folder, "maps"));
        fixture.Tool.Write("maps/dangling.json",
            """{"nodes": [{"nodeID": "1", "type": "I", "text": "x"}], "edges": [{"fromID": "1", "toID": "2"}]}""");
    }

    private static string[] Eval(string id) => ["eval", "questions.json", "--protocol", "mad", "--seed", "5", "--id", id, "-o", "json"];
}
