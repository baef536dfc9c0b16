using System.Text.Json.Nodes;
using Debate.Cli.Input;

namespace Debate.EndToEnd.Tests;

/// <summary>What a person sees of an evaluation question by question, in every form, and of two side by side.</summary>
public sealed class EvaluationRowsTests
{
    private const string Configuration =
        "models:\n  sim: { simulated: bernoulli, accuracy: 0.6 }\n  best: { simulated: bernoulli, accuracy: 1 }\n";

    [Fact]
    public async Task Every_form_of_an_evaluation_has_the_same_rows()
    {
        using var tool = await EvaluateAsync();
        var json = (await tool.RunAsync("show", "e", "-o", "json")).Json;
        var rows = json["rows"]!.AsArray();
        Assert.Equal(24, rows.Count);
        Assert.Equal(["e/v0.1", "e/v1.1", "e/v0.2"], rows.Take(3).Select(row => (string?)row!["id"]));
        foreach (var result in json["results"]!.AsArray())
            Assert.Equal((int)result!["correct"]!, rows.Count(row => (string?)row!["variant"] == (string?)result["protocol"]
                && (string?)row["status"] == "right"));
        var csv = (await tool.RunAsync("export", "e", "--format", "csv")).Out.TrimEnd('\n').Split('\n');
        Assert.Equal("protocol,variant,question,key,answer,status,correct,calls,tokensIn,tokensOut,cost,id", csv[0]);
        Assert.Equal(rows.Select(row => (string?)row!["id"]), csv.Skip(1).Select(line => line.Split(',')[^1]));
        Assert.Equal(rows.Select(row => (string?)row!["status"]), csv.Skip(1).Select(line => line.Split(',')[5]));
        Assert.Equal(0, (await tool.RunAsync("export", "e", "--format", "parquet", "--out", "e.parquet")).Code);
        var read = await ParquetRows.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "e.parquet")), "e.parquet");
        Assert.Equal(rows.Select(Key), read.Select(row => Key(JsonNode.Parse(row.Fields.GetRawText())!)));
        var markdown = (await tool.RunAsync("export", "e", "--format", "markdown")).Out;
        Assert.Equal(24, markdown.Split('\n').Count(line => line.Contains("| e/v", StringComparison.Ordinal)));
        var html = (await tool.RunAsync("export", "e", "--format", "html")).Out;
        Assert.Contains("id=\"answers-data\"", html, StringComparison.Ordinal);
        Assert.Contains("Accuracy with 95 % intervals", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_prints_what_is_not_right_where_there_is_too_much_and_says_what_it_leaves_out()
    {
        using var tool = await EvaluateAsync();
        var all = (await tool.RunAsync("show", "e")).Out;
        Assert.Equal(24, ReadRows(all).Length);
        var few = await tool.RunAsync("show", "e", "--rows", "3");
        Assert.Contains("3 of 24 rows, of those that are not right; all of them: --rows 24", few.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(ReadRows(few.Out), line => line.Contains(" right ", StringComparison.Ordinal));
        var lines = few.Out.Split('\n');
        var said = Array.FindIndex(lines, line => line.StartsWith("What was said in one that is wrong", StringComparison.Ordinal));
        var wrong = lines[said + 1].Trim().Split(' ')[^1];
        Assert.Equal(0, (await tool.RunAsync("show", wrong)).Code);
        Assert.Equal(2, (await tool.RunAsync("show", "e", "--rows", "-1")).Code);
    }

    [Fact]
    public async Task Two_evaluations_are_compared_and_what_cannot_be_is_refused_before_a_file_is_written()
    {
        using var tool = await EvaluateAsync();
        Assert.Equal(0, (await EvaluateAsync(tool, "best", "f")).Code);
        var compared = (await tool.RunAsync("compare", "e", "f", "-o", "json", "--out", "both.html")).Json;
        Assert.Equal((12, 0, 0), ((int)compared["shared"]!, (int)compared["onlyA"]!, (int)compared["onlyB"]!));
        var pair = compared["pairs"]!.AsArray().Single(p => (string?)p!["a"] == "direct")!;
        Assert.Equal(12, (int)pair["correctB"]!);
        Assert.Equal((int)pair["bOnly"]!, compared["flipped"]!.AsArray().Count(f => (string?)f!["variantA"] == "direct"));
        Assert.Contains("models: sim in A, best in B", compared["differences"]!.AsArray().Select(d => (string?)d));
        Assert.Contains("A direct", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "both.html")), StringComparison.Ordinal);
        var printed = await tool.RunAsync("compare", "e", "f", "--rows", "1");
        Assert.Contains("Accuracy on the shared questions", printed.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await tool.RunAsync("compare", "e", "e/v0.1", "--out", "never.html")).Code);
        await AssertRefusedAsync("it is a debate, and e is an evaluation", "compare", "e", "e/v0.1");
        await AssertRefusedAsync(
            "it is for an evaluation, and e/v0.1 is a debate", "export", "e/v0.1", "--format", "csv", "--out", "never.csv");
        await AssertRefusedAsync("it needs a file (--out FILE)", "export", "e", "--format", "parquet");
        await AssertRefusedAsync("it is for a tournament", "export", "e", "--format", "games");
        Assert.Empty(Directory.GetFiles(tool.Folder, "never*"));

        async Task AssertRefusedAsync(string why, params string[] args)
        {
            var ran = await tool.RunAsync(args);
            Assert.Equal((2, ""), (ran.Code, ran.Out));
            Assert.Contains(why, ran.OneLine, StringComparison.Ordinal);
        }
    }

    /// <summary>The printed rows: those with a question.</summary>
    private static string[] ReadRows(string printed) =>
        [.. printed.Split('\n').Where(line => line.Contains("Item", StringComparison.Ordinal))];

    private static string Key(JsonNode? row) =>
        string.Join('|', "protocol variant question key answer status correct calls id".Split(' ').Select(name => $"{row![name]}"));

    private static async Task<ToolFolder> EvaluateAsync()
    {
        var tool = new ToolFolder();
        tool.Write("debate.yaml", Configuration);
        var questions = Enumerable.Range(1, 12)
            .Select(i => new JsonObject { ["question"] = $"{i:00} Item: how much is {i} and 7", ["answer"] = $"{i + 7}" });
        tool.Write("q.json", new JsonArray([.. questions]).ToJsonString());
        Assert.Equal(0, (await EvaluateAsync(tool, "sim", "e")).Code);
        return tool;
    }

    private static Task<ToolResult> EvaluateAsync(ToolFolder tool, string model, string id) =>
        tool.RunAsync("eval", "q.json", "--protocol", "direct,self-consistency", "--model", model, "--seed", "5", "--id", id, "-o", "json");
}
