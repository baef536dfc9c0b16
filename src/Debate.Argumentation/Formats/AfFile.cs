using System.Globalization;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The numeric format of the ICCMA'23 and '25 competitions, read straight into arrays: a line "p af n", then a line "a b" for each attack
/// of a on b, arguments 1..n; lines that start with # are comments. A number after n, which some writers add, is ignored.
/// </summary>
internal static class AfFile
{
    private const int MostArguments = 50_000_000;

    /// <summary>The framework, of at most <paramref name="most"/> arguments; argument i of the file becomes i-1.</summary>
    public static Framework Read(string file, ReadOnlySpan<byte> bytes, int most = MostArguments)
    {
        var reader = new ByteReader(file, bytes);
        var count = Header(ref reader, most);
        var lines = bytes[reader.Position..].Count((byte)'\n') + 1;
        var from = GC.AllocateUninitializedArray<int>(lines);
        var to = GC.AllocateUninitializedArray<int>(lines);
        var attacks = 0;
        for (; reader.SkipToContent((byte)'#'); attacks++)
        {
            from[attacks] = Argument(ref reader, count);
            to[attacks] = Argument(ref reader, count);
            reader.SkipBlanks();
            if (!reader.AtEnd && reader.Next != '\n') throw reader.Wrong("an attack is two numbers and nothing else");
        }
        return Framework.Of(count, from.AsSpan(0, attacks), to.AsSpan(0, attacks));
    }

    private static int Header(ref ByteReader reader, int most)
    {
        if (!reader.SkipToContent((byte)'#')) throw reader.Wrong("the line 'p af n' is missing");
        var at = reader.Position;
        if (!Keyword(ref reader, "p"u8) || !Keyword(ref reader, "af"u8)) throw reader.Wrong(at, "the first line must be 'p af n'");
        var shown = reader.Shown();
        var count = reader.Number(most);
        if (count == 0 && !(int.TryParse(shown, NumberStyles.None, CultureInfo.InvariantCulture, out var none) && none == 0))
            throw reader.Wrong($"n is '{shown}' and must be a whole number in 0..{most}");
        reader.SkipLine();
        return count;
    }

    private static bool Keyword(ref ByteReader reader, ReadOnlySpan<byte> word)
    {
        if (!reader.TryTake(word) || reader.Next is not ((byte)' ' or (byte)'\t')) return false;
        reader.SkipBlanks();
        return true;
    }

    private static int Argument(ref ByteReader reader, int count) => reader.Number(count) is > 0 and var number
        ? number - 1 : throw reader.Wrong($"argument '{reader.Shown()}' is not in 1..{count}");
}
