using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>Writes JSON to a text writer in chunks, so that a large graph is never in memory a second time as one string.</summary>
internal static class JsonOutput
{
    /// <summary>Number of pending bytes above which a caller should flush.</summary>
    public const int FlushThreshold = 1 << 16;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the output of <paramref name="write"/> as one line without a line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write) => Write(output, write, Compact);

    /// <summary>The same with options, such as another encoder.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write, JsonWriterOptions options)
    {
        using var stream = new TextStream(output);
        using var json = new Utf8JsonWriter(stream, options);
        write(json);
    }

    private sealed class TextStream(TextWriter output) : Stream
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
        private readonly char[] _chars = new char[1 << 14];

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                _decoder.Convert(buffer, _chars, flush: false, out var used, out var made, out _);
                output.Write(_chars.AsSpan(0, made));
                buffer = buffer[used..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
        public override void Flush() => output.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
