namespace Debate.EndToEnd.Tests;

/// <summary>The verbs of <c>debate graph</c> that give answers and reasons.</summary>
public sealed class GraphReasonTests
{
    // 1 and 2 attack each other and both attack 3, which attacks 4.
    private const string Floating = "p af 4\n1 2\n2 1\n1 3\n2 3\n3 4\n";

    private const string Supported = """
        { "arguments": [{"id": "x"}, {"id": "a"}, {"id": "b", "score": 0.8}], "inferences": [{"id": "s", "from": ["a"], "to": "b"}],
          "attacks": [["x", "a"]] }
        """;

    [Fact]
    public async Task Extensions_are_listed_with_what_tells_the_first_two_apart()
    {
        var ran = await RunAsync("extensions map.af");
        Assert.Equal((0, "{2, 4}\n{1, 4}\n"), (ran.Code, ran.Out));
        Assert.Contains("2 attacks 1", ran.Error, StringComparison.Ordinal);
        var limited = await RunAsync("extensions map.af --semantics CO --limit 1 -o json");
        Assert.Equal((0, false), (limited.Code, (bool)limited.Json["complete"]!));
        Assert.Single(limited.Json["extensions"]!.AsArray());
    }

    [Theory]
    [InlineData("map.af -a 4", true)]
    [InlineData("map.af -a 4 --sceptical", true)]
    [InlineData("map.af -a 4 --semantics grounded", false)]
    [InlineData("map.af -a 1 --sceptical", false)]
    [InlineData("map.json -a b --semantics GR", true)]
    [InlineData("map.json -a b --semantics GR --support necessary", false)]
    [InlineData("map.json -a b --semantics GR --support deductive", true)]
    public async Task Acceptance_is_answered(string line, bool accepted)
    {
        var ran = await RunAsync($"accept {line} -o json");
        Assert.Equal((0, accepted), (ran.Code, (bool)ran.Json["accepted"]!));
    }

    [Fact]
    public async Task Strengths_are_told_for_the_argument_asked_about()
    {
        var ran = await RunAsync("strength map.json --semantics quadratic-energy --argument b -o json");
        // a: .5 - .5 * .2 = .4; s: .4; b: .8 + .2 * .16 / 1.16.
        Assert.Equal(0.8 + 0.2 * 0.16 / 1.16, (double)ran.Json["strengths"]![0]!["strength"]!, 1e-9);
        var refused = await RunAsync("strength map.json --semantics h-categoriser");
        Assert.Equal(2, refused.Code);
        Assert.Contains("1 supports", refused.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strengths_are_sorted_and_say_what_makes_them()
    {
        var ran = await RunAsync("strength map.json");
        // b: s, which is as strong as a, halves the way to 1 that .8 leaves; a: x takes half of it.
        Assert.Matches(@"(?s)^0\.85000  b \(0\.8\)\n  \+0\.05000   a\n0\.50000  x \(0\.5\)\n0\.25000  a \(0\.5\)\n  -0\.25000   x\n$", ran.Out);
    }

    [Fact]
    public async Task A_map_is_contested()
    {
        using var tool = new ToolFolder();
        tool.Write("map.json", Supported);
        var ran = await tool.RunAsync("contest", "map.json", "--remove", "x", "--attack", "y=b", "--text", "y=No.", "--out", "new.yaml");
        Assert.Equal(0, ran.Code);
        Assert.Contains("4 of 4 arguments change.", ran.Out, StringComparison.Ordinal);
        var again = await tool.RunAsync("graph", "show", "new.yaml");
        Assert.Contains("- y: No.", again.Out, StringComparison.Ordinal);
        var json = (await tool.RunAsync("contest", "map.json", "--score", "a=1", "-o", "json")).Json;
        Assert.Equal((0.25, 0.5), ((double)json["before"]!["strengths"]!["a"]!, (double)json["after"]!["strengths"]!["a"]!));
        Assert.Contains("Nothing changes.", (await tool.RunAsync("contest", "map.json", "--score", "a=0.5")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_and_why_not_are_told_in_words_and_drawn()
    {
        using var tool = new ToolFolder();
        tool.Write("map.af", Floating);
        var ran = await tool.RunAsync("graph", "explain", "map.af", "-a", "3", "--why-not", "--svg", "why.svg");
        Assert.Equal(0, ran.Code);
        Assert.StartsWith("'3' is not accepted: it is in no preferred extension.\n", ran.Out, StringComparison.Ordinal);
        Assert.Contains("Without '1' and '2' together, it would be accepted.", ran.Out, StringComparison.Ordinal);
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "why.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explanations_are_one_json_document_and_a_wrong_question_is_refused()
    {
        var why = await RunAsync("explain map.af -a 4 --why -o json");
        Assert.Equal("4", (string?)why.Json["dispute"]![0]!["argument"]);
        Assert.Equal((1, ""), await RunAsync("explain map.af -a 4 --why-not -o json") is var ran ? (ran.Code, ran.Out) : default);
        Assert.Contains("ask --why", ran.OneLine, StringComparison.Ordinal);
        Assert.StartsWith("digraph", (await RunAsync("explain map.af -a 4 --dot")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("explain map.af -a nobody")).Code);
        Assert.Equal(2, (await RunAsync("explain map.json -a s")).Code);
    }

    private static async Task<ToolResult> RunAsync(string line)
    {
        using var tool = Prepared();
        return await tool.RunAsync(["graph", .. line.Split(' ')]);
    }

    private static ToolFolder Prepared()
    {
        var tool = new ToolFolder();
        tool.Write("map.af", Floating);
        tool.Write("map.json", Supported);
        return tool;
    }
}
