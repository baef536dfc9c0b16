using System.Runtime.InteropServices;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The format of ASPARTIX and of the ICCMA competitions until 2021, after answer set programming: facts <c>arg(a).</c> and
/// <c>att(a,b).</c> in any order, a percent sign starts a comment. An attack with an undeclared argument is rejected.
/// </summary>
internal static class ApxFile
{
    private const string Rule = "a fact must be 'arg(a).' or 'att(a,b).'";

    /// <summary>The framework, arguments in the order of their first mention.</summary>
    public static FrameworkFile Read(string file, byte[] bytes)
    {
        var reader = new ByteReader(file, bytes);
        var names = new NameTable(bytes);
        var (from, to) = (new List<int>(), new List<int>());
        while (reader.SkipToContent((byte)'%'))
        {
            if (reader.TryConsume("arg"u8))
            {
                Expect(ref reader, (byte)'(');
                if (names.Declare(ReadName(ref reader)) < 0) throw reader.Error(Rule);
            }
            else if (reader.TryConsume("att"u8))
            {
                Expect(ref reader, (byte)'(');
                from.Add(ReadArgument(ref reader, names));
                Expect(ref reader, (byte)',');
                to.Add(ReadArgument(ref reader, names));
            }
            else throw reader.Error(Rule);
            Expect(ref reader, (byte)')');
            Expect(ref reader, (byte)'.');
        }
        if (names.FirstUndeclared is >= 0 and var at) throw reader.Error(at, "an attack names an argument that no fact 'arg(a).' declares");
        return new FrameworkFile(Framework.Create(names.Count, CollectionsMarshal.AsSpan(from), CollectionsMarshal.AsSpan(to)), names);
    }

    private static int ReadArgument(ref ByteReader reader, NameTable names) =>
        names.GetOrAdd(ReadName(ref reader)) is >= 0 and var argument ? argument : throw reader.Error(Rule);

    private static (int Start, int Length) ReadName(ref ByteReader reader)
    {
        reader.SkipBlanks();
        return reader.ReadWord("(),%"u8);
    }

    private static void Expect(ref ByteReader reader, byte sign)
    {
        reader.SkipBlanks();
        if (!reader.TryConsume(sign)) throw reader.Error(Rule);
    }
}
