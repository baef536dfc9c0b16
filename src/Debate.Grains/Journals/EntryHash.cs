using System.Buffers;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

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
