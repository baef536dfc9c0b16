using Debate.Core.Input;
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

    private static string Refuse(GgufSpec spec) => Assert.Throws<InputException>(() => LlamaRuntimes.Instance.Load(spec)).Message;

    private static void Read(ILocalRuntime runtime, int slot, int[] text, int from) => Assert.Equal(LocalDecode.Done,
        runtime.Decode(text[from..].Select((token, i) => new BatchToken(token, slot, from + i, true)).ToArray()));
}
