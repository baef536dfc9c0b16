using System.Buffers.Binary;
using System.Text;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>
/// The layout of an entry in Redis: 8 bytes of UTC ticks and 4 bytes of path length, both little-endian, 32 bytes of hash, the path in
/// UTF-8, the body. The sequence number is the entry's index in the list.
/// </summary>
internal static class RedisEntry
{
    private const int LengthOffset = sizeof(long);
    private const int HashOffset = LengthOffset + sizeof(int);
    private const int PathOffset = HashOffset + EntryHash.Size;

    /// <summary>Writes an entry to bytes.</summary>
    public static byte[] Write(JournalEntry entry)
    {
        var path = Encoding.UTF8.GetByteCount(entry.Path);
        var bytes = new byte[PathOffset + path + entry.Body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.Time.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LengthOffset), path);
        EntryHash.Write(entry, bytes.AsSpan(HashOffset, EntryHash.Size));
        Encoding.UTF8.GetBytes(entry.Path, bytes.AsSpan(PathOffset));
        entry.Body.Span.CopyTo(bytes.AsSpan(PathOffset + path));
        return bytes;
    }

    /// <summary>Reads an entry from bytes; throws <see cref="InputException"/> if they are damaged.</summary>
    public static JournalEntry Read(long sequence, ReadOnlyMemory<byte> bytes)
    {
        var path = bytes.Length < PathOffset ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[LengthOffset..]);
        if (path < 0 || path > bytes.Length - PathOffset)
            throw new InputException($"redis: entry {sequence} is damaged: {bytes.Length} bytes");
        return new(
            sequence, Encoding.UTF8.GetString(bytes.Span.Slice(PathOffset, path)),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), TimeSpan.Zero), bytes[(PathOffset + path)..],
            EntryHash.Read(bytes.Span.Slice(HashOffset, EntryHash.Size)));
    }
}
