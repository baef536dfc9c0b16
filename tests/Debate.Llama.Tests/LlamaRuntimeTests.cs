using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Engine;
using Debate.Models;
using Debate.Testing;

namespace Debate.Llama.Tests;

/// <summary>llama.cpp behind its port: what it computes is true, and what would end the process is refused before it gets there.</summary>
public sealed class LlamaRuntimeTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>Log-probabilities, however the tokens are split over steps and slots, are those that the model was written with.</summary>
    [Fact]
    public void Probabilities_are_those_of_the_model()
    {
        var (draws, model) = (new Random(3), new MarkovModel());
        foreach (var last in MarkovModel.Characters)
            foreach (var next in MarkovModel.Characters) model.Follows($"{last}", $"{next}", Math.Exp(3 * draws.NextDouble()));
        using var runtime = LlamaRuntimes.Instance.Load(_files.Write(model));
        int[] text = [.. Enumerable.Range(0, 200).Select(_ => draws.Next(MarkovModel.Characters.Length))];
        Assert.Equal(LocalDecode.Done, runtime.Decode(text.Select((token, i) => new BatchToken(token, 1, i, true)).ToArray()));
        for (var row = 0; row < text.Length; row++)
        {
            var logits = runtime.GetLogits(row).ToArray();
            var sum = Math.Log(logits.Sum(x => Math.Exp(x)));
            for (var next = 0; next < MarkovModel.Characters.Length; next++)
                Assert.Equal(Math.Log(model.GetProbability(text[row], next)), logits[next] - sum, 1e-5);
        }
    }

    /// <summary>
    /// On a model that looks back: a copy that was trimmed and gone on with gives the logits of a text that was read in one piece.
    /// </summary>
    [Fact]
    public void A_copy_that_is_trimmed_and_gone_on_with_is_as_if_it_had_been_read()
    {
        var file = Path.Combine(SharedData.Folder("models"), "model-q8_0.gguf");
        using var runtime = LlamaRuntimes.Instance.Load(new("tiny", file) { ContextTokens = 256, Threads = 1, Parallel = 3 });
        int[] text = [.. Enumerable.Range(0, 60).Select(i => 260 + i * 7 % 300)];
        Read(runtime, 0, [.. text[..40], 5, 6, 7], 0);
        runtime.Copy(0, 2);
        Assert.True(runtime.Trim(2, 40));
        Read(runtime, 2, text, 40);
        var copied = runtime.GetLogits(19).ToArray();
        Read(runtime, 1, text, 0);
        var whole = runtime.GetLogits(59).ToArray();
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], copied[i], 1e-2);
        Assert.Equal(Array.IndexOf(whole, whole.Max()), Array.IndexOf(copied, copied.Max()));
    }

    [Fact]
    public void What_would_end_the_process_is_refused()
    {
        using var runtime = LlamaRuntimes.Instance.Load(_files.Write(new MarkovModel()));
        Assert.Throws<ArgumentOutOfRangeException>(() => runtime.Trim(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => runtime.Trim(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => runtime.Copy(0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => runtime.Copy(4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.Decode([new(1, 4, 0, true)]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.Decode([new(MarkovModel.Vocabulary, 0, 0, true)]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.Decode([new(1, 0, 512, true)]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.Decode([]); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.Decode(new BatchToken[513]); });
        Assert.Equal(LocalDecode.Done, runtime.Decode([new(1, 0, 0, false), new(2, 0, 1, true)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.GetLogits(0); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.GetLogits(2); });
        Assert.Equal(MarkovModel.Vocabulary, runtime.GetLogits(1).Length);
        // A position that leaves a gap changes nothing.
        Assert.Equal(LocalDecode.Failed, runtime.Decode([new(1, 0, 9, true)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => { runtime.GetLogits(0); });
        Assert.True(runtime.Trim(0, 2));
        Assert.False(runtime.Trim(0, 5));
        Assert.True(runtime.Trim(0, 0));
        Assert.Equal(LocalDecode.Done, runtime.Decode([new(3, 0, 0, true)]));
    }

    [Fact]
    public void A_file_that_is_no_model_and_slots_that_fit_nowhere_are_refused()
    {
        Assert.Contains("llama.cpp cannot load it", Refuse(_files.Write(path => MarkovModel.DescribeTo(new()).Save(path))));
        Assert.Contains("llama.cpp cannot load it", Refuse(_files.Write(path => File.WriteAllText(path, "junk"))));
        Assert.Contains("llama.cpp cannot load it", Refuse(new("m", "/nowhere/m.gguf")));
        var model = _files.Write(new MarkovModel());
        Assert.Contains("more than llama.cpp can number", Refuse(model with { ContextTokens = 16_777_216, Parallel = 256, BatchTokens = 512 }));
        Assert.Contains("has no GPU", Refuse(model with { GpuLayers = 1 }));
    }

    [Fact]
    public void Where_the_libraries_do_not_load_the_platform_what_is_missing_and_what_helps_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("debate-natives").FullName;
        var missing = Assert.Throws<InputException>(() => LlamaNatives.LoadFiles(folder)).Message;
        Assert.Matches("on linux-x64: .*libggml-base.so is missing; ", missing);
        foreach (var form in (string[])["noavx", "avx", "avx2", "avx512"])
        {
            Directory.CreateDirectory(Path.Combine(folder, form));
            File.WriteAllText(Path.Combine(folder, form, "libggml-base.so"), "no library");
        }
        Assert.Contains("llama-server", Assert.Throws<InputException>(() => LlamaNatives.LoadFiles(folder)).Message);
        Directory.Delete(folder, recursive: true);
        Assert.Contains("apt-get install libgomp1", LlamaNatives.FindRemedy("libgomp.so.1: cannot open shared object file"));
        Assert.Contains("glibc 2.34", LlamaNatives.FindRemedy("version `GLIBC_2.34' not found"));
    }

    [Fact]
    public void Libraries_for_a_GPU_are_taken_where_they_lie_and_a_driver_is_there_and_those_of_ones_own_before_all()
    {
        var folder = Directory.CreateTempSubdirectory("debate-natives").FullName;
        string[] Find(string? own, bool hasDriver) =>
            [.. LlamaNatives.FindFiles(folder, own, hasDriver).Select(path => Path.GetRelativePath(folder, path))];

        var packaged = Find(null, true);
        Assert.Equal(["libggml-base.so", "libggml-cpu.so", "libggml.so", "libllama.so"], packaged.Select(Path.GetFileName));
        Directory.CreateDirectory(Path.Combine(folder, "cuda12"));
        foreach (var file in (string[])["libggml-base.so", "libggml-cuda.so", "libggml.so", "libllama.so"])
            File.WriteAllText(Path.Combine(folder, "cuda12", file), "");
        Assert.Equal(packaged, Find(null, false));
        Assert.Equal(["cuda12/libggml-base.so", packaged[1], "cuda12/libggml-cuda.so", "cuda12/libggml.so", "cuda12/libllama.so"], Find(null, true));
        // What lies in a folder of one's own is all that is taken; without libllama it is refused.
        Assert.Equal(["cuda12/libggml-base.so", "cuda12/libggml-cuda.so", "cuda12/libggml.so", "cuda12/libllama.so"],
            Find(Path.Combine(folder, "cuda12"), false));
        var empty = Directory.CreateDirectory(Path.Combine(folder, "empty")).FullName;
        Assert.Matches("empty/libllama.so is missing; DEBATE_LLAMA_LIBRARY names a folder",
            Assert.Throws<InputException>(() => LlamaNatives.LoadFiles(folder, empty)).Message);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>On a model that says any character after any other.</summary>
    [Fact]
    public async Task Under_a_schema_every_reply_is_of_it()
    {
        const string schema = """
            {"type": "object", "required": ["reason", "side", "score"], "properties": {
                "reason": {"type": "string", "maxLength": 40}, "side": {"enum": ["affirmative", "negative", ""]},
                "score": {"type": ["integer", "null"]}, "list": {"type": "array", "items": {"type": "boolean"}, "maxItems": 3}}}
            """;
        var grammar = Gbnf.FromSchema(JsonDocument.Parse(schema).RootElement);
        using var host = new LocalHost("m", LlamaRuntimes.Instance.Load(_files.Write(new MarkovModel())));
        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(seed => host.RunAsync([1, 2, 3],
            new(1, null, seed, 400, []) { Grammar = grammar }, TestContext.Current.CancellationToken)));
        foreach (var reply in replies)
        {
            Assert.Null(reply.Finish);
            using var json = JsonDocument.Parse(reply.Text);
            Assert.InRange(json.RootElement.GetProperty("reason").GetString()!.Length, 0, 40);
            Assert.Contains(json.RootElement.GetProperty("side").GetString(), (string[])["affirmative", "negative", ""]);
            Assert.True(json.RootElement.GetProperty("score").ValueKind is JsonValueKind.Number or JsonValueKind.Null);
        }
        Assert.True(replies.Select(r => r.Text).Distinct().Count() > 90);
    }

    [Theory]
    [InlineData("")]
    [InlineData("root ::= (")]
    [InlineData("other ::= \"a\"")]
    [InlineData("root ::= missing")]
    [InlineData("root ::= root \"a\" | \"b\"")]
    public async Task A_grammar_that_would_end_the_process_is_refused(string grammar)
    {
        using var host = new LocalHost("m", LlamaRuntimes.Instance.Load(_files.Write(new MarkovModel())));
        var error = await Assert.ThrowsAsync<OutageException>(() => host.RunAsync([1, 2, 3],
            new(1, null, 1, 9, []) { Grammar = grammar }, TestContext.Current.CancellationToken));
        Assert.Contains("its grammar cannot be used", error.Message);
        Assert.Equal(9, (await host.RunAsync([1, 2, 3], new(1, null, 1, 9, []) { IgnoresEnd = true }, TestContext.Current.CancellationToken)).Tokens.Count);
    }

    [Fact]
    public void What_a_grammar_refuses_is_not_accepted()
    {
        using var runtime = LlamaRuntimes.Instance.Load(_files.Write(new MarkovModel()));
        using var grammar = runtime.CreateGrammar("root ::= \"ab\"")!;
        Assert.Throws<ArgumentException>(() => grammar.Accept(MarkovModel.GetId("b")));
        grammar.Accept(MarkovModel.GetId("a"));
        var logits = new float[MarkovModel.Vocabulary];
        grammar.Mask(logits);
        Assert.Equal([MarkovModel.GetId("b")], Enumerable.Range(0, logits.Length).Where(i => float.IsFinite(logits[i])));
    }

    /// <summary>Scores of a given text through the host, its prompt read once.</summary>
    [Fact]
    public async Task A_given_text_is_scored()
    {
        var model = new MarkovModel().Follows("a", "b", 3).Follows("a", "c").Follows("b", "a").Follows("c", "a");
        using var host = new LocalHost("m", LlamaRuntimes.Instance.Load(_files.Write(model)));
        int[] Read(string text) => [.. text.Select(c => MarkovModel.GetId($"{c}"))];
        var scored = await host.ScoreAsync(Read("aba"), Read("bacab"), TestContext.Current.CancellationToken);
        foreach (var (expected, told) in new[] { .75, 1, .25, 1, .75 }.Zip(scored.LogProbabilities)) Assert.Equal(Math.Log(expected), told, 1e-5);
    }

    private static string Refuse(GgufSpec spec) => Assert.Throws<InputException>(() => LlamaRuntimes.Instance.Load(spec)).Message;

    private static void Read(ILocalRuntime runtime, int slot, int[] text, int from) => Assert.Equal(LocalDecode.Done,
        runtime.Decode(text[from..].Select((token, i) => new BatchToken(token, slot, from + i, true)).ToArray()));
}
