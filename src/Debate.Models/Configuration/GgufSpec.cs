using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Models;

/// <summary>
/// A model in a GGUF file that this process runs itself. Reading the entry opens no file: a silo that does not host the model need not have
/// it.
/// </summary>
/// <param name="Name">The configured name.</param>
/// <param name="File">The absolute path of the file.</param>
public sealed record GgufSpec(string Name, string File) : ModelSpec(Name)
{
    /// <summary>The most sequences that llama.cpp keeps in one context.</summary>
    public const int MaxSlots = 256;

    /// <summary>The tokens of a slot where the entry says nothing.</summary>
    public const int DefaultContext = 8192;

    /// <summary>The names of the formats of the memory of attention, the default first.</summary>
    public static readonly string[] KvFormats = ["f16", "q8_0"];

    /// <summary>The layers that the GPU takes; 0 for none.</summary>
    public int GpuLayers { get; init; }

    /// <summary>The GPU that takes them, by its number.</summary>
    public int Device { get; init; }

    /// <summary>Threads of the computation; null for half of the processors.</summary>
    public int? Threads { get; init; }

    /// <summary>The most tokens that are computed in one step, of all slots together.</summary>
    public int BatchTokens { get; init; } = 512;

    /// <summary>The format of the memory of attention: one of <see cref="KvFormats"/>.</summary>
    public string KvFormat { get; init; } = KvFormats[0];

    /// <summary>The chat template by its name; null to read it off the file.</summary>
    public string? Template { get; init; }

    /// <summary>The temperature for seats that set none; null for <see cref="DefaultTemperature"/>.</summary>
    public double? Temperature { get; init; }

    /// <summary>The token limit of replies to seats that set none.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The temperature where neither seat nor entry say one: that of llama.cpp.</summary>
    public const double DefaultTemperature = 0.8;

    /// <summary>The tokens of a slot, prompt and reply together.</summary>
    public int Context => ContextTokens ?? DefaultContext;

    /// <summary>The threads of the computation.</summary>
    public int ResolvedThreads => Threads ?? Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>What decides the replies of the file: how it is computed (threads, GPU, batch) decides only speed and last digits.</summary>
    internal GgufSpec Deciding => this with
    {
        File = "", GpuLayers = 0, Device = 0, Threads = null, BatchTokens = 512, ContextTokens = null,
    };

    /// <summary>Reads the fields of an entry, apart from those that all models have.</summary>
    internal static GgufSpec Read(string name, YamlFields fields)
    {
        var spec = new GgufSpec(name, DataPath.Resolve(fields.GetRequiredText("gguf"), fields.File));
        spec = spec with
        {
            ContextTokens = fields.Get("context", Values.Whole(16, 16_777_216)) ?? DefaultContext,
            GpuLayers = fields.Get("gpuLayers", Values.Whole(0, 100_000)) ?? 0,
            Device = fields.Get("device", Values.Whole(0, 255)) ?? 0,
            Threads = fields.Get("threads", Values.Whole(1, 1024)),
            BatchTokens = fields.Get("batch", Values.Whole(1, 65_536)) ?? spec.BatchTokens,
            KvFormat = fields.GetWord("kv", KvFormats),
            Template = fields.GetText("template"),
            Temperature = fields.Get("temperature", Values.Temperature),
            MaxTokens = fields.Get("maxTokens", Values.TokenLimit),
        };
        if (spec.Template is { } template && !LocalTemplate.Names.Contains(template))
            throw fields.Error("template", Values.OneOf(LocalTemplate.Names).CreateError("template", template).Rule);
        var slots = fields.Get("parallel", Values.Whole(1, MaxSlots)) ?? spec.Parallel;
        return slots <= spec.BatchTokens ? spec
            : throw fields.Error(fields.Has("batch") ? "batch" : "parallel",
                $"every slot needs a token of each step: batch ({spec.BatchTokens}) must be at least parallel ({slots})");
    }

    /// <summary>Writes the fields that <see cref="Read"/> reads.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteString("gguf", File);
        json.WriteNumber("context", Context);
        json.WriteNumber("gpuLayers", GpuLayers);
        if (Device != 0) json.WriteNumber("device", Device);
        if (Threads is { } threads) json.WriteNumber("threads", threads);
        json.WriteNumber("batch", BatchTokens);
        json.WriteString("kv", KvFormat);
        if (Template is { } template) json.WriteString("template", template);
        if (Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (MaxTokens is { } max) json.WriteNumber("maxTokens", max);
    }
}
