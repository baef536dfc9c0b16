using System.Runtime.InteropServices;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The format of ASPARTIX (Egly, Gaggl and Woltran, 2010) and the early ICCMA competitions: facts <c>arg(a).</c>, <c>att(a,b).</c> and,
/// for bipolar frameworks, <c>support(a,b).</c> in any order, with comments from % to the end of the line. A name is written bare if
/// answer-set solvers read it as a constant or a number, otherwise in double quotes (with \" and \\ and \n), as they accept it. Texts,
/// scores, the title and the ids of supports are lost; a joint inference, an attack on an inference or an inference of kind attack is
/// rejected.
/// </summary>
public static class Apx
{
    /// <summary>The apx format.</summary>
    public static GraphFormat Format { get; } = new("apx", ".apx")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => Write(map.Graph, output),
    };

    /// <summary>
    /// The map in <paramref name="text"/>, read by <see cref="ApxFile"/> with names as ids. Malformed text is an
    /// <see cref="InputException"/>.
    /// </summary>
    public static ArgumentMap Read(string file, string text)
    {
        var facts = ApxFile.ReadFacts(file, System.Text.Encoding.UTF8.GetBytes(text));
        var builder = new ArgumentGraphBuilder();
        var ids = Enumerable.Range(0, facts.Names.Count).Select(facts.Names.NameOf).ToArray();
        foreach (var id in ids) builder.AddArgument(id);
        foreach (var (from, to) in facts.From.Zip(facts.To)) builder.AddAttack(from, to);
        foreach (var (from, to) in facts.SupportFrom.Zip(facts.SupportTo).Distinct()) builder.AddSupport(ids[from], ids[to]);
        return new ArgumentMap(Path.GetFileNameWithoutExtension(file), builder.Build());
    }

    /// <summary>Writes the arguments, attacks and simple supports of a graph.</summary>
    public static void Write(ArgumentGraph graph, TextWriter output)
    {
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
            if (graph.Kind(i) != InferenceKind.Support || graph.Premises[i].Length > 1 || graph.IsInference(graph.Conclusion(i))
                || graph.Attackers[i].Length > 0)
                throw new InputException($"inference '{graph.Id(i)}': apx says only supports of one argument for another, not attacked");
        var names = Enumerable.Range(0, graph.ArgumentCount).Select(a => FormatName(graph.Id(a))).ToArray();
        foreach (var name in names) output.Write($"arg({name}).\n");
        for (var a = 0; a < names.Length; a++)
            foreach (var b in graph.DirectAttacks[a]) output.Write($"att({names[a]},{names[b]}).\n");
        for (var i = graph.ArgumentCount; i < graph.NodeCount; i++)
            output.Write($"support({names[graph.Premises[i][0]]},{names[graph.Conclusion(i)]}).\n");
    }

    /// <summary>A name in double quotes.</summary>
    internal static string Quote(string id) =>
        $"\"{id.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    // Bare is what answer-set solvers take for a constant: an upper-case letter would begin a variable, and 007 would be 7.
    private static string FormatName(string id) => !NameTable.IsName(id)
        ? throw new InputException($"argument '{id}': the apx format has no names with control or invisible characters")
        : IsNumber(id) || IsConstant(id) ? id : Quote(id);

    private static bool IsNumber(string id) => id.All(char.IsAsciiDigit) && (id.Length == 1 || id[0] != '0');

    private static bool IsConstant(string id) =>
        id.AsSpan().TrimStart('_') is [>= 'a' and <= 'z', ..] && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>The facts of an apx file: names in the order of their first mention, and pairs of their numbers.</summary>
/// <param name="Names">The arguments.</param>
/// <param name="From">The attackers.</param>
/// <param name="To">Whom they attack.</param>
/// <param name="SupportFrom">The supporters.</param>
/// <param name="SupportTo">Whom they support.</param>
/// <param name="FirstSupport">Where the first fact support(a,b) stands; -1 if there is none.</param>
internal sealed record ApxFacts(
    NameTable Names, List<int> From, List<int> To, List<int> SupportFrom, List<int> SupportTo, int FirstSupport);

/// <summary>
/// The format of ASPARTIX and of the ICCMA competitions until 2021, after answer set programming: facts <c>arg(a).</c>,
/// <c>att(a,b).</c> and <c>support(a,b).</c> in any order, white space anywhere between their parts; a percent sign starts a comment, and a
/// repeated fact counts once. A name is bare, or in double quotes (with \" and \\ and \n); "a" and a are one name. An attack or support
/// with an undeclared argument is rejected. Maps and frameworks are read by this one reader.
/// </summary>
internal static class ApxFile
{
    private const string Rule = "a fact is arg(a)., att(a,b). or support(a,b).";

    /// <summary>The framework, arguments in the order of their first mention; supports are rejected.</summary>
    public static FrameworkFile Read(string file, byte[] bytes)
    {
        var facts = ReadFacts(file, bytes);
        if (facts.FirstSupport >= 0)
            throw new ByteReader(file, bytes).Error(facts.FirstSupport,
                "a framework has attacks alone, and no support(a,b).; debate graph reads bipolar maps");
        var framework = Framework.Create(facts.Names.Count, CollectionsMarshal.AsSpan(facts.From), CollectionsMarshal.AsSpan(facts.To));
        return new FrameworkFile(framework, facts.Names) { QuotesNames = true };
    }

    /// <summary>The facts in <paramref name="bytes"/>.</summary>
    public static ApxFacts ReadFacts(string file, byte[] bytes)
    {
        var reader = new ByteReader(file, bytes);
        var names = new NameTable(bytes);
        var (from, to, supportFrom, supportTo, firstSupport) = (new List<int>(), new List<int>(), new List<int>(), new List<int>(), -1);
        while (reader.SkipToContent((byte)'%'))
        {
            var at = reader.Position;
            if (reader.TryConsume("arg"u8))
            {
                Expect(ref reader, (byte)'(', at);
                var name = ReadName(ref reader, names, out var start);
                if (names.Declare(name, start) < 0) throw Refuse(reader, names, name);
            }
            else if (reader.TryConsume("att"u8)) ReadPair(ref reader, names, from, to, at);
            else if (reader.TryConsume("support"u8))
            {
                ReadPair(ref reader, names, supportFrom, supportTo, at);
                if (firstSupport < 0) firstSupport = at;
            }
            else throw Unknown(reader, at);
            Expect(ref reader, (byte)')', at);
            Expect(ref reader, (byte)'.', at);
        }
        if (names.FirstUndeclared is >= 0 and var unknown)
            throw reader.Error(
                names.OffsetOf(unknown), $"argument '{Shown(names.NameOf(unknown))}' is not declared: no fact arg(...). names it");
        return new(names, from, to, supportFrom, supportTo, firstSupport);
    }

    /// <summary>The name that a text in quotes is; null if it is not in quotes.</summary>
    public static string? Unquote(string text)
    {
        if (text is not ['"', .. var inner, '"']) return null;
        var name = new System.Text.StringBuilder();
        for (var i = 0; i < inner.Length; i++)
            name.Append(inner[i] != '\\' || i + 1 == inner.Length ? inner[i] : inner[++i] == 'n' ? '\n' : inner[i]);
        return name.ToString();
    }

    private static void ReadPair(ref ByteReader reader, NameTable names, List<int> from, List<int> to, int at)
    {
        Expect(ref reader, (byte)'(', at);
        from.Add(ReadArgument(ref reader, names));
        Expect(ref reader, (byte)',', at);
        to.Add(ReadArgument(ref reader, names));
    }

    private static int ReadArgument(ref ByteReader reader, NameTable names)
    {
        var name = ReadName(ref reader, names, out var at);
        return names.GetOrAdd(name, at) is >= 0 and var argument ? argument : throw Refuse(reader, names, name);
    }

    private static (int Start, int Length) ReadName(ref ByteReader reader, NameTable names, out int at)
    {
        reader.SkipToContent((byte)'%');
        at = reader.Position;
        if (reader.Next != '"') return reader.ReadWord("(),%\""u8);
        if (!reader.TryReadQuoted(out var content, out var hasEscapes)) throw reader.Error("a quoted name does not end on its line");
        return hasEscapes ? names.Unescape(content) : content;
    }

    private static InputException Refuse(ByteReader reader, NameTable names, (int Start, int Length) name) => reader.Error(
        !System.Text.Unicode.Utf8.IsValid(names[name]) ? NameTable.NotUtf8
        : name.Length == 0 ? $"'{Next(reader)}': here goes a name, bare or in quotes"
        : "a name holds control or invisible characters");

    private static void Expect(ref ByteReader reader, byte sign, int fact)
    {
        // Most facts have no blanks, and this is most of the time of reading a large file.
        if (reader.TryConsume(sign)) return;
        reader.SkipToContent((byte)'%');
        if (reader.TryConsume(sign)) return;
        throw sign == '(' ? Unknown(reader, fact) : reader.Error($"'{Next(reader)}': here goes '{(char)sign}'; {Rule}");
    }

    private static InputException Unknown(ByteReader reader, int at) => reader.Error(at, $"'{reader.PeekWord(at, "(),%\""u8)}': {Rule}");

    private static string Shown(string name) => string.Concat(name.Where(c => !char.IsControl(c)));

    private static string Next(ByteReader reader) => reader.IsAtEnd ? "end of file" : reader.PeekWord();
}
