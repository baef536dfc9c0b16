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
            if (reader.TryTake("arg"u8))
            {
                Expect(ref reader, (byte)'(');
                if (names.Declare(Name(ref reader)) < 0) throw reader.Wrong(Rule);
            }
            else if (reader.TryTake("att"u8))
            {
                Expect(ref reader, (byte)'(');
                from.Add(Used(ref reader, names));
                Expect(ref reader, (byte)',');
                to.Add(Used(ref reader, names));
            }
            else throw reader.Wrong(Rule);
            Expect(ref reader, (byte)')');
            Expect(ref reader, (byte)'.');
        }
        if (names.Undeclared is >= 0 and var at) throw reader.Wrong(at, "an attack names an argument that no fact 'arg(a).' declares");
        return new FrameworkFile(Framework.Of(names.Count, CollectionsMarshal.AsSpan(from), CollectionsMarshal.AsSpan(to)), names);
    }

    private static int Used(ref ByteReader reader, NameTable names) =>
        names.Use(Name(ref reader)) is >= 0 and var argument ? argument : throw reader.Wrong(Rule);

    private static (int Start, int Length) Name(ref ByteReader reader)
    {
        reader.SkipBlanks();
        return reader.Word("(),%"u8);
    }

    private static void Expect(ref ByteReader reader, byte sign)
    {
        reader.SkipBlanks();
        if (!reader.TryTake(sign)) throw reader.Wrong(Rule);
    }
}
