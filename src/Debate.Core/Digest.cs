using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Debate.Core;

/// <summary>
/// SHA-256 over parts of text, each prefixed by its length in bytes, so that different lists of parts never have the same input.
/// </summary>
public static class Digest
{
    /// <summary>128 bits as 32 hexadecimal digits: enough to address content.</summary>
    public static string Hash128(params ReadOnlySpan<string> parts) => ComputeHex(16, [], parts);

    /// <summary>256 bits as 64 hexadecimal digits, over the parts and then <paramref name="body"/>.</summary>
    public static string Hash256(ReadOnlySpan<byte> body, params ReadOnlySpan<string> parts) => ComputeHex(32, body, parts);

    private static string ComputeHex(int bytes, ReadOnlySpan<byte> body, ReadOnlySpan<string> parts)
    {
        var size = body.Length;
        foreach (var part in parts) size += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);
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
}
