using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Debate.Testing;

/// <summary>Writes GGUF files of version 3: values and tensors of 32-bit floats, in the order in which they were added.</summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly MemoryStream _values = new();
    private readonly MemoryStream _tensors = new();
    private readonly List<float[]> _data = [];
    private int _valueCount;
    private ulong _offset;

    /// <summary>Adds a value: a string, a bool, an int (written as uint32), a float, or an array of strings, ints or floats.</summary>
    public GgufWriter Add(string key, object value)
    {
        _valueCount++;
        WriteText(_values, key);
        WriteTyped(value);
        return this;
    }

    /// <summary>Adds a tensor; of its dimensions the first is the one whose elements lie beside each other.</summary>
    public GgufWriter AddTensor(string name, float[] data, params long[] dimensions)
    {
        if (dimensions.Aggregate(1L, (product, d) => product * d) != data.Length) throw new ArgumentException(name, nameof(data));
        WriteText(_tensors, name);
        WriteUInt32(_tensors, (uint)dimensions.Length);
        foreach (var dimension in dimensions) WriteUInt64(_tensors, (ulong)dimension);
        WriteUInt32(_tensors, 0);
        WriteUInt64(_tensors, _offset);
        _offset += (ulong)(4 * data.Length + Alignment - 1) / Alignment * Alignment;
        _data.Add(data);
        return this;
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        file.Write("GGUF"u8);
        WriteUInt32(file, 3);
        WriteUInt64(file, (ulong)_data.Count);
        WriteUInt64(file, (ulong)_valueCount);
        _values.WriteTo(file);
        _tensors.WriteTo(file);
        foreach (var tensor in _data)
        {
            Pad(file);
            file.Write(MemoryMarshal.AsBytes(tensor.AsSpan()));
        }
        Pad(file);
    }

    private void WriteTyped(object value)
    {
        switch (value)
        {
            case string text:
                WriteUInt32(_values, 8);
                WriteText(_values, text);
                break;
            case bool flag:
                WriteUInt32(_values, 7);
                _values.WriteByte(flag ? (byte)1 : (byte)0);
                break;
            case int number:
                WriteUInt32(_values, 4);
                WriteUInt32(_values, (uint)number);
                break;
            case float number:
                WriteUInt32(_values, 6);
                WriteUInt32(_values, BitConverter.SingleToUInt32Bits(number));
                break;
            case string[] texts:
                WriteList(8, texts.Length);
                foreach (var text in texts) WriteText(_values, text);
                break;
            case int[] numbers:
                WriteList(5, numbers.Length);
                foreach (var number in numbers) WriteUInt32(_values, (uint)number);
                break;
            case float[] numbers:
                WriteList(6, numbers.Length);
                foreach (var number in numbers) WriteUInt32(_values, BitConverter.SingleToUInt32Bits(number));
                break;
            default:
                throw new ArgumentException($"a value of the type {value.GetType()}", nameof(value));
        }
    }

    private void WriteList(uint type, int count)
    {
        WriteUInt32(_values, 9);
        WriteUInt32(_values, type);
        WriteUInt64(_values, (ulong)count);
    }

    private static void Pad(Stream to)
    {
        while (to.Position % Alignment != 0) to.WriteByte(0);
    }

    private static void WriteText(Stream to, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteUInt64(to, (ulong)bytes.Length);
        to.Write(bytes);
    }

    private static void WriteUInt32(Stream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        to.Write(bytes);
    }

    private static void WriteUInt64(Stream to, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        to.Write(bytes);
    }
}

/// <summary>
/// A model whose probabilities are known: the next token depends on the last one alone. One layer of the architecture "llama" whose
/// attention and feed-forward parts are zero, so that the state behind a token is its one-hot embedding, normed; the output matrix holds
/// log P(next | last) over the norm's factor 1 / sqrt(1 / width + epsilon).
/// <para>Its tokens are the visible ASCII characters, a line feed, and the three of <see cref="Specials"/>.</para>
/// </summary>
public sealed class MarkovModel
{
    private const int Width = 128;
    private const float Epsilon = 1e-5f;
    private const double Least = 1e-12;

    /// <summary>The control tokens: the end of a text and the two marks of ChatML.</summary>
    public static IReadOnlyList<string> Specials { get; } = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>The characters that are tokens, in the order of their ids.</summary>
    public static string Characters { get; } = "\n" + string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c));

    /// <summary>The number of tokens.</summary>
    public static int Vocabulary => Characters.Length + Specials.Count;

    private readonly double[][] _weights = [.. Enumerable.Range(0, Vocabulary).Select(_ => new double[Vocabulary])];

    /// <summary>The id of a character, or of a control token.</summary>
    public static int GetId(string token) =>
        token.Length == 1 ? Characters.IndexOf(token[0], StringComparison.Ordinal) : Characters.Length + Specials.ToList().IndexOf(token);

    /// <summary>Says that a token follows another one, with a weight relative to others that follow it.</summary>
    public MarkovModel Follows(string last, string next, double weight = 1)
    {
        _weights[GetId(last)][GetId(next)] += weight;
        return this;
    }

    /// <summary>After the line feed behind the assistant's name it says this text, whose characters must be different, and ends.</summary>
    public MarkovModel Says(string text)
    {
        string[] path = ["\n", .. text.Select(c => $"{c}"), "<|im_end|>"];
        foreach (var (last, next) in path.Zip(path.Skip(1))) Follows(last, next);
        return this;
    }

    /// <summary>It says one character after the other, each as probable as any other, and never ends.</summary>
    public MarkovModel Babbles()
    {
        foreach (var last in Characters)
            foreach (var next in Characters) Follows($"{last}", $"{next}");
        return this;
    }

    /// <summary>P(next | last): even over all tokens where nothing was said of the last one.</summary>
    public double GetProbability(int last, int next)
    {
        var row = _weights[last];
        var sum = row.Sum();
        return sum == 0 ? 1.0 / Vocabulary : Math.Max(row[next] / sum, Least);
    }

    /// <summary>Writes the model.</summary>
    public void Save(string path)
    {
        var factor = 1 / Math.Sqrt(1.0 / Width + Epsilon);
        var (embedding, output) = (new float[Width * Vocabulary], new float[Width * Vocabulary]);
        for (var last = 0; last < Vocabulary; last++)
        {
            embedding[last * Width + last] = 1;
            for (var next = 0; next < Vocabulary; next++) output[next * Width + last] = (float)(Math.Log(GetProbability(last, next)) / factor);
        }
        var ones = Enumerable.Repeat(1f, Width).ToArray();
        var file = DescribeTo(new GgufWriter())
            .AddTensor("token_embd.weight", embedding, Width, Vocabulary).AddTensor("output_norm.weight", ones, Width)
            .AddTensor("output.weight", output, Width, Vocabulary)
            .AddTensor("blk.0.attn_norm.weight", ones, Width).AddTensor("blk.0.ffn_norm.weight", ones, Width);
        foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"])
            file.AddTensor($"blk.0.{name}.weight", new float[Width * Width], Width, Width);
        file.Save(path);
    }

    /// <summary>The values of such a model's head, without a tensor.</summary>
    public static GgufWriter DescribeTo(GgufWriter file)
    {
        string[] tokens = [.. Characters.Select(c => c == ' ' ? "\u0120" : c == '\n' ? "\u010A" : $"{c}"), .. Specials];
        return file.Add("general.architecture", "llama").Add("llama.block_count", 1).Add("llama.context_length", 4096)
            .Add("llama.embedding_length", Width).Add("llama.feed_forward_length", Width).Add("llama.attention.head_count", 2)
            .Add("llama.attention.head_count_kv", 2).Add("llama.attention.layer_norm_rms_epsilon", Epsilon)
            .Add("llama.rope.dimension_count", Width / 2).Add("tokenizer.ggml.model", "gpt2").Add("tokenizer.ggml.pre", "llama-bpe")
            .Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.token_type", tokens.Select(t => Specials.Contains(t) ? 3 : 1).ToArray())
            .Add("tokenizer.ggml.merges", (string[])["\u0120 \u010A"]).Add("tokenizer.ggml.eos_token_id", GetId("<|im_end|>"))
            .Add("tokenizer.ggml.add_bos_token", false)
            .Add("tokenizer.chat_template", "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}");
    }
}
