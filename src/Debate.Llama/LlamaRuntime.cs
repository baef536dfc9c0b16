using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Debate.Core.Input;
using Debate.Models;
using LLama;
using LLama.Abstractions;
using LLama.Common;
using LLama.Exceptions;
using LLama.Extensions;
using LLama.Native;

namespace Debate.Llama;

/// <summary>Models run by llama.cpp in this process.</summary>
public sealed class LlamaRuntimes : ILocalRuntimes
{
    private LlamaRuntimes()
    {
    }

    /// <summary>The only one: a process has one llama.cpp.</summary>
    public static LlamaRuntimes Instance { get; } = new();

    /// <inheritdoc/>
    public string Check(GgufSpec spec)
    {
        var library = LlamaNatives.Load();
        return spec.GpuLayers == 0 || NativeApi.llama_supports_gpu_offload() ? library : throw new InputException(
            $"models.{spec.Name}.gpuLayers '{spec.GpuLayers}': the library that was loaded has no GPU: {library}; leave gpuLayers out");
    }

    /// <inheritdoc/>
    public ILocalRuntime Load(GgufSpec spec) => new LlamaRuntime(spec, Check(spec));
}

/// <summary>
/// llama.cpp over LLamaSharp, as far as it does not end the process (measured for 0.30): own slots, not its conversations; memory of
/// attention split by slot (<c>kv_unified</c> false), a context that is tested before it is used, whole copies, slot ids below their number,
/// logits only of rows that wanted them.
/// </summary>
internal sealed unsafe class LlamaRuntime : ILocalRuntime
{
    /// <summary>llama.cpp makes the tokens of a slot a multiple of this.</summary>
    private const int ContextUnit = 256;

    private readonly LLamaWeights _weights;
    private readonly SafeLlamaModelHandle _model;
    private readonly SafeLLamaContextHandle _context;
    private readonly LLamaBatch _batch = new();
    private readonly byte* _abort;
    private BatchToken[] _rows = [];

    /// <summary>Loads a model; throws <see cref="InputException"/> where it cannot be loaded.</summary>
    /// <param name="spec">Its entry.</param>
    /// <param name="library">The library, for people.</param>
    public LlamaRuntime(GgufSpec spec, string library)
    {
        Description = library;
        var parameters = CreateParameters(spec);
        LlamaNatives.ForgetErrors();
        _weights = LoadWeights(spec, parameters);
        try
        {
            _model = _weights.NativeHandle;
            _context = CreateContext(spec, _model, parameters);
        }
        catch
        {
            _weights.Dispose();
            throw;
        }
        var vocabulary = _model.Vocab;
        var beginning = vocabulary.ShouldAddBOS ? (int?)vocabulary.BOS : null;
        Shape = new(spec.Parallel, spec.Context, spec.BatchTokens, beginning, vocabulary.Count);
        _abort = (byte*)NativeMemory.AllocZeroed(1);
        NativeApi.llama_set_abort_callback(_context, (nint)(delegate* unmanaged[Cdecl]<void*, byte>)&IsAborted, (nint)_abort);
    }

    /// <inheritdoc/>
    public LocalShape Shape { get; }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public int[] Tokenize(string text) =>
        [.. _model.Tokenize(text, addBos: false, special: false, Encoding.UTF8).Select(token => (int)token)];

    /// <inheritdoc/>
    public int? FindMark(string mark) => _model.Tokenize(mark, addBos: false, special: true, Encoding.UTF8) is [var token]
        && (token.GetAttributes(_model) & (LLamaTokenAttr.Control | LLamaTokenAttr.UserDefined)) != 0 ? (int)token : null;

    /// <inheritdoc/>
    public byte[] Spell(int token)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = (int)_model.TokenToSpan(token, bytes);
        if (length <= bytes.Length) return bytes[..length].ToArray();
        var all = new byte[length];
        _model.TokenToSpan(token, all);
        return all;
    }

    /// <inheritdoc/>
    public bool IsEnd(int token) => ((LLamaToken)token).IsEndOfGeneration(_model);

    /// <inheritdoc/>
    public LocalDecode Decode(ReadOnlySpan<BatchToken> batch)
    {
        if (batch.Length == 0 || batch.Length > Shape.BatchTokens)
            throw new ArgumentOutOfRangeException(nameof(batch), batch.Length, "a step's tokens");
        _batch.Clear();
        foreach (var (token, slot, position, wantsLogits) in batch)
        {
            CheckSlot(slot);
            if ((uint)token >= (uint)Shape.Vocabulary || (uint)position >= (uint)Shape.Context)
                throw new ArgumentOutOfRangeException(nameof(batch), (token, position), "a token or its position");
            _batch.Add(token, position, (LLamaSeqId)slot, wantsLogits);
        }
        _rows = [];
        Volatile.Write(ref *_abort, 0);
        var result = _context.Decode(_batch);
        if (result == DecodeResult.Ok) _rows = batch.ToArray();
        return result switch
        {
            DecodeResult.Ok => LocalDecode.Done,
            DecodeResult.ComputeAborted => LocalDecode.Aborted,
            _ => LocalDecode.Failed,
        };
    }

    /// <inheritdoc/>
    public ReadOnlySpan<float> GetLogits(int row) => (uint)row < (uint)_rows.Length && _rows[row].WantsLogits ? _context.GetLogitsIth(row)
        : throw new ArgumentOutOfRangeException(nameof(row), row, "no logits were wanted there in the last step");

    /// <inheritdoc/>
    public void Copy(int from, int to)
    {
        CheckSlot(from);
        CheckSlot(to);
        if (from != to) _context.MemorySequenceCopy((LLamaSeqId)from, (LLamaSeqId)to, 0, -1);
    }

    /// <inheritdoc/>
    public bool Trim(int slot, int length)
    {
        CheckSlot(slot);
        // A refusal is silent, so the result is looked at: models with a state instead of a memory cannot go back.
        _context.MemorySequenceRemove((LLamaSeqId)slot, length, -1);
        if ((int)_context.MemorySequenceMaxPosition((LLamaSeqId)slot) + 1 == length) return true;
        _context.MemorySequenceRemove((LLamaSeqId)slot, 0, -1);
        return false;
    }

    /// <inheritdoc/>
    public ILocalGrammar? CreateGrammar(string gbnf) => LlamaGrammar.Parse(_model, gbnf);

    /// <inheritdoc/>
    public void Abort() => Volatile.Write(ref *_abort, 1);

    // The byte is not freed: an abort may still be on its way.
    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _weights.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte IsAborted(void* flag) => Volatile.Read(ref *(byte*)flag);

    // An id beyond the slots ends the process.
    private void CheckSlot(int slot)
    {
        if ((uint)slot >= (uint)Shape.Slots) throw new ArgumentOutOfRangeException(nameof(slot), slot, $"there are {Shape.Slots} slots");
    }

    // Every default that LLamaSharp has of its own is set.
    private static ModelParams CreateParameters(GgufSpec spec)
    {
        var slot = (spec.Context + ContextUnit - 1) / ContextUnit * ContextUnit;
        var all = (long)slot * spec.Parallel;
        if (all > int.MaxValue)
            throw new InputException($"models.{spec.Name}: {spec.Parallel} slots of {slot} tokens are more than llama.cpp can number");
        var format = spec.KvFormat == "q8_0" ? GGMLType.GGML_TYPE_Q8_0 : GGMLType.GGML_TYPE_F16;
        return new ModelParams(spec.File)
        {
            ContextSize = (uint)all,
            SeqMax = (uint)spec.Parallel,
            BatchSize = (uint)spec.BatchTokens,
            UBatchSize = (uint)Math.Min(spec.BatchTokens, 512),
            GpuLayerCount = spec.GpuLayers,
            MainGpu = spec.Device,
            Threads = spec.ResolvedThreads,
            BatchThreads = spec.ResolvedThreads,
            TypeK = format,
            TypeV = format,
            // On a CPU it takes many times as long as plain attention; a memory of q8_0 knows no other.
            FlashAttention = spec.KvFormat == "q8_0" ? true : spec.GpuLayers == 0 ? false : null,
            KVUnified = false,
            SwaFull = true,
            Embeddings = false,
        };
    }

    private static LLamaWeights LoadWeights(GgufSpec spec, ModelParams parameters)
    {
        try
        {
            return LLamaWeights.LoadFromFile(parameters);
        }
        catch (Exception error) when (error is LoadWeightsFailedException or IOException or UnauthorizedAccessException)
        {
            var why = LlamaNatives.LastError is { Length: > 0 } told ? told : OneLine.Format(error.Message, 200);
            throw new InputException($"models.{spec.Name}.gguf '{spec.File}': llama.cpp cannot load it: {why}", error);
        }
    }

    private static SafeLLamaContextHandle CreateContext(GgufSpec spec, SafeLlamaModelHandle model, IContextParams parameters)
    {
        parameters.ToLlamaContextParams(out var native);
        var context = SafeLLamaContextHandle.Create(model, native);
        if (!context.IsInvalid) return context;
        context.SetHandleAsInvalid();
        throw new InputException(
            $"models.{spec.Name}: llama.cpp cannot make room for {spec.Parallel} slots of {spec.Context} tokens "
            + $"({(LlamaNatives.LastError is { Length: > 0 } told ? told : "no reason told")}); give it a smaller 'context' or 'parallel'");
    }
}
