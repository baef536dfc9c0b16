using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>What one verb writes another reads: a tournament is rated again from every export, and by another method.</summary>
public sealed class RateAgainTests
{
    private const string Map = """
        name: m
        arguments:
          - { id: ban, text: Ban it., score: 0.6 }
          - { id: cost, text: It costs., attacks: [ban], score: 0.7 }
          - { id: safe, text: It is safe., attacks: [cost], score: 0.8 }
          - { id: slow, text: It is slow., attacks: [ban], score: 0.4 }
        motions: [ban, safe]
        """;

    [Fact]
    public async Task A_tournament_is_rated_again_from_every_export_and_by_another_method()
    {
        using var tool = new ToolFolder();
        Directory.CreateDirectory(Path.Combine(tool.Folder, "maps"));
        tool.Write("maps/m.yaml", Map);
        tool.Write("spec.yaml", "name: t\nsource: { maps: maps, motionsPerMap: 2 }\nprotocol: evidence\noptions: { reveals: 2 }\n"
            + "debaters: [random, greedy, counter, minimax]\n");
        var ran = await tool.RunAsync("tournament", "run", "spec.yaml", "--seed", "3", "--id", "t", "-o", "json");
        Assert.Equal(0, ran.Code);
        Assert.Equal(["no debate"], ran.Json["persuasion"]!["baselines"]!.AsArray().Select(line => (string?)line!["name"]));
        var ratings = Ratings(ran.Json);
        foreach (var format in new[] { "games", "games-jsonl", "json", "jsonl", "projection" })
        {
            Assert.Equal(0, (await tool.RunAsync("export", "t", "--format", format, "--out", "x")).Code);
            var rated = await tool.RunAsync("rate", "x", "--seed", "1", "-o", "json");
            Assert.Equal((format, ratings), (format, Ratings(rated.Json)));
        }
        // Without a seed the list is rated as the tournament is, intervals and all.
        await tool.RunAsync("export", "t", "--format", "games", "--out", "x");
        Assert.Equal(ran.Json["standings"]!.ToJsonString(), (await tool.RunAsync("rate", "x", "-o", "json")).Json["standings"]!.ToJsonString());
        var help = await tool.RunAsync("tournament", "add", "--help");
        Assert.Contains("<ID>", help.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("<t>", help.Out, StringComparison.Ordinal);
        var unseen = await tool.RunAsync("tournament", "add", "t", "gre\u202Eedy", "--player", "greedy");
        Assert.Equal((2, ""), (unseen.Code, unseen.Out));
        Assert.Contains("debater 'greedy': it must be a text of one line", unseen.OneLine, StringComparison.Ordinal);
        tool.Write("status.json", (await tool.RunAsync("tournament", "status", "t", "-o", "json")).Out);
        Assert.Equal(ratings, Ratings((await tool.RunAsync("rate", "status.json", "-o", "json")).Json));
        var again = await tool.RunAsync("tournament", "status", "t", "--rating", "contextual", "-o", "json");
        Assert.Equal(("contextual", "sandwich"), ((string?)again.Json["rating"], (string?)again.Json["intervals"]));
        Assert.Equal(Ratings((await tool.RunAsync("rate", "x", "--rating", "contextual", "-o", "json")).Json), Ratings(again.Json));
        var refused = await tool.RunAsync("tournament", "status", "t", "--rating", "elo", "--intervals", "sandwich");
        Assert.Equal((2, ""), (refused.Code, refused.Out));
        Assert.Contains("intervals 'sandwich'", refused.OneLine, StringComparison.Ordinal);
        foreach (var page in new[] { "html", "markdown" })
        {
            await tool.RunAsync("export", "t", "--format", page, "--out", "page");
            var unread = await tool.RunAsync("rate", "page");
            Assert.Equal((2, ""), (unread.Code, unread.Out));
            Assert.Contains("no column is 'a'", unread.OneLine, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_sweep_runs_each_configuration_once_and_adjusts_its_comparisons()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n");
        tool.Write("q.json", """[{"question":"2 + 2?","answer":"4"},{"question":"3 + 3?","answer":"6"}]""");
        var ran = await tool.RunAsync(
            "eval", "q.json", "--protocol", "mad", "--sweep", "level,break", "--model", "sim", "--seed", "2", "--id", "e", "-o", "json");
        var results = ran.Json["results"]!.AsArray();
        Assert.Equal(["mad break=adaptive"], results.SelectMany(r => r!["sameAs"]!.AsArray()).Select(name => (string?)name));
        Assert.Equal(4 + 3 - 1, results.Count);
        Assert.Equal(15, ran.Json["paired"]!.AsArray().Count);
        Assert.All(ran.Json["paired"]!.AsArray(), pair => Assert.InRange((double)pair!["pAdjusted"]!, (double)pair["p"]!, 1));
        Assert.Contains("mad level=2 = mad break=adaptive: one configuration, run once", ran.Error, StringComparison.Ordinal);
        var page = await tool.RunAsync("export", "e", "--format", "html");
        Assert.Contains("one configuration, run once", page.Out, StringComparison.Ordinal);
        Assert.Contains(">adjusted</th>", page.Out, StringComparison.Ordinal);
        Assert.Contains("e/v0.", page.Out, StringComparison.Ordinal);
        var games = await tool.RunAsync("export", "e", "--format", "games");
        Assert.Equal((2, ""), (games.Code, games.Out));
        Assert.Contains("it is for a tournament", games.OneLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_map_with_blanks_in_its_names_is_solved_as_it_was_exported()
    {
        using var tool = new ToolFolder();
        tool.Write("tax.argdown", "[Higher tax]: dear\n  - [Loans]: cheap\n");
        Assert.Equal(0, (await tool.RunAsync("graph", "export", "tax.argdown", "--format", "apx", "--out", "tax.apx")).Code);
        Assert.Equal("w Loans\n", (await tool.RunAsync("solve", "-p", "SE-PR", "-f", "tax.apx")).Out);
        Assert.Equal("NO\n", (await tool.RunAsync("solve", "-p", "DC-PR", "-f", "tax.apx", "-a", "Higher tax")).Out);
    }

    private static string Ratings(JsonNode board) => string.Join(' ', board["standings"]!.AsArray().Select(line =>
        FormattableString.Invariant($"{line!["name"]} {line["rating"]} {line["wins"]}-{line["draws"]}-{line["losses"]}")));
}
