using System.Buffers.Binary;
using System.Buffers;
using System.Text.Json;
using System.Text;
using Debate.Core.Input;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Storage;

/// <summary>Converts an entry's hash to and from its stored format: 32 bytes instead of 64 hexadecimal digits.</summary>
internal static class EntryHash
{
    /// <summary>The size of a hash in bytes.</summary>
    public const int Size = 32;

    /// <summary>Writes the hash to <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">The hash is not 64 hexadecimal digits.</exception>
    public static void Write(JournalEntry entry, Span<byte> bytes)
    {
        if (entry.Hash.Length != 2 * Size || Convert.FromHexString(entry.Hash, bytes, out _, out _) != OperationStatus.Done)
            throw new ArgumentException($"entry {entry.Sequence}: its hash '{entry.Hash}' is not 64 hexadecimal digits");
    }

    /// <summary>Throws if <see cref="Write"/> would.</summary>
    public static void Validate(JournalEntry entry)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(entry, bytes);
    }

    /// <summary>Reads the hash as hexadecimal digits.</summary>
    public static string Read(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}

/// <summary>A stored row of the run index: the columns that lists are sorted and filtered by, and the whole summary as JSON.</summary>
/// <param name="Started">Start time in UTC ticks.</param>
/// <param name="Status">Name of the <see cref="RunStatus"/>.</param>
/// <param name="Json">UTF-8 JSON of the <see cref="RunSummary"/>.</param>
internal sealed record RunIndexRow(long Started, string Status, byte[] Json)
{
    /// <summary>Creates the row of a summary; null for null.</summary>
    public static RunIndexRow? FromSummary(RunSummary? summary) => summary is null
        ? null
        : new(
            summary.Started.UtcTicks,
            summary.Status.ToString(),
            JsonSerializer.SerializeToUtf8Bytes(summary, JournalJsonOptions.SummaryInfo));

    /// <summary>
    /// Reads the summary in a row's JSON. One that cannot be read is its run's trouble alone: the run is told as damaged, and all others as
    /// they are.
    /// </summary>
    public static RunSummary ReadSummary(DeliberationId id, ReadOnlySpan<byte> json)
    {
        try
        {
            // In JSON an id has no tenant.
            return JsonSerializer.Deserialize(json, JournalJsonOptions.SummaryInfo) is { } line && line.Id.Value == id.Value
                ? line with { Id = id }
                : RunSummary.ForDamagedLine(id);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            return RunSummary.ForDamagedLine(id);
        }
    }
}

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
