using System.Text.Json.Nodes;
using Debate.Deliberation;
using Debate.Hosting;

namespace Debate.EndToEnd.Tests;

/// <summary>Which runs there are, and that they can go again: ls, rm, prune, and help that knows none of them.</summary>
public sealed class ListTests : IAsyncLifetime
{
    private const string Questions = """[{"question": "1+1?", "answer": "2"}, {"question": "1+2?", "answer": "3"}]""";

    private readonly ToolFolder _tool = new();

    public async ValueTask InitializeAsync()
    {
        _tool.Write("debate.yaml", "models:\n  sim: { simulated: debater }\n");
        _tool.Write("questions.json", Questions);
        await RunAsync("run", "--question", "Is tea better?", "--id", "tea", "--set", "rounds=1");
        await RunAsync("eval", "questions.json", "--protocol", "direct", "--id", "sums");
    }

    public ValueTask DisposeAsync()
    {
        _tool.Dispose();
        return default;
    }

    [Theory]
    [InlineData("sums tea")]
    [InlineData("tea", "--kind", "debate")]
    [InlineData("sums", "--kind", "evaluation,tournament")]
    [InlineData("tea", "--search", "IS TEA")]
    [InlineData("sums", "--search", "sum")]
    [InlineData("sums tea", "--status", "finished,running", "--since", "1h")]
    [InlineData("", "--status", "failed")]
    [InlineData("", "--since", "2999-01-01")]
    [InlineData("sums", "--limit", "1")]
    [InlineData("sums sums/v0.1 sums/v0.2 tea", "--all")]
    public async Task Ls_lists_what_is_asked_for(string ids, params string[] filter)
    {
        var listed = await RunAsync(["ls", "-o", "json", .. filter]);
        var found = listed.Json["items"]!.AsArray().Select(i => (string)i!["id"]!);
        var expected = ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, filter is ["--all"] ? found.Order(StringComparer.Ordinal) : found);
    }

    [Theory]
    [InlineData("--status 'finishd': did you mean 'finished'?", "--status", "finishd")]
    [InlineData("--kind 'x': it must be one of ", "--kind", "x")]
    [InlineData("--since 'yesterday': it must be a duration before now", "--since", "yesterday")]
    [InlineData("--limit '0': it must be a whole number", "--limit", "0")]
    public async Task A_filter_that_cannot_be_is_refused(string message, params string[] filter)
    {
        var refused = await _tool.RunAsync(["ls", .. filter]);
        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_goes_with_its_children_and_a_part_of_one_does_not_go_alone()
    {
        foreach (var (id, why) in new[] { ("sums/v0.1", "'debate rm sums' removes both"), ("coffee", "there is no such run") })
        {
            var refused = await _tool.RunAsync("rm", "tea", id);
            Assert.Equal(2, refused.Code);
            Assert.Contains(why, refused.OneLine, StringComparison.Ordinal);
        }
        var removed = (await RunAsync("rm", "sums", "-o", "json")).Json;
        Assert.Equal((3, "sums"), ((int)removed["runs"]!, (string)removed["removed"]![0]!));
        Assert.Equal(["tea"], await IdsAsync("--all"));
        await RunAsync("verify", "tea");
        await RunAsync("run", "--question", "Is tea better?", "--id", "sums", "--set", "rounds=1");
    }

    [Fact]
    public async Task What_somebody_drives_or_serves_stays()
    {
        var data = Path.Combine(_tool.Folder, ".debate");
        using (await RunLock.AcquireAsync(data, new DeliberationId("tea")))
        {
            var refused = await _tool.RunAsync("rm", "sums", "tea");
            Assert.Equal(1, refused.Code);
            Assert.Contains("is being driven by process", refused.OneLine, StringComparison.Ordinal);
        }
        using (await ServerLock.AcquireAsync(data))
            Assert.Contains("serves this folder", (await _tool.RunAsync("rm", "tea")).OneLine, StringComparison.Ordinal);
        Assert.Equal(2, (await IdsAsync()).Length);
    }

    [Fact]
    public async Task Prune_removes_what_ended_and_keeps_what_can_go_on()
    {
        await _tool.RunAsync("run", "--question", "Is it so?", "--id", "stopped", "--budget", "calls=1");
        var dry = await RunAsync("prune", "--older-than", "0s", "--dry-run", "-o", "json");
        Assert.Equal(["sums", "tea"], Names(dry.Json["wouldRemove"]!).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await IdsAsync()).Length);
        Assert.Empty(Names((await RunAsync("prune", "--older-than", "1h", "-o", "json")).Json["removed"]!));
        var pruned = (await RunAsync("prune", "--older-than", "0s", "-o", "json")).Json;
        Assert.Equal((4, "stopped"), ((int)pruned["runs"]!, (string)pruned["kept"]![0]!["id"]!));
        Assert.Contains("can be resumed", (string)pruned["kept"]![0]!["reason"]!, StringComparison.Ordinal);
        Assert.Equal(["stopped"], await IdsAsync());
        await RunAsync("prune", "--older-than", "0s", "--unfinished");
        Assert.Empty(await IdsAsync("--all"));
    }

    [Fact]
    public async Task Help_is_as_long_with_runs_as_without()
    {
        var help = (await RunAsync("--help")).Out;
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(help), 1000, 4095);
        Assert.Contains("show <ID>", help, StringComparison.Ordinal);
        foreach (var verb in new[] { "show", "rm", "resume", "run" })
            Assert.DoesNotMatch(@"\b(tea|sums)\b", (await RunAsync(verb, "--help")).Out);
        var run = (await RunAsync("run", "--help")).Out;
        Assert.Contains("--protocol <PROTOCOL>", run, StringComparison.Ordinal);
        Assert.Contains(" argmed, ", run, StringComparison.Ordinal);
        Assert.Contains("debater plays every seat", run, StringComparison.Ordinal);
    }

    private async Task<ToolResult> RunAsync(params string[] args)
    {
        var ran = await _tool.RunAsync(args);
        Assert.True(ran.Code == 0, $"{string.Join(' ', args)}: {ran.Code}\n{ran.Error}");
        return ran;
    }

    private async Task<string[]> IdsAsync(params string[] more) =>
        [.. (await RunAsync(["ls", "-o", "json", .. more])).Json["items"]!.AsArray().Select(i => (string)i!["id"]!)];

    private static IEnumerable<string> Names(JsonNode list) => list.AsArray().Select(name => (string)name!);
}
