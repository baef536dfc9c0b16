using System.Buffers;
using Debate.Deliberation.Engine;

namespace Debate.Grains.Journals;

/// <summary>An entry's hash as it is stored: 32 bytes instead of 64 digits.</summary>
internal static class EntryHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int Size = 32;

    /// <summary>Puts the hash into <paramref name="bytes"/>.</summary>
    /// <exception cref="ArgumentException">It is not 64 hexadecimal digits.</exception>
    public static void Write(JournalEntry entry, Span<byte> bytes)
    {
        if (entry.Hash.Length != 2 * Size || Convert.FromHexString(entry.Hash, bytes, out _, out _) != OperationStatus.Done)
            throw new ArgumentException($"entry {entry.Sequence}: its hash '{entry.Hash}' is not 64 hexadecimal digits");
    }

    /// <summary>Throws where <see cref="Write"/> would.</summary>
    public static void Check(JournalEntry entry)
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(entry, bytes);
    }

    /// <summary>The digits.</summary>
    public static string Read(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
