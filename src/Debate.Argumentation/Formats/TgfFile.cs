using System.Runtime.InteropServices;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The trivial graph format of the ICCMA competitions until 2021: a line for each argument, a line with # alone, a line "a b" for each
/// attack of a on b. Anything further on a line is a label and ignored.
/// </summary>
internal static class TgfFile
{
    private const byte NoComment = (byte)'\n';

    /// <summary>The framework, arguments in the file's order.</summary>
    public static FrameworkFile Read(string file, byte[] bytes)
    {
        var reader = new ByteReader(file, bytes);
        var names = new NameTable(bytes);
        for (; ; reader.SkipLine())
        {
            if (!reader.SkipToContent(NoComment)) throw reader.Error("the line '#' between arguments and attacks is missing");
            if (reader.TryConsume((byte)'#')) break;
            if (names.Declare(reader.ReadWord([])) < 0) throw reader.Error("the name of an argument holds a sign that cannot be shown");
        }
        reader.SkipBlanks();
        if (!reader.IsAtEnd && reader.Next != '\n') throw reader.Error("the line between arguments and attacks is '#' alone");
        return ReadAttacks(ref reader, names);
    }

    private static FrameworkFile ReadAttacks(ref ByteReader reader, NameTable names)
    {
        var (from, to) = (new List<int>(), new List<int>());
        for (; reader.SkipToContent(NoComment); reader.SkipLine())
        {
            from.Add(ReadArgument(ref reader, names));
            reader.SkipBlanks();
            to.Add(ReadArgument(ref reader, names));
        }
        return new FrameworkFile(Framework.Create(names.Count, CollectionsMarshal.AsSpan(from), CollectionsMarshal.AsSpan(to)), names);
    }

    private static int ReadArgument(ref ByteReader reader, NameTable names)
    {
        var shown = reader.PeekWord();
        var (start, length) = reader.ReadWord([]);
        if (length == 0) throw reader.Error(start, "an attack is the names of two arguments");
        return names.Find(reader.Slice(start, length)) is >= 0 and var argument
            ? argument : throw reader.Error(start, $"argument '{shown}' is not one of those before the line '#'");
    }
}
