using System.Text.Json;

namespace Debate.EndToEnd.Tests;

/// <summary><c>debate networks</c> on files.</summary>
public sealed class NetworkTests
{
    [Fact]
    public async Task A_network_is_trained_written_and_explains_rows()
    {
        using var tool = new ToolFolder();
        WriteRows(tool);
        string[] train = ["networks", "train", "keywords", "rows.jsonl", "--seed", "1", "--out", "network.json", "--report", "report.md", "-o", "json"];
        var ran = await tool.RunAsync(train);
        Assert.Equal(0, ran.Code);
        var hash = (string)ran.Json["about"]!["hash"]!;
        Assert.Equal(["words", "without words: the most frequent class"], ran.Json["report"]![0]!["rows"]!.AsArray().Select(r => (string)r![0]!));
        Assert.Contains("## ", await File.ReadAllTextAsync(Path.Combine(tool.Folder, "report.md")), StringComparison.Ordinal);
        var first = await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "network.json"));
        Assert.Equal(hash, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(first)));
        Assert.Equal(0, (await tool.RunAsync(train)).Code);
        Assert.Equal(first, await File.ReadAllBytesAsync(Path.Combine(tool.Folder, "network.json")));

        var explained = await tool.RunAsync("networks", "explain", "keywords", "network.json", "rows.jsonl", "-o", "json");
        Assert.Equal((0, ""), (explained.Code, explained.Error));
        Assert.Equal(hash, (string)explained.Json["about"]!["hash"]!);
        Assert.Contains(explained.Json["report"]![0]!["rows"]!.AsArray(), row => (string)row![0]! is "good" or "bad");

        var other = await tool.RunAsync("networks", "explain", "voted", "network.json", "rows.jsonl");
        Assert.Equal(2, other.Code);
        Assert.Contains("network.json: kind: 'keywords' is not 'voted'", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_learns_from_the_journal_of_an_evaluation()
    {
        using var tool = new ToolFolder();
        tool.Write("models.yaml", "models: { m: { simulated: bernoulli, accuracy: 0.7 } }");
        tool.Write("questions.json", JsonSerializer.Serialize(
            Enumerable.Range(0, 20).Select(i => new { question = $"What is {i} plus {i}?", answer = $"{2 * i}" })));
        var evaluated = await tool.RunAsync("eval", "questions.json", "--protocol", "direct,self-consistency", "--model", "m", "--config", "models.yaml",
            "--seed", "1", "-o", "json");
        Assert.Equal(0, evaluated.Code);
        var ran = await tool.RunAsync("networks", "train", "strategies", "--runs", (string)evaluated.Json["id"]!, "--seed", "1", "-o", "json");
        Assert.Equal(0, ran.Code);
        Assert.Equal(["direct", "self-consistency", "routed", "oracle"], ran.Json["report"]![0]!["rows"]!.AsArray().Select(r => (string)r![0]!));
        Assert.Equal(["1.000", "11.000"], ran.Json["report"]![0]!["rows"]!.AsArray().Take(2).Select(r => (string)r![2]!));
    }

    [Theory]
    [InlineData("networks train keywordz rows.jsonl", "NAME 'keywordz'")]
    [InlineData("networks train keywords absent.jsonl", "absent.jsonl")]
    [InlineData("networks train keywords rows.jsonl --set passes=0", "passes")]
    [InlineData("networks train keywords rows.jsonl --set passs=3", "passs")]
    [InlineData("networks train keywords", "FILE")]
    [InlineData("networks train keywords --runs x", "--runs 'x'")]
    [InlineData("networks train strategies rows.jsonl", "rows.jsonl:1: outcomes")]
    [InlineData("networks explain keywords rows.jsonl rows.jsonl", "rows.jsonl")]
    public async Task What_cannot_be_learnt_from_is_refused_by_its_name(string command, string named)
    {
        using var tool = new ToolFolder();
        WriteRows(tool);
        var ran = await tool.RunAsync(command.Split(' '));
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains(named, ran.Error, StringComparison.Ordinal);
    }

    private static void WriteRows(ToolFolder tool) => tool.Write("rows.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(i =>
        JsonSerializer.Serialize(new { text = $"{(i % 2 == 0 ? "good" : "bad")} word {i % 7}", label = $"{i % 2}" }))));
}
