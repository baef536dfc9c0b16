using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>JSON on a text writer, in pieces: a large graph is never a second time in memory as one text.</summary>
internal static class JsonOutput
{
    /// <summary>Bytes after which a writer should flush.</summary>
    public const int Chunk = 1 << 16;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes what <paramref name="write"/> writes, as one line without its end.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var stream = new TextStream(output);
        using var json = new Utf8JsonWriter(stream, Compact);
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
