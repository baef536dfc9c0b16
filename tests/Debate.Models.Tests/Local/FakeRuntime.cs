using System.Text;

namespace Debate.Models.Tests;

/// <summary>
/// A model without llama.cpp: what follows a text is a function of all its tokens, so that a token in a wrong place or slot changes every
/// reply after it. It notes each call that would end a process, and may refuse, abort and fail.
/// </summary>
internal sealed class FakeRuntime(LocalShape shape) : ILocalRuntime
{
    public const int Start = 256;
    public const int End = 257;

    private BatchToken[] _batch = [];
    private readonly ManualResetEventSlim _abort = new();

    /// <summary>What each slot really holds.</summary>
    public List<int>[] Held { get; } = [.. Enumerable.Range(0, shape.Slots).Select(_ => new List<int>())];

    /// <summary>The calls that would have ended a process.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>How each step ends, and how many of its tokens stand in their slots then; all of them if null.</summary>
    public Func<int, (LocalDecode Result, int Kept)?> Outcome { get; set; } = _ => null;

    /// <summary>Whether slots can be trimmed to other lengths than none.</summary>
    public bool CanTrim { get; init; } = true;

    /// <summary>Whether a step ends only when it is aborted.</summary>
    public bool Hangs { get; init; }

    /// <summary>What is said after the prompt instead of what follows from it; null for that.</summary>
    public string? Says { get; init; }

    /// <summary>The tokens that steps were given.</summary>
    public long Computed { get; private set; }

    public bool IsDisposed { get; private set; }

    public LocalShape Shape => shape;

    public string Description => "a fake";

    public static LocalShape ShapeOf(int slots, int context = 4096, int batch = 512) => new(slots, context, batch, null, 258);

    public int[] Tokenize(string text) => [.. Encoding.UTF8.GetBytes(text).Select(b => (int)b)];

    public int? FindMark(string mark) => mark switch { "<|im_start|>" => Start, "<|im_end|>" => End, _ => null };

    public byte[] Spell(int token) => token < 256 ? [(byte)token] : [];

    public bool IsEnd(int token) => token == End;

    public LocalDecode Decode(ReadOnlySpan<BatchToken> batch)
    {
        _batch = batch.ToArray();
        if (batch.Length is 0 || batch.Length > shape.BatchTokens) Violations.Add($"a step of {batch.Length} tokens");
        if (Hangs) _abort.Wait();
        _abort.Reset();
        var (result, kept) = Outcome(batch.Length) ?? (Hangs ? LocalDecode.Aborted : LocalDecode.Done, batch.Length);
        foreach (var (token, slot, position, _) in batch[..Math.Min(kept, batch.Length)])
        {
            if (!Check(slot)) continue;
            if (position != Held[slot].Count || position >= shape.Context) Violations.Add($"position {position} of slot {slot}, which holds {Held[slot].Count}");
            Held[slot].Add(token);
        }
        Computed += batch.Length;
        return result;
    }

    public ReadOnlySpan<float> GetLogits(int row)
    {
        if ((uint)row >= (uint)_batch.Length || !_batch[row].WantsLogits) Violations.Add($"logits of row {row}");
        return Follow(Held[_batch[row].Slot].Take(_batch[row].Position + 1).ToArray());
    }

    /// <summary>The logits behind some tokens: letters by a hash of all of them, and now and then the end.</summary>
    public float[] Follow(IReadOnlyList<int> tokens)
    {
        var logits = new float[shape.Vocabulary];
        if (Says is { } text)
        {
            var said = tokens.Count - 1 - tokens.ToList().LastIndexOf(Start) - "assistant\n".Length;
            logits[said < text.Length ? text[said] : End] = 50;
            return logits;
        }
        var hash = tokens.Aggregate(17u, (h, token) => (h ^ (uint)token) * 16777619u);
        logits[hash % 9 == 0 ? End : 'a' + hash % 26] = 50;
        return logits;
    }

    public void Copy(int from, int to)
    {
        if (!Check(from) || !Check(to) || from == to) return;
        if (Held[to].Count > 0) Violations.Add($"slot {to} was not empty");
        Held[to].AddRange(Held[from]);
    }

    public bool Trim(int slot, int length)
    {
        if (!Check(slot)) return false;
        var isKept = length <= Held[slot].Count && (CanTrim || length == Held[slot].Count || length == 0);
        if (!isKept) length = 0;
        Held[slot].RemoveRange(length, Held[slot].Count - length);
        return isKept;
    }

    public ILocalGrammar? CreateGrammar(string gbnf) => null;

    public void Abort() => _abort.Set();

    public void Dispose() => IsDisposed = true;

    private bool Check(int slot)
    {
        if ((uint)slot < (uint)shape.Slots) return true;
        Violations.Add($"slot {slot} of {shape.Slots}");
        return false;
    }
}

/// <summary>Gives one fake model for any entry.</summary>
internal sealed class FakeRuntimes(Func<GgufSpec, ILocalRuntime> load) : ILocalRuntimes
{
    public string Check(GgufSpec spec) => "a fake";

    public ILocalRuntime Load(GgufSpec spec) => load(spec);
}
