using System.Runtime.InteropServices;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The format of ASPARTIX (Egly, Gaggl and Woltran, 2010) and the early ICCMA competitions: facts <c>arg(a).</c>, <c>att(a,b).</c> and,
/// for bipolar frameworks, <c>support(a,b).</c> in any order, with comments from % to the end of the line. A name is written bare if it
/// consists of letters, digits and underscores, otherwise in double quotes (with \" and \\ and \n), as answer-set solvers accept it. Texts,
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

    /// <summary>The map in <paramref name="text"/>, with names as ids. Malformed text is an <see cref="InputException"/>.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        var (builder, pairs) = (new ArgumentGraphBuilder(), new List<ApxFact>());
        foreach (var fact in new ApxFactReader(file, text).ReadFacts())
        {
            if (fact.Kind is "att" or "support") pairs.Add(fact);
            else if (builder.TryGetHandle(fact.From, out _)) throw Error(file, fact.Line, $"argument '{fact.From}' is given twice");
            else builder.AddArgument(fact.From);
        }
        foreach (var pair in pairs.Where(p => p.Kind == "att"))
            builder.AddAttack(GetArgument(builder, file, pair, pair.From), GetArgument(builder, file, pair, pair.To));
        foreach (var pair in pairs.Where(p => p.Kind == "support"))
        {
            GetArgument(builder, file, pair, pair.From);
            GetArgument(builder, file, pair, pair.To);
            builder.AddSupport(pair.From, pair.To);
        }
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

    internal static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    internal static InputException Error(string file, int line, string rule) => new($"{file}: line {line}: {rule}");

    /// <summary>A name in double quotes.</summary>
    internal static string Quote(string id) =>
        $"\"{id.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private static string FormatName(string id) => id.All(IsBare) ? id : Quote(id);

    private static int GetArgument(ArgumentGraphBuilder builder, string file, ApxFact pair, string id) =>
        builder.TryGetHandle(id, out var handle) && handle >= 0
            ? handle : throw Error(file, pair.Line, $"argument '{id}' is not declared by arg({id})");
}

/// <summary>A fact with one name, or two, and the line it starts on.</summary>
internal readonly record struct ApxFact(string Kind, string From, string To, int Line);

/// <summary>Reads the facts of an apx text.</summary>
internal sealed class ApxFactReader(string file, string text)
{
    private int _at;
    private int _line = 1;

    public IEnumerable<ApxFact> ReadFacts()
    {
        while (true)
        {
            SkipBlanks();
            if (_at == text.Length) yield break;
            yield return ReadFact();
        }
    }

    private ApxFact ReadFact()
    {
        var (line, kind) = (_line, ReadWord());
        if (kind is not ("arg" or "att" or "support"))
            throw Apx.Error(file, line, $"'{(kind.Length > 0 ? kind : DescribeNext())}': a fact is arg(a)., att(a,b). or support(a,b).");
        Expect('(', kind);
        var (from, to) = (ReadName(), "");
        if (kind != "arg")
        {
            Expect(',', kind);
            to = ReadName();
        }
        Expect(')', kind);
        Expect('.', kind);
        return new(kind, from, to, line);
    }

    private string ReadName()
    {
        SkipBlanks();
        var name = _at < text.Length && text[_at] == '"' ? ReadQuotedName() : ReadBareName();
        return name.Length > 0 ? name : throw Apx.Error(file, _line, $"'{DescribeNext()}': here goes a name, bare or in quotes");
    }

    // More permissive than answer-set solvers, because files with dashes and dots in names are in circulation.
    private string ReadBareName()
    {
        var start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')' or ',' or '%' or '"')) _at++;
        return text[start.._at];
    }

    private string ReadWord()
    {
        SkipBlanks();
        var start = _at;
        while (_at < text.Length && Apx.IsBare(text[_at])) _at++;
        return text[start.._at];
    }

    private string ReadQuotedName()
    {
        var name = new System.Text.StringBuilder();
        for (_at++; _at < text.Length && text[_at] is not ('"' or '\n'); _at++)
        {
            if (text[_at] != '\\' || _at + 1 == text.Length) name.Append(text[_at]);
            else name.Append(text[++_at] is 'n' ? '\n' : text[_at]);
        }
        if (_at == text.Length || text[_at] == '\n') throw Apx.Error(file, _line, "a quoted name does not end on its line");
        _at++;
        return name.ToString();
    }

    private void Expect(char sign, string kind)
    {
        SkipBlanks();
        if (_at == text.Length || text[_at] != sign)
            throw Apx.Error(file, _line, $"'{DescribeNext()}': here goes '{sign}' of a fact {kind}(...).");
        _at++;
    }

    private void SkipBlanks()
    {
        for (; _at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] is '%' or '\uFEFF'); _at++)
        {
            if (text[_at] == '%') while (_at + 1 < text.Length && text[_at + 1] != '\n') _at++;
            else if (text[_at] == '\n') _line++;
        }
    }

    private string DescribeNext() => _at == text.Length ? "end of file" : text[_at] is '\r' or '\n' ? "end of line" : text[_at].ToString();
}

/// <summary>
/// The format of ASPARTIX and of the ICCMA competitions until 2021, after answer set programming: facts <c>arg(a).</c> and
/// <c>att(a,b).</c> in any order, a percent sign starts a comment. A name is bare, or in double quotes (with \" and \\ and \n) as a map is
/// written; "a" and a are one name. An attack with an undeclared argument is rejected.
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
                var name = ReadName(ref reader, names, out var at);
                if (names.Declare(name, at) < 0) throw Refuse(reader, names, name);
            }
            else if (reader.TryConsume("att"u8))
            {
                Expect(ref reader, (byte)'(');
                from.Add(ReadArgument(ref reader, names));
                Expect(ref reader, (byte)',');
                to.Add(ReadArgument(ref reader, names));
            }
            else if (reader.TryConsume("support"u8))
                throw reader.Error("a framework has attacks alone, and no support(a,b).; debate graph reads bipolar maps");
            else throw reader.Error(Rule);
            Expect(ref reader, (byte)')');
            Expect(ref reader, (byte)'.');
        }
        if (names.FirstUndeclared is >= 0 and var unknown)
            throw reader.Error(unknown, "an attack names an argument that no fact 'arg(a).' declares");
        return new FrameworkFile(Framework.Create(names.Count, CollectionsMarshal.AsSpan(from), CollectionsMarshal.AsSpan(to)), names)
        {
            QuotesNames = true,
        };
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

    private static int ReadArgument(ref ByteReader reader, NameTable names)
    {
        var name = ReadName(ref reader, names, out var at);
        return names.GetOrAdd(name, at) is >= 0 and var argument ? argument : throw Refuse(reader, names, name);
    }

    private static (int Start, int Length) ReadName(ref ByteReader reader, NameTable names, out int at)
    {
        reader.SkipBlanks();
        at = reader.Position;
        if (reader.Next != '"') return reader.ReadWord("(),%\""u8);
        if (!reader.TryReadQuoted(out var content, out var hasEscapes)) throw reader.Error("a quoted name does not end on its line");
        return hasEscapes ? names.Unescape(content) : content;
    }

    private static InputException Refuse(ByteReader reader, NameTable names, (int Start, int Length) name) => reader.Error(
        System.Text.Unicode.Utf8.IsValid(names[name]) ? Rule : NameTable.NotUtf8);

    private static void Expect(ref ByteReader reader, byte sign)
    {
        reader.SkipBlanks();
        if (!reader.TryConsume(sign)) throw reader.Error(Rule);
    }
}
