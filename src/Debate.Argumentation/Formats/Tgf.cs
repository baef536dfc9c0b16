using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>The map in <paramref name="text"/>, read by <see cref="TgfFile"/>. Malformed text is an <see
    /// cref="InputException"/>.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        var lines = TgfFile.ReadLines(file, Encoding.UTF8.GetBytes(text));
        var builder = new ArgumentGraphBuilder();
        for (var a = 0; a < lines.Names.Count; a++)
            builder.AddArgument(lines.Names.NameOf(a), Encoding.UTF8.GetString(lines.Names[lines.Labels[a]]));
        foreach (var (from, to) in lines.From.Zip(lines.To)) builder.AddAttack(from, to);
        var notes = new[]
        {
            (lines.AttackLabels, "labels of attacks left out"), (lines.OtherLabels, "further labels of an argument left out"),
        };
        return new ArgumentMap(Path.GetFileNameWithoutExtension(file), builder.Build())
        {
            Notes = [.. notes.Where(n => n.Item1 > 0).Select(n => FormattableString.Invariant($"{n.Item1} {n.Item2}"))],
        };
    }

    /// <summary>Writes the arguments with their texts, and the attacks.</summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        if (graph.InferenceCount > 0)
            throw new InputException($"graph: the tgf format has no inferences, and the graph has {graph.InferenceCount}");
        for (var a = 0; a < graph.ArgumentCount; a++)
        {
            var id = graph.Id(a);
            if (id[0] is '#' || id.Any(char.IsWhiteSpace) || !NameTable.IsName(id))
                throw new InputException($"argument '{id}': the tgf format has no ids with white space or invisible characters, or that "
                    + "begin with #");
            output.Write(graph.Text(a).Length == 0 ? $"{id}\n" : $"{id} {ToOneLine(graph.Text(a))}\n");
        }
        output.Write("#\n");
        for (var a = 0; a < graph.ArgumentCount; a++)
            foreach (var b in graph.DirectAttacks[a]) output.Write($"{graph.Id(a)} {graph.Id(b)}\n");
    }

    private static string ToOneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What a tgf file says.</summary>
/// <param name="Names">The arguments, in the file's order.</param>
/// <param name="Labels">The slice of each argument's label; empty if it has none.</param>
/// <param name="From">The attackers.</param>
/// <param name="To">Whom they attack.</param>
/// <param name="AttackLabels">How many attacks have a label.</param>
/// <param name="OtherLabels">How many further labels repeated arguments have.</param>
internal sealed record TgfLines(NameTable Names, List<(int Start, int Length)> Labels, List<int> From, List<int> To, int AttackLabels,
    int OtherLabels);

/// <summary>
/// The trivial graph format of the ICCMA competitions until 2021: a line for each argument, a line with # alone, a line "a b" for each
/// attack of a on b; anything further on a line is a label, and a repeated line counts once. Maps and frameworks are read by this one
/// reader.
/// </summary>
internal static class TgfFile
{
    private const byte NoComment = (byte)'\n';

    /// <summary>The framework, arguments in the file's order; labels are ignored.</summary>
    public static FrameworkFile Read(string file, byte[] bytes)
    {
        var lines = ReadLines(file, bytes);
        var framework = Framework.Create(
            lines.Names.Count, CollectionsMarshal.AsSpan(lines.From), CollectionsMarshal.AsSpan(lines.To));
        return new FrameworkFile(framework, lines.Names);
    }

    /// <summary>The lines in <paramref name="bytes"/>.</summary>
    public static TgfLines ReadLines(string file, byte[] bytes)
    {
        var reader = new ByteReader(file, bytes);
        var (names, labels, others) = (new NameTable(bytes), new List<(int Start, int Length)>(), 0);
        while (true)
        {
            if (!reader.SkipToContent(NoComment)) throw reader.Error("the line '#' between arguments and attacks is missing");
            if (reader.TryConsume((byte)'#')) break;
            var name = reader.ReadWord([]);
            var argument = names.Declare(name);
            if (argument < 0)
                throw reader.Error(System.Text.Unicode.Utf8.IsValid(names[name])
                    ? "the name of an argument holds a sign that cannot be shown" : NameTable.NotUtf8);
            var label = reader.ReadRest();
            if (argument == labels.Count) labels.Add(label);
            else if (label.Length > 0 && labels[argument].Length == 0) labels[argument] = label;
            else if (label.Length > 0 && !names[label].SequenceEqual(names[labels[argument]])) others++;
        }
        if (reader.ReadRest().Length > 0) throw reader.Error("the line between arguments and attacks is '#' alone");
        return ReadAttacks(ref reader, new(names, labels, [], [], 0, others));
    }

    private static TgfLines ReadAttacks(ref ByteReader reader, TgfLines lines)
    {
        var labels = 0;
        while (reader.SkipToContent(NoComment))
        {
            lines.From.Add(ReadArgument(ref reader, lines.Names));
            reader.SkipBlanks();
            lines.To.Add(ReadArgument(ref reader, lines.Names));
            if (reader.ReadRest().Length > 0) labels++;
        }
        return lines with { AttackLabels = labels };
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
