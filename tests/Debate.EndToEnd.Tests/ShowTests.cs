namespace Debate.EndToEnd.Tests;

/// <summary>What a person reads of a debate: who sat where, what was said, and what was the matter with it.</summary>
public sealed class ShowTests : IDisposable
{
    private static readonly string Map = Path.Combine(Documents.DocumentPage.Root, "examples", "maps", "town-hall-cars.yaml");

    private readonly ToolFolder _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Seats_blocks_and_replies_that_were_asked_for_again_are_told()
    {
        _tool.Write("debate.yaml", """
            models:
              s: { simulated: scripted, script: { affirmative: Yes., negative: No., moderator: mumble, judge: mumble } }
              t: { simulated: scripted, script: { negative: "No, never." } }
            """);
        await _tool.RunAsync("run", "--question", "Is it so?", "--id", "r", "--set", "rounds=1", "--model", "s", "--seat", "negative=t",
            "--persona", "negative=a sceptic");
        var shown = (await _tool.RunAsync("show", "r")).Out;
        Assert.Contains("seats     affirmative  s\n          negative     t, told: a sceptic\n", shown, StringComparison.Ordinal);
        Assert.Contains("< negative (t)  [1]\n< No, never.\n", shown, StringComparison.Ordinal);
        Assert.Contains("+ moderator (s)  [2]  not readable\n", shown, StringComparison.Ordinal);
        Assert.Contains("[3]  asked again, because the reply before was not usable: ", shown, StringComparison.Ordinal);
        foreach (var number in new[] { "1", "[1]" })
            Assert.Contains("r at 1: negative, t", (await _tool.RunAsync("show", "r", "--asked", number)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_that_was_cut_says_so_where_it_stands()
    {
        _tool.Write("debate.yaml", """
            models:
              r: { simulated: recorded, replies: { "0": { text: "Because the", finish: length } } }
            """);
        await _tool.RunAsync("run", "--protocol", "direct", "--question", "Is it so?", "--id", "r", "--max-tokens", "7");
        Assert.Contains("cut at its token limit (7): raise --max-tokens", (await _tool.RunAsync("show", "r")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_who_read_both_orders_says_which_is_which()
    {
        _tool.Write("debate.yaml", "models:\n  a: { simulated: debater }\n  j: { simulated: text-judge }\n");
        await _tool.RunAsync("run", "--protocol", "judged", "--question", "Is it so?", "--answer", "yes", "--id", "r", "--model", "a",
            "--seat", "judge=j");
        var shown = (await _tool.RunAsync("show", "r")).Out;
        Assert.Contains("reads pro first", shown, StringComparison.Ordinal);
        Assert.Contains("reads con first", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_debate_over_a_map_needs_no_tournament_and_no_model()
    {
        var ran = await _tool.RunAsync("run", "--protocol", "evidence", "--file", Map, "--id", "r", "--seat", "pro=minimax", "--seed", "1");
        Assert.Equal(0, ran.Code);
        Assert.Contains("this debates car-free", ran.Error, StringComparison.Ordinal);
        var shown = (await _tool.RunAsync("show", "r")).Out;
        Assert.Contains("> pro (minimax)  [1]", shown, StringComparison.Ordinal);
        Assert.Contains("< con (greedy)  [2]", shown, StringComparison.Ordinal);
        var other = await _tool.RunAsync("run", "--protocol", "evidence", "--file", Map, "--key", "safer-walking", "-o", "json");
        Assert.Equal(0, other.Code);
    }

    [Theory]
    [InlineData("--file: give an argument map", "--question", "Is it so?")]
    [InlineData("--key 'car-fre': ", "--file", "MAP", "--key", "car-fre")]
    [InlineData("player 'gredy'", "--file", "MAP", "--seat", "pro=gredy")]
    [InlineData("--endpoint 'http://h/v1': no model is asked over evidence", "--file", "MAP", "--endpoint", "http://h/v1", "--model", "x")]
    [InlineData("--answer: an argument map has no use for it", "--file", "MAP", "--answer", "yes")]
    public async Task What_no_map_debate_can_use_is_refused(string message, params string[] args)
    {
        var refused = await _tool.RunAsync(["run", "--protocol", "evidence", .. args.Select(a => a == "MAP" ? Map : a)]);
        Assert.Equal(2, refused.Code);
        Assert.Contains(message, refused.Error, StringComparison.Ordinal);
    }
}
