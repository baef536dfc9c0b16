using System.Buffers.Binary;
using System.Text;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>
/// An entry as Redis keeps it: 8 bytes of ticks in UTC and 4 of the path's length, both little-endian, 32 of the hash, the path in UTF-8,
/// the body. Its sequence number is its index in the list.
/// </summary>
internal static class RedisEntry
{
    private const int LengthAt = sizeof(long);
    private const int HashAt = LengthAt + sizeof(int);
    private const int PathAt = HashAt + EntryHash.Size;

    /// <summary>The bytes of an entry.</summary>
    public static byte[] Write(JournalEntry entry)
    {
        var path = Encoding.UTF8.GetByteCount(entry.Path);
        var bytes = new byte[PathAt + path + entry.Body.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.Time.UtcTicks);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(LengthAt), path);
        EntryHash.Write(entry, bytes.AsSpan(HashAt, EntryHash.Size));
        Encoding.UTF8.GetBytes(entry.Path, bytes.AsSpan(PathAt));
        entry.Body.Span.CopyTo(bytes.AsSpan(PathAt + path));
        return bytes;
    }

    /// <summary>The entry of such bytes; an <see cref="InputException"/> where they are none.</summary>
    public static JournalEntry Read(long sequence, ReadOnlyMemory<byte> bytes)
    {
        var path = bytes.Length < PathAt ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[LengthAt..]);
        if (path < 0 || path > bytes.Length - PathAt) throw new InputException($"redis: entry {sequence} is damaged: {bytes.Length} bytes");
        return new(
            sequence, Encoding.UTF8.GetString(bytes.Span.Slice(PathAt, path)),
            new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), TimeSpan.Zero), bytes[(PathAt + path)..],
            EntryHash.Read(bytes.Span.Slice(HashAt, EntryHash.Size)));
    }
}
