using System.Runtime.InteropServices;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The Trivial Graph Format: a line for each argument (its id and, after a blank, its text), a line <c>#</c>, a line <c>a b</c> for
/// each attack of a on b. Blank lines are ignored. Scores and the title are lost; an inference, or an id that contains white space or
/// starts with #, is rejected; white space in a text is read back as single blanks.
/// </summary>
public static class Tgf
{
    /// <summary>The tgf format.</summary>
    public static GraphFormat Format { get; } = new("tgf", ".tgf")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => Write(map.Graph, output),
    };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/>.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        var (builder, line, edges) = (new ArgumentGraphBuilder(), 0, false);
        foreach (var raw in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            line++;
            var rest = raw.Trim();
            if (rest.IsEmpty) continue;
            if (!edges && rest is "#") edges = true;
            else if (edges) ReadEdge(builder, rest, file, line);
            else ReadNode(builder, rest, file, line);
        }
        if (!edges && builder.Build().ArgumentCount > 0) throw Error(file, line, "the line '#' between arguments and attacks is missing");
        return new ArgumentMap(Path.GetFileNameWithoutExtension(file), builder.Build());
    }

    /// <summary>Writes the arguments with their texts, and the attacks.</summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        if (graph.InferenceCount > 0)
            throw new InputException($"graph: the tgf format has no inferences, and the graph has {graph.InferenceCount}");
        for (var a = 0; a < graph.ArgumentCount; a++)
        {
            var id = graph.Id(a);
            if (id[0] is '#' or '\uFEFF' || id.Any(char.IsWhiteSpace))
                throw new InputException($"argument '{id}': the tgf format has no ids with white space or beginning with #");
            output.Write(graph.Text(a).Length == 0 ? $"{id}\n" : $"{id} {ToOneLine(graph.Text(a))}\n");
        }
        output.Write("#\n");
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var b in graph.DirectAttacks[a]) output.Write($"{graph.Id(a)} {graph.Id(b)}\n");
    }

    private static string ToOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void ReadNode(ArgumentGraphBuilder builder, ReadOnlySpan<char> rest, string file, int line)
    {
        var id = ReadWord(ref rest).ToString();
        if (builder.TryGetHandle(id, out _)) throw Error(file, line, $"argument '{id}' is given twice");
        builder.AddArgument(id, rest.Trim().ToString());
    }

    private static void ReadEdge(ArgumentGraphBuilder builder, ReadOnlySpan<char> rest, string file, int line)
    {
        var (from, to) = (GetArgument(builder, ReadWord(ref rest), file, line), GetArgument(builder, ReadWord(ref rest), file, line));
        if (!rest.IsEmpty) throw Error(file, line, $"an attack is two ids and nothing else, not '{rest}'");
        builder.AddAttack(from, to);
    }

    private static int GetArgument(ArgumentGraphBuilder builder, ReadOnlySpan<char> id, string file, int line) =>
        builder.TryGetHandle(id.ToString(), out var handle)
            ? handle
            : throw Error(file, line, $"argument '{id}' is not among those above the #");

    private static ReadOnlySpan<char> ReadWord(ref ReadOnlySpan<char> rest)
    {
        var end = 0;
        while (end < rest.Length && !char.IsWhiteSpace(rest[end])) end++;
        var word = rest[..end];
        rest = rest[end..].TrimStart();
        return word;
    }

    private static InputException Error(string file, int line, string rule) => new($"{file}: line {line}: {rule}");
}

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
            var name = reader.ReadWord([]);
            if (names.Declare(name) < 0)
                throw reader.Error(System.Text.Unicode.Utf8.IsValid(names[name])
                    ? "the name of an argument holds a sign that cannot be shown" : NameTable.NotUtf8);
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
