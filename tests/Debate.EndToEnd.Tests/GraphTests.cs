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
    public async Task Import_says_who_speaks_and_what_is_not_in_the_graph()
    {
        using var tool = new ToolFolder();
        tool.Write("d.json", """
            {"nodes":[{"nodeID":1,"type":"L","text":"Ann : it is late"},{"nodeID":2,"type":"YA","text":"Asserting"},
            {"nodeID":3,"type":"I","text":"it is late"},{"nodeID":4,"type":"I","text":"it is early"},{"nodeID":5,"type":"ra"}],
            "edges":[{"fromID":1,"toID":2},{"fromID":2,"toID":3},{"fromID":4,"toID":3}]}
            """);
        var ran = await tool.RunAsync("graph", "import", "d.json");
        Assert.Equal("""
            d
              2 arguments, 0 attacks, 0 supports
              1 speakers: Ann
              not in the graph: 1 edges from I to I without a step between
              not in the graph: 1 illocutions (YA)
              not in the graph: 1 locutions (L)
              not in the graph: 1 nodes of the unknown type 'ra'

            """, ran.Out);
        Assert.Contains("3 [Ann]: it is late", (await tool.RunAsync("graph", "show", "d.json")).Out, StringComparison.Ordinal);
        var exported = await tool.RunAsync("graph", "export", "d.json", "--out", "d.argdown");
        Assert.Contains("argdown has no place for who said what: 3 nodes", exported.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_map_is_exported_and_what_is_left_out_is_said()
    {
        using var tool = new ToolFolder();
        tool.Write("map.yaml", "arguments:\n  - {id: claim}\n  - {id: con, attacks: [claim]}\n  - {id: far, attacks: [con]}\n");
        foreach (var (options, left) in new[] { ("--focus claim --around 1", "1 arguments further than 1 steps from claim"),
            ("--depth 1", "1 arguments more than 1 levels below the claims") })
        {
            Assert.Equal(0, (await tool.RunAsync(["graph", "export", "map.yaml", "--out", "part.yaml", .. options.Split(' ')])).Code);
            var part = await tool.RunAsync("graph", "import", "part.yaml", "-o", "json");
            Assert.Equal((2, left), ((int)part.Json["arguments"]!, (string?)part.Json["skipped"]![0]));
        }
        Assert.Equal(0, (await tool.RunAsync("graph", "export", "map.yaml", "--out", "map.html")).Code);
        Assert.Contains("<script type=\"module\">", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "map.html")), StringComparison.Ordinal);
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
    [InlineData("graph export town.yaml --out x.svg --around 2", "--focus")]
    [InlineData("graph export town.yaml --out x.svg --focus nobody", "nobody")]
    [InlineData("graph export town.yaml --out x.svg --depth -1", "--depth")]
    [InlineData("graph show nothing", "nothing")]
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
