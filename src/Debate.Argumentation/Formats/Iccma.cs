using System.Globalization;
using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The numeric format of the ICCMA'23 competition for argument maps. Time is linear in the text.
/// </summary>
public static class Iccma
{
    /// <summary>The numeric format.</summary>
    public static GraphFormat Format { get; } = new("af", ".af")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => Write(map.Graph, output),
    };

    /// <summary>An argument of a map has an id and a text of its own, so fewer fit than in a framework.</summary>
    private const int MaxArguments = 10_000_000;

    /// <summary>
    /// The framework in <paramref name="text"/> as a graph, read by <see cref="AfFile"/>; argument i of the file has the id "i".
    /// </summary>
    public static ArgumentMap Read(string file, string text) => new(
        Path.GetFileNameWithoutExtension(file), ArgumentGraph.FromFramework(AfFile.Read(file, Encoding.UTF8.GetBytes(text), MaxArguments)));

    /// <summary>
    /// Writes the attacks of a graph, arguments numbered in the graph's order. An <see cref="InputException"/> if the graph has inferences,
    /// which the format cannot express.
    /// </summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        if (graph.InferenceCount > 0)
            throw new InputException($"graph: the .af format has no inferences, and the graph has {graph.InferenceCount}");
        Write(Framework.FromGraph(graph), output);
    }

    /// <summary>Writes a framework.</summary>
    public static void Write(Framework framework, TextWriter output)
    {
        output.Write(string.Create(CultureInfo.InvariantCulture, $"p af {framework.Count}\n"));
        Span<char> line = stackalloc char[24];
        for (var a = 0; a < framework.Count; a++)
            foreach (var b in framework.Attacked[a])
            {
                line.TryWrite(CultureInfo.InvariantCulture, $"{a + 1} {b + 1}\n", out var length);
                output.Write(line[..length]);
            }
    }
}

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
