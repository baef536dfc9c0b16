using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests.Exports;

/// <summary><c>debate reward export</c> on the journal of a real evaluation.</summary>
public sealed class RowExportTests
{
    [Fact]
    public async Task Evaluation_becomes_rows_with_a_manifest_that_tells_the_truth()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: debater, accuracy: 0.6 }\n");
        tool.Write("questions.json", string.Join('\n',
            Enumerable.Range(0, 12).Select(i => $$"""{"question": "What is {{i}} + 4?", "answer": "{{i + 4}}"}""")));
        Assert.Equal(0, (await tool.RunAsync("eval", "questions.json", "--seed", "7", "--id", "many")).Code);
        var told = await tool.RunAsync("reward", "export", "many", "--as", "kto", "--conversational", "--out", "rows.jsonl", "-o", "json");
        Assert.True(told.Code == 0, told.Error);
        var lines = await File.ReadAllLinesAsync(Path.Combine(tool.Folder, "rows.jsonl"));
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(tool.Folder, "rows.jsonl.manifest.json")))!;
        Assert.Equal((lines.Length, lines.Length), ((int)told.Json["rows"]!, (int)manifest["rows"]!));
        Assert.Equal(lines.Length, manifest["sources"]!.AsArray().Sum(s => (int)s!["rows"]!));
        Assert.Equal(24, (int)manifest["sourcesUsed"]!);
        Assert.All(manifest["sources"]!.AsArray(), s => Assert.StartsWith("many/", (string?)s!["id"]));
        Assert.Equal(await HashAsync(tool, "rows.jsonl"), (string?)manifest["sha256"]);
        Assert.Equal(["prompt", "completion", "label"], manifest["columns"]!.AsArray().Select(c => (string?)c!["name"]));

        // A second export gives the same file, and the whole folder holds just this one evaluation.
        var parquet = await tool.RunAsync("reward", "export", "--all", "--as", "dpo", "--format", "parquet", "--out", "pairs.parquet", "-o",
            "json");
        var first = await HashAsync(tool, "pairs.parquet");
        Assert.Equal(parquet.Out, (await tool.RunAsync("reward", "export", "many", "--as", "dpo", "--format", "parquet", "--out",
            "pairs.parquet", "-o", "json")).Out);
        Assert.Equal(first, await HashAsync(tool, "pairs.parquet"));
        Assert.Equal("PAR1"u8.ToArray(), (await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "pairs.parquet")))[..4]);
    }

    [Fact]
    public async Task What_was_asked_wrongly_is_told_in_a_line_and_leaves_no_file()
    {
        using var tool = new ToolFolder();
        tool.Write("debate.yaml", "models:\n  sim: { simulated: bernoulli, accuracy: 1 }\n");
        Assert.Equal(0, (await tool.RunAsync("run", "--protocol", "direct", "--question", "1 + 1?", "--id", "one")).Code);
        Assert.Contains("--all", await RefusedAsync(tool, "--as", "dpo", "--out", "x"));
        Assert.Contains("no such run", await RefusedAsync(tool, "two", "--as", "dpo", "--out", "x"));
        Assert.Contains("--conversational", await RefusedAsync(tool, "one", "--as", "prm", "--conversational", "--out", "x"));
        Assert.Contains("--out", await RefusedAsync(tool, "one", "--as", "dpo", "--out", "debate.yaml/x"));
        Assert.Empty(Directory.GetFiles(tool.Folder, "x*"));
    }

    private static async Task<string> RefusedAsync(ToolFolder tool, params string[] args)
    {
        var ran = await tool.RunAsync(["reward", "export", .. args]);
        Assert.Equal(2, ran.Code);
        return ran.OneLine;
    }

    private static async Task<string> HashAsync(ToolFolder tool, string file) =>
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(tool.Folder, file))));
}
