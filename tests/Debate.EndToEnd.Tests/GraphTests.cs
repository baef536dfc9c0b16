namespace Debate.EndToEnd.Tests;

public sealed class GraphTests
{
    private const string Town = """
        title: Should the old town be closed?
        motions: [close]
        arguments:
          - {id: close, text: Close it.}
          - {id: air, text: "Cleaner air. \e[31m"}
          - {id: quiet}
          - {id: electric, text: Electric cars are clean., attacks: [s1]}
        inferences:
          - {id: s1, from: [air, quiet], to: close}
        """;

    [Fact]
    public async Task Import_says_what_came_in_and_converts()
    {
        using var tool = new ToolFolder();
        tool.Write("town.yaml", Town);
        var ran = await tool.RunAsync("graph", "import", "town.yaml", "--to", "out/town.argdown", "-o", "json");
        Assert.Equal(0, ran.Code);
        Assert.Equal([4, 1, 1, 1], new[] { "arguments", "attacks", "undercuts", "supports" }.Select(name => (int)ran.Json[name]!));
        var back = await tool.RunAsync("graph", "export", "-f", "out/town.argdown", "--format", "json");
        var there = await tool.RunAsync("graph", "show", "town.yaml", "-o", "json");
        Assert.Equal(there.Json.ToJsonString().Replace("\"name\":\"town\",", "", StringComparison.Ordinal),
            back.Json.ToJsonString().Replace("\"name\":\"town\",", "", StringComparison.Ordinal));
        Assert.Equal("", back.Error);
    }

    [Fact]
    public async Task Show_draws_a_tree_that_cannot_harm_a_terminal()
    {
        using var tool = new ToolFolder();
        tool.Write("town.yaml", Town);
        var ran = await tool.RunAsync("graph", "show", "town.yaml");
        Assert.Equal(0, ran.Code);
        Assert.DoesNotContain('\u001b', ran.Out);
        Assert.Matches("(?s)Should the old town.*\\* close: Close it\\..*  \\+ s1:.*    & air: .*    ~ electric", ran.Out);
    }

    [Fact]
    public async Task Export_draws_and_says_where_it_wrote()
    {
        using var tool = new ToolFolder();
        tool.Write("town.yaml", Town);
        Assert.StartsWith(
            "<svg", (await tool.RunAsync("graph", "export", "town.yaml", "--format", "svg")).Out, StringComparison.Ordinal);
        var ran = await tool.RunAsync("graph", "export", "town.yaml", "--out", "town.dot", "-o", "json");
        Assert.Equal((0, "dot"), (ran.Code, (string?)ran.Json["format"]));
        Assert.StartsWith("digraph", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "town.dot")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_writes_as_many_as_asked_from_seeds_that_go_up()
    {
        using var tool = new ToolFolder();
        string[] kind = ["graph", "generate", "--kind", "erdos-renyi", "--arguments", "50", "--probability", "0.1"];
        var ran = await tool.RunAsync([.. kind, "--seed", "3", "--count", "2", "--out", "made", "-o", "json"]);
        Assert.Equal((0, 2), (ran.Code, ran.Json["frameworks"]!.AsArray().Count));
        var alone = await tool.RunAsync([.. kind, "--seed", "4"]);
        Assert.Equal(alone.Out, await File.ReadAllTextAsync(Path.Combine(tool.Folder, "made", "erdos-renyi-4.af")));
        Assert.StartsWith("p af 50\n", alone.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("graph import", "FILE")]
    [InlineData("graph import absent.af", "absent.af")]
    [InlineData("graph import bad.apx", "bad.apx: line 2")]
    [InlineData("graph import -", "--input-format")]
    [InlineData("graph show town.yaml --lines -1", "--lines")]
    [InlineData("graph export town.yaml", "--format")]
    [InlineData("graph export town.yaml --format zip", "zip")]
    [InlineData("graph export town.yaml --format tgf --out x.tgf", "inferences")]
    [InlineData("graph export town.yaml --format svg", "--out")]
    [InlineData("graph generate --kind ring", "ring")]
    [InlineData("graph generate --kind grid --out d --probability 0.5", "probability")]
    [InlineData("graph generate --kind scc --out d --inner 2", "inner 2")]
    [InlineData("graph generate --kind scc --count 2", "--out")]
    public async Task What_cannot_be_used_is_named_in_one_line(string line, string named)
    {
        using var tool = new ToolFolder();
        tool.Write("town.yaml", Town);
        tool.Write("bad.apx", "arg(a).\natt(a,b).\n");
        var ran = await tool.RunAsync([.. line.Split(' '), "-o", "json"]);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.OneLine, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(tool.Folder, "x.tgf")));
    }
}
