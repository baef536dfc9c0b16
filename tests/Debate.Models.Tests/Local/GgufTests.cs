using CsCheck;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Debate.Testing;

namespace Debate.Models.Tests;

/// <summary>A model in a file, over a fake of what runs it.</summary>
public sealed class GgufClientTests : ModelClientConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("debate-gguf").FullName;
    private readonly List<ModelRegistry> _models = [];

    public void Dispose()
    {
        foreach (var models in _models) models.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    protected override Task<IModelClient> StartAsync(Habit habit) => Task.FromResult<IModelClient>(
        Start(new FakeRuntime(FakeRuntime.ShapeOf(Parallel)) { Says = "yes", Hangs = habit == Habit.Hangs }, habit != Habit.Fails));

    [Fact]
    public async Task Usage_is_counted_and_a_prompt_that_does_not_fit_is_refused()
    {
        var notices = new List<string>();
        var models = Start(new FakeRuntime(FakeRuntime.ShapeOf(1, 256)) { Says = "yes" }, notice: notices.Add);
        var reply = await models.AskAsync(Call(), Cancellation);
        var prompt = "system\nBe brief.\nuser\nIs water wet?\nassistant\n".Length + 5;
        Assert.Equal((prompt, 4L, 1L), (reply.Usage.TokensIn, reply.Usage.TokensOut, reply.Usage.Calls));
        Assert.Contains("memory: 0.0 MB of weights, 0.3 MB for 2 slots of 256 tokens", Assert.Single(notices));
        var long_ = Call() with { Chat = [new(Role.User, new string('x', 300))] };
        var refused = await Assert.ThrowsAsync<OutageException>(() => models.AskAsync(long_, Cancellation));
        Assert.Equal(FailureKind.Rejected, refused.Cause);
        Assert.Contains("leaves no room for a reply in a context of 256", refused.Message);
    }

    [Fact]
    public async Task A_text_is_scored_and_nothing_is_drawn()
    {
        var models = Start(new FakeRuntime(FakeRuntime.ShapeOf(1, 256)) { Says = "yes" });
        Task<ModelScore> ScoreAsync(string text) =>
            models.ScoreAsync(new(Call().Id, "0", Seat, Call().Chat, text), Cancellation);

        var (said, other) = (await ScoreAsync("yes"), await ScoreAsync("no"));

        Assert.Equal((3, 2), (said.Tokens, other.Tokens));
        // What it would say is certain to it; of two other letters each is e^-50 as probable.
        Assert.Equal(0, said.LogProbability, 1e-9);
        Assert.Equal(-100, other.LogProbability, 1e-6);
        Assert.Equal((1L, 0L), (said.Usage.Calls, said.Usage.TokensOut));
        Assert.Equal(said.LogProbability, (await ScoreAsync("yes")).LogProbability, 1e-12);
        var refused = await Assert.ThrowsAsync<OutageException>(() => ScoreAsync(new string('x', 300)));
        Assert.Contains("do not fit into a context of 256", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_turns_on_four_slots_all_end_and_disposal_ends_those_in_flight()
    {
        var models = Start(new FakeRuntime(FakeRuntime.ShapeOf(4)));
        var replies = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            models.AskAsync(Call() with { Chat = [new(Role.User, $"number {i % 50}")], Seed = i }, Cancellation)))).WaitAsync(Long);
        Assert.Equal(200, replies.Length);
        var hanging = new FakeRuntime(FakeRuntime.ShapeOf(2)) { Hangs = true };
        var stopped = Start(hanging);
        var asked = Enumerable.Range(0, 5).Select(_ => stopped.AskAsync(Call(), Cancellation)).ToArray();
        stopped.Dispose();
        foreach (var call in asked) await Assert.ThrowsAsync<OutageException>(() => call.WaitAsync(Long));
        await Assert.ThrowsAsync<OutageException>(() => stopped.AskAsync(Call(), Cancellation));
    }

    [Fact]
    public void What_cannot_run_is_refused_before_a_call()
    {
        var models = Start(new FakeRuntime(FakeRuntime.ShapeOf(1)), isThere: false);
        Assert.Contains("cannot be read as a GGUF file", Assert.Throws<InputException>(() => models.CheckLocal([Model])).Message);
        models.CheckLocal(["another"]);
        using var without = new ModelRegistry(new([Spec(isThere: true)]));
        Assert.Contains("runs no models itself", Assert.Throws<InputException>(() => without.CheckLocal([Model])).Message);
    }

    private ModelRegistry Start(FakeRuntime runtime, bool isThere = true, Action<string>? notice = null)
    {
        _models.Add(new(new([Spec(isThere)]), new() { Local = new FakeRuntimes(_ => runtime), OnNotice = notice ?? (_ => { }) }));
        return _models[^1];
    }

    private GgufSpec Spec(bool isThere)
    {
        var file = Path.Combine(_folder, "model.gguf");
        if (isThere) MarkovModel.DescribeTo(new()).Save(file);
        return new(Model, file) { Parallel = Parallel, ContextTokens = 256, Temperature = 0 };
    }
}

/// <summary>The entry of a model in a file.</summary>
public sealed class GgufSpecTests
{
    [Fact]
    public void An_entry_is_read_and_written_and_its_path_is_relative_to_its_file()
    {
        const string text = "models:\n  m: { gguf: sub/m.gguf, context: 2048, parallel: 4, batch: 64, threads: 2, gpuLayers: 9, device: 1, kv: q8_0, "
            + "template: llama3, temperature: 0.5, maxTokens: 99, family: f, pricePerMillionIn: 1 }";
        var read = ModelConfiguration.Read(text, "/there/debate.yaml");
        var spec = Assert.IsType<GgufSpec>(read.Find("m"));
        Assert.Equal("/there/sub/m.gguf", spec.File);
        Assert.Equal((2048, 4, 64, 2, 9, 1), (spec.Context, spec.Parallel, spec.BatchTokens, spec.Threads, spec.GpuLayers, spec.Device));
        Assert.Equal(("q8_0", "llama3", 0.5, 99), (spec.KvFormat, spec.Template, spec.Temperature!.Value, spec.MaxTokens!.Value));
        Assert.Equal((2048, 99, false), (spec.Terms.ContextTokens, spec.Terms.MaxTokens, spec.Terms.Simulated));
        Assert.Equal(spec, ModelConfiguration.Read(read.ToJson(), "elsewhere").Find("m"));
    }

    [Theory]
    [InlineData("contextTokens: 9", "contextTokens")]
    [InlineData("model: m", "model")]
    [InlineData("endpoint: http://127.0.0.1/v1", "endpoint")]
    [InlineData("template: jinja", "chatml, llama3, gemma, mistral")]
    [InlineData("parallel: 257", "from 1 to 256")]
    [InlineData("parallel: 16, batch: 8", "batch (8) must be at least parallel (16)")]
    [InlineData("context: 0", "context")]
    [InlineData("kv: f8", "f16")]
    [InlineData("gpuLayers: -1", "gpuLayers")]
    public void What_is_wrong_is_named(string field, string told) => Assert.Contains(told,
        Assert.Throws<InputException>(() => ModelConfiguration.Read($"models:\n  m: {{ gguf: m.gguf, {field} }}", "f.yaml")).Message);

    [Fact]
    public void How_it_is_computed_may_change_and_which_file_it_is_may_not()
    {
        static ModelConfiguration Read(string fields) => ModelConfiguration.Read($"models:\n  m: {{ gguf: m.gguf, {fields} }}", "/f.yaml");
        var mended = ModelMending.Mend(Read("threads: 1"), Read("threads: 2, gpuLayers: 9"), "f", ["m"], _ => true);
        Assert.Equal(2, mended.Changes.Count);
        Assert.Throws<InputException>(() => ModelMending.Mend(Read("threads: 1"), Read("threads: 1, template: gemma"), "f", ["m"], _ => true));
    }
}

/// <summary>The head of a GGUF file.</summary>
public sealed class GgufHeaderTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("debate-header").FullName, "m.gguf");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact]
    public void It_tells_what_the_model_is()
    {
        MarkovModel.DescribeTo(new()).AddTensor("a", new float[6], 2, 3).Save(_file);
        var header = GgufHeader.Read("m", _file);
        Assert.Equal(("llama", 6L, 4096), (header.Architecture, header.Parameters, header.TrainedContext!.Value));
        // One layer, two heads of 64, keys and values, two bytes each.
        Assert.Equal(2.0 * 64 * 2 * 2, header.KvBytesPerToken("f16")!.Value, 1e-9);
        var digest = header.Digest;
        MarkovModel.DescribeTo(new()).Add("more", 1).Save(_file);
        Assert.NotEqual(digest, GgufHeader.Read("m", _file).Digest);
    }

    [Fact]
    public void A_file_that_is_cut_or_changed_anywhere_in_its_head_is_read_or_refused()
    {
        MarkovModel.DescribeTo(new()).AddTensor("a", new float[6], 2, 3).Save(_file);
        var whole = File.ReadAllBytes(_file);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, isCut) =>
        {
            byte[] bytes = [.. isCut ? whole[..at] : whole];
            if (!isCut) bytes[at] = value;
            var file = $"{_file}.{Guid.NewGuid():n}";
            File.WriteAllBytes(file, bytes);
            var error = Record.Exception(() => GgufHeader.Read("m", file));
            File.Delete(file);
            Assert.True(error is null or InputException, $"{error}");
        }, iter: 1000);
    }
}

/// <summary>Chat templates that are written out.</summary>
public sealed class LocalTemplateTests
{
    private static readonly ChatMessage[] Talk = [new(Role.System, "Be kind."), new(Role.User, "Hello"), new(Role.Assistant, "Hi"), new(Role.User, "Who?")];

    public static TheoryData<string> Names => [.. LocalTemplate.Names];

    [Theory]
    [InlineData("chatml", "{<|im_start|>}system\nBe kind.{<|im_end|>}\n{<|im_start|>}user\nHello{<|im_end|>}\n{<|im_start|>}assistant\nHi{<|im_end|>}\n{<|im_start|>}user\nWho?{<|im_end|>}\n{<|im_start|>}assistant\n")]
    [InlineData("llama3", "{<|start_header_id|>}system{<|end_header_id|>}\n\nBe kind.{<|eot_id|>}{<|start_header_id|>}user{<|end_header_id|>}\n\nHello{<|eot_id|>}{<|start_header_id|>}assistant{<|end_header_id|>}\n\nHi{<|eot_id|>}{<|start_header_id|>}user{<|end_header_id|>}\n\nWho?{<|eot_id|>}{<|start_header_id|>}assistant{<|end_header_id|>}\n\n")]
    [InlineData("gemma", "{<start_of_turn>}user\nBe kind.\n\nHello{<end_of_turn>}\n{<start_of_turn>}model\nHi{<end_of_turn>}\n{<start_of_turn>}user\nWho?{<end_of_turn>}\n{<start_of_turn>}model\n")]
    [InlineData("mistral", "{[INST]}Be kind.\n\nHello{[/INST]}Hi{</s>}{[INST]}Who?{[/INST]}")]
    public void Prompts_are_written_as_the_families_write_them(string name, string prompt) => Assert.Equal(prompt,
        string.Concat(Find(name).Render(Talk).Select(part => part.IsMark ? $"{{{part.Text}}}" : part.Text)));

    [Theory, MemberData(nameof(Names))]
    public void No_message_writes_a_mark(string name)
    {
        var marks = Find(name).Render(Talk).Where(p => p.IsMark).Select(p => p.Text).ToArray();
        Gen.OneOf(Gen.OneOf([.. marks.Select(Gen.Const)]), Gen.String["<|im_end>sa\n []/"]).Array[0, 6].Select(string.Concat).Array[1, 5].Sample(texts =>
        {
            var chat = texts.Select((text, i) => new ChatMessage(i % 2 == 0 ? Role.User : Role.Assistant, $"x{text}")).ToArray();
            var plain = texts.Select((_, i) => new ChatMessage(i % 2 == 0 ? Role.User : Role.Assistant, "x")).ToArray();
            Assert.Equal(Marks(Find(name).Render(plain)), Marks(Find(name).Render(chat)));
        }, iter: 500);

        static IEnumerable<string> Marks(IEnumerable<PromptPart> parts) => parts.Where(p => p.IsMark).Select(p => p.Text);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_message_that_is_begun_is_left_open(string name)
    {
        Assert.Equal(Write(Talk) + "It is Par", Write([.. Talk, new(Role.Assistant, "It is Par")]));

        string Write(IReadOnlyList<ChatMessage> chat) => string.Concat(Find(name).Render(chat).Select(part => part.Text));
    }

    [Fact]
    public void A_vocabulary_without_a_mark_is_refused() => Assert.Contains("no token <|start_header_id|>", Assert.Throws<InputException>(
        () => Find("llama3").Tokenize(new("m", "f"), new FakeRuntime(FakeRuntime.ShapeOf(1)), Talk)).Message);

    private static LocalTemplate Find(string name) => LocalTemplate.Find(new GgufSpec("m", "f") { Template = name }, null!);
}
