using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Debate.Core.Input;
using Debate.Core.Output;

namespace Debate.Models;

/// <summary>
/// What the head of a GGUF file says of the model in it, read without any native library (the format: ggml's docs/gguf.md, versions 2 and
/// 3). Lengths are held against the length of the file, so that a file that is cut or hostile costs nothing but an error.
/// </summary>
public sealed class GgufHeader
{
    private const uint Magic = 0x46554747;
    private const int MaxText = 1 << 20;
    private const int MaxDimensions = 8;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    private GgufHeader()
    {
    }

    /// <summary>The architecture, such as "llama".</summary>
    public string Architecture => _values.GetValueOrDefault("general.architecture") as string ?? "unknown";

    /// <summary>The number of parameters.</summary>
    public long Parameters { get; private set; }

    /// <summary>The bytes of the weights.</summary>
    public long WeightBytes { get; private set; }

    /// <summary>The tokens on which it was trained, prompt and reply together; null where the file does not say it.</summary>
    public int? TrainedContext => FindNumber("context_length");

    /// <summary>The chat template of the file, in Jinja; null where it has none.</summary>
    public string? Template => _values.GetValueOrDefault("tokenizer.chat_template") as string;

    /// <summary>SHA-256 over the head of the file and its length, 128 bits of it in hexadecimal: which model it is.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The bytes of the memory of attention that one token takes, in a format; null where the file does not say its shape.</summary>
    public double? KvBytesPerToken(string format)
    {
        if (FindNumber("block_count") is not { } layers || FindNumber("attention.head_count") is not ({ } heads and > 0)) return null;
        var kvHeads = FindNumber("attention.head_count_kv") ?? heads;
        var width = (FindNumber("embedding_length") ?? 0) / heads;
        var (key, value) = (FindNumber("attention.key_length") ?? width, FindNumber("attention.value_length") ?? width);
        return (double)layers * kvHeads * (key + value) * (format == "q8_0" ? 34.0 / 32 : 2);
    }

    /// <summary>An estimate of the memory that a model takes: weights, and the memory of attention of all slots.</summary>
    public (long Weights, long Slots) EstimateMemory(GgufSpec spec) =>
        (WeightBytes, (long)((KvBytesPerToken(spec.KvFormat) ?? 0) * spec.Context * spec.Parallel));

    /// <summary>What it is and takes, in one line for people.</summary>
    public string Describe(GgufSpec spec)
    {
        var (weights, slots) = EstimateMemory(spec);
        var kv = KvBytesPerToken(spec.KvFormat) is null ? "an unknown amount" : FormatBytes(slots);
        var trained = TrainedContext is { } context && context < spec.Context ? $"; it was trained on texts of up to {context} tokens" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{OneLine.Format(Architecture, 40)}, {Parameters / 1e6:0.0} M parameters; memory: ")
            + $"{FormatBytes(weights)} of weights, {kv} for {spec.Parallel} slots of {spec.Context} tokens{trained}";
    }

    /// <summary>Reads the head of a file; throws <see cref="InputException"/> where it cannot be read or is no GGUF file.</summary>
    public static GgufHeader Read(string model, string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new Reader(stream).Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            var why = error is EndOfStreamException ? "it ends within its head" : OneLine.Format(error.Message, 120);
            throw new InputException($"models.{model}.gguf '{file}': cannot be read as a GGUF file: {why}", error);
        }
    }

    private static string FormatBytes(long bytes) =>
        FormattableString.Invariant(bytes < 1_000_000_000 ? (FormattableString)$"{bytes / 1e6:0.0} MB" : $"{bytes / 1e9:0.0} GB");

    /// <summary>A number of the architecture's own keys; of a list, one a layer, the largest.</summary>
    private int? FindNumber(string key) => _values.GetValueOrDefault($"{Architecture}.{key}") switch
    {
        long number and >= 0 and <= int.MaxValue => (int)number,
        _ => null,
    };

    private sealed class Reader(Stream stream)
    {
        private readonly byte[] _buffer = new byte[8];
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public GgufHeader Read()
        {
            if (ReadUInt32() != Magic) throw new InvalidDataException("it does not begin with the letters GGUF");
            var version = ReadUInt32();
            if (version is not (2 or 3)) throw new InvalidDataException($"its version is {version}; 2 and 3 are known");
            var (tensors, values) = (ReadCount(), ReadCount());
            var header = new GgufHeader();
            for (var i = 0L; i < values; i++)
            {
                var key = ReadText();
                var value = ReadValue(ReadUInt32());
                if (value is not null && !header._values.TryAdd(key, value))
                    throw new InvalidDataException($"the key '{OneLine.Format(key, 60)}' comes twice");
            }
            for (var i = 0L; i < tensors; i++) header.Parameters += ReadTensor();
            header.WeightBytes = stream.Length - stream.Position;
            BinaryPrimitives.WriteInt64LittleEndian(_buffer, stream.Length);
            _hash.AppendData(_buffer);
            header.Digest = Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 16));
            return header;
        }

        private long ReadTensor()
        {
            ReadText();
            var (dimensions, size) = (ReadUInt32(), 1L);
            if (dimensions > MaxDimensions) throw new InvalidDataException($"a tensor has {dimensions} dimensions");
            for (var i = 0; i < dimensions; i++) size = checked(size * (long)Math.Min(ReadUInt64(), int.MaxValue));
            ReadUInt32();
            ReadUInt64();
            return size;
        }

        /// <summary>A value of a type: texts and whole numbers; of a list its largest whole number; null for others.</summary>
        private object? ReadValue(uint type) => type switch
        {
            0 or 1 or 7 => Skip(1),
            2 or 3 => Skip(2),
            4 or 5 => (long)(int)ReadUInt32(),
            6 => Skip(4),
            8 => ReadText(),
            9 => ReadList(),
            10 or 11 => (long)ReadUInt64(),
            12 => Skip(8),
            _ => throw new InvalidDataException($"a value has the type {type}"),
        };

        private object? ReadList()
        {
            var (type, count) = (ReadUInt32(), ReadCount());
            if (type == 9) throw new InvalidDataException("a list holds lists");
            object? largest = null;
            for (var i = 0L; i < count; i++)
                if (type == 8) SkipText();
                else if (ReadValue(type) is long number && (largest is null || number > (long)largest)) largest = number;
            return largest;
        }

        private string ReadText()
        {
            var length = ReadCount();
            if (length > MaxText) throw new InvalidDataException("a text is longer than 1 MiB");
            var bytes = new byte[length];
            ReadExactly(bytes);
            return SafeText.Clean(Encoding.UTF8.GetString(bytes));
        }

        private void SkipText()
        {
            var length = ReadCount();
            Span<byte> piece = stackalloc byte[256];
            for (var left = length; left > 0; left -= piece.Length) ReadExactly(piece[..(int)Math.Min(left, piece.Length)]);
        }

        private object? Skip(int bytes)
        {
            ReadExactly(_buffer.AsSpan(0, bytes));
            return null;
        }

        /// <summary>A number of things of at least a byte each, of which the file cannot hold more than it has bytes.</summary>
        private long ReadCount()
        {
            var count = ReadUInt64();
            return count <= (ulong)stream.Length ? (long)count : throw new InvalidDataException("it says that it holds more than its length");
        }

        private uint ReadUInt32()
        {
            ReadExactly(_buffer.AsSpan(0, 4));
            return BinaryPrimitives.ReadUInt32LittleEndian(_buffer);
        }

        private ulong ReadUInt64()
        {
            ReadExactly(_buffer.AsSpan(0, 8));
            return BinaryPrimitives.ReadUInt64LittleEndian(_buffer);
        }

        private void ReadExactly(Span<byte> bytes)
        {
            stream.ReadExactly(bytes);
            _hash.AppendData(bytes);
        }
    }
}
