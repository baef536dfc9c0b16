using System.Text.Json.Nodes;

namespace Debate.EndToEnd.Tests;

/// <summary>The trained model of shared/data/models, run by the tool itself.</summary>
public sealed class LocalModelTests
{
    [Fact]
    public async Task Protocols_run_on_a_file_alone_and_a_seed_gives_the_same_run_again()
    {
        using var tool = Create("parallel: 1");
        var first = await tool.RunAsync("run", "--protocol", "mad", "--question", "What is 47 + 38?", "--set", "rounds=1", "--seed", "3", "--id", "first", "-o", "json");
        Assert.True(first.Code is 0 or 1, first.Error);
        Assert.Contains("2.0 M parameters; memory: 2.1 MB of weights", first.Error);
        Assert.NotEmpty(first.Json["statements"]!.AsArray());
        Assert.Null(first.Json["usage"]!["estimated"]);
        var second = await tool.RunAsync("run", "--protocol", "mad", "--question", "What is 47 + 38?", "--set", "rounds=1", "--seed", "3", "--id", "second", "-o", "json");
        Assert.Equal(Texts(first.Json), Texts(second.Json));
        // One message, of which the trainer counted the tokens.
        var direct = await tool.RunAsync("run", "--protocol", "direct", "--question", "What is 47 + 38?", "-o", "json");
        Assert.Equal(24, (int)direct.Json["usage"]!["tokensIn"]!);
    }

    [Fact]
    public async Task What_cannot_run_is_refused_before_there_is_a_run_and_the_doctor_says_the_same()
    {
        using var tool = Create("gpuLayers: 1");
        var ran = await tool.RunAsync("run", "--protocol", "direct", "--question", "What is 1 + 1?");
        Assert.Equal(2, ran.Code);
        Assert.Contains("models.tiny.gpuLayers '1': the library that was loaded has no GPU: llama.cpp", ran.Error);
        Assert.Empty((await tool.RunAsync("ls", "-o", "json")).Json["items"]!.AsArray());
        var doctor = await tool.RunAsync("doctor");
        Assert.Contains("has no GPU", doctor.Out);
        tool.Write("debate.yaml", "models:\n  tiny: { gguf: nowhere.gguf }");
        var missing = await tool.RunAsync("run", "--protocol", "direct", "--question", "What is 1 + 1?");
        Assert.Equal(2, missing.Code);
        Assert.Contains("nowhere.gguf': cannot be read as a GGUF file", missing.Error);
    }

    private static ToolFolder Create(string fields)
    {
        var file = Path.Combine(SharedData.Folder("models"), "model-q8_0.gguf");
        var tool = new ToolFolder();
        tool.Write("debate.yaml", $"models:\n  tiny: {{ gguf: {file}, context: 2048, threads: 1, {fields} }}");
        return tool;
    }

    private static IEnumerable<string> Texts(JsonNode run) => run["statements"]!.AsArray().Select(statement => $"{statement!["seat"]}: {statement["text"]}");
}
