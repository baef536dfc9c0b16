using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Debate.Core;

/// <summary>
/// SHA-256 over parts of text, each prefixed by its length in bytes, so that different lists of parts never have the same input.
/// </summary>
public static class Digest
{
    private const int MaxAtOnce = 64 << 10;
    private const int PieceLength = 1024;

    /// <summary>128 bits as 32 hexadecimal digits: enough to address content.</summary>
    public static string Hash128(params ReadOnlySpan<string> parts) => ComputeHex(16, [], parts);

    /// <summary>256 bits as 64 hexadecimal digits, over the parts and then <paramref name="body"/>.</summary>
    public static string Hash256(ReadOnlySpan<byte> body, params ReadOnlySpan<string> parts) => ComputeHex(32, body, parts);

    /// <summary>The same over the parts and then all that <paramref name="write"/> writes, of which nothing is kept.</summary>
    public static string Hash256(Action<Stream> write, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, parts);
        using (var stream = new HashStream(hash)) write(stream);
        return Finish(hash, 32);
    }

    private static string ComputeHex(int bytes, ReadOnlySpan<byte> body, ReadOnlySpan<string> parts)
    {
        var size = (long)body.Length;
        foreach (var part in parts) size += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);
        return size <= MaxAtOnce ? ComputeAtOnce(bytes, (int)size, body, parts) : ComputeInPieces(bytes, body, parts);
    }

    // Texts of megabytes are not copied as a whole: a copy of each would be three times as large.
    private static string ComputeInPieces(int bytes, ReadOnlySpan<byte> body, ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, parts);
        hash.AppendData(body);
        return Finish(hash, bytes);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<string> parts)
    {
        Span<byte> buffer = stackalloc byte[PieceLength * 3];
        foreach (var part in parts)
        {
            BitConverter.TryWriteBytes(buffer, Encoding.UTF8.GetByteCount(part));
            hash.AppendData(buffer[..sizeof(int)]);
            for (var at = 0; at < part.Length;)
            {
                var length = Math.Min(PieceLength, part.Length - at);
                // Both halves of a character are in one piece.
                if (at + length < part.Length && char.IsHighSurrogate(part[at + length - 1])) length--;
                hash.AppendData(buffer[..Encoding.UTF8.GetBytes(part.AsSpan(at, length), buffer)]);
                at += length;
            }
        }
    }

    private static string Finish(IncrementalHash hash, int bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..bytes]);
    }

    private static string ComputeAtOnce(int bytes, int size, ReadOnlySpan<byte> body, ReadOnlySpan<string> parts)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        var used = 0;
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, buffer.AsSpan(used + sizeof(int)));
            BitConverter.TryWriteBytes(buffer.AsSpan(used), length);
            used += sizeof(int) + length;
        }
        body.CopyTo(buffer.AsSpan(used));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.AsSpan(0, used + body.Length), hash);
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash[..bytes]);
    }

    /// <summary>Hashes what is written to it.</summary>
    private sealed class HashStream(IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => hash.AppendData(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => hash.AppendData(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
