using System.Globalization;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The numeric format of the ICCMA'23 competition: a line "p af n", then a line "a b" for each attack of a on b, arguments 1..n;
/// lines that start with # are comments. A number after n, as some writers add, is read and not used. Time is linear in the text.
/// </summary>
public static class Iccma
{
    /// <summary>The numeric format.</summary>
    public static GraphFormat Format { get; } = new("af", ".af")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => Write(map.Graph, output),
    };

    private const int MostArguments = 10_000_000;

    /// <summary>The framework in <paramref name="text"/>; argument i of the file has the id "i".</summary>
    public static ArgumentMap Read(string file, string text)
    {
        ArgumentGraphBuilder? builder = null;
        var (line, count) = (0, 0);
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            line++;
            var rest = raw.Trim();
            if (rest.IsEmpty || rest[0] == '#') continue;
            if (builder is null) builder = Declare(count = Header(rest, file, line));
            else builder.AddAttack(Number(ref rest, count, file, line) - 1, LastNumber(rest, count, file, line) - 1);
        }
        return builder is null
            ? throw new InputException($"{file}: line {Math.Max(line, 1)}: the line 'p af n' is missing")
            : new ArgumentMap(Path.GetFileNameWithoutExtension(file), builder.Build());
    }

    /// <summary>
    /// Writes the attacks of a graph, arguments numbered in the graph's order. An <see cref="InputException"/> when the graph has
    /// inferences, which the format cannot say.
    /// </summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        if (graph.InferenceCount > 0)
            throw new InputException($"graph: the .af format has no inferences, and the graph has {graph.InferenceCount}");
        Write(Framework.Of(graph), output);
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

    private static ArgumentGraphBuilder Declare(int count)
    {
        var builder = new ArgumentGraphBuilder();
        for (var i = 1; i <= count; i++) builder.AddArgument(i.ToString(CultureInfo.InvariantCulture));
        return builder;
    }

    private static int Header(ReadOnlySpan<char> rest, string file, int line)
    {
        if (!Word(ref rest).SequenceEqual("p") || !Word(ref rest).SequenceEqual("af"))
            throw Wrong(file, line, "the first line must be 'p af n'");
        var words = Word(ref rest);
        var valid = int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        return valid && count <= MostArguments
            ? count : throw Wrong(file, line, $"n is '{words}' and must be a whole number in 0..{MostArguments}");
    }

    private static int LastNumber(ReadOnlySpan<char> rest, int count, string file, int line)
    {
        var number = Number(ref rest, count, file, line);
        return rest.Trim().IsEmpty ? number : throw Wrong(file, line, "an attack is two numbers and nothing else");
    }

    private static int Number(ref ReadOnlySpan<char> rest, int count, string file, int line)
    {
        var word = Word(ref rest);
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count
            ? number : throw Wrong(file, line, $"argument '{word}' is not in 1..{count}");
    }

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        var end = rest.IndexOfAny(' ', '\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..];
        return word;
    }

    private static InputException Wrong(string file, int line, string rule) => new($"{file}: line {line}: {rule}");
}
