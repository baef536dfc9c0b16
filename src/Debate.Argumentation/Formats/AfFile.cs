using System.Globalization;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The numeric format of the ICCMA'23 and '25 competitions, read straight into arrays: a line "p af n", then a line "a b" for each attack
/// of a on b, arguments 1..n; lines that start with # are comments. A number after n, which some writers add, is ignored.
/// </summary>
internal static class AfFile
{
    private const int MaxArguments = 50_000_000;

    /// <summary>The framework, of at most <paramref name="max"/> arguments; argument i of the file becomes i-1.</summary>
    public static Framework Read(string file, ReadOnlySpan<byte> bytes, int max = MaxArguments)
    {
        var reader = new ByteReader(file, bytes);
        var count = ReadHeader(ref reader, max);
        var lines = bytes[reader.Position..].Count((byte)'\n') + 1;
        var from = GC.AllocateUninitializedArray<int>(lines);
        var to = GC.AllocateUninitializedArray<int>(lines);
        var attacks = 0;
        for (; reader.SkipToContent((byte)'#'); attacks++)
        {
            from[attacks] = ReadArgument(ref reader, count);
            to[attacks] = ReadArgument(ref reader, count);
            reader.SkipBlanks();
            if (!reader.IsAtEnd && reader.Next != '\n') throw reader.Error("an attack is two numbers and nothing else");
        }
        return Framework.Create(count, from.AsSpan(0, attacks), to.AsSpan(0, attacks));
    }

    private static int ReadHeader(ref ByteReader reader, int max)
    {
        if (!reader.SkipToContent((byte)'#')) throw reader.Error("the line 'p af n' is missing");
        var at = reader.Position;
        if (!TryReadKeyword(ref reader, "p"u8) || !TryReadKeyword(ref reader, "af"u8))
            throw reader.Error(at, "the first line must be 'p af n'");
        var shown = reader.PeekWord();
        var count = reader.ReadNumber(max);
        if (count == 0 && !(int.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var none) && none == 0))
            throw reader.Error($"n is '{shown}' and must be a whole number in 0..{max}");
        reader.SkipLine();
        return count;
    }

    private static bool TryReadKeyword(ref ByteReader reader, ReadOnlySpan<byte> word)
    {
        if (!reader.TryConsume(word) || reader.Next is not ((byte)' ' or (byte)'\t')) return false;
        reader.SkipBlanks();
        return true;
    }

    private static int ReadArgument(ref ByteReader reader, int count) => reader.ReadNumber(count) is > 0 and var number
        ? number - 1 : throw reader.Error($"argument '{reader.PeekWord()}' is not in 1..{count}");
}
