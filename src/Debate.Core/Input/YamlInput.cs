using System.Globalization;
using System.Text;
using YamlDotNet.Core.Events;
using YamlDotNet.Core;

namespace Debate.Core.Input;

/// <summary>A value of a YAML document, with the line it starts on.</summary>
public abstract record YamlValue(long Line)
{
    /// <summary>The value under a key of a mapping; null for anything else.</summary>
    public YamlValue? Find(string key) => (this as YamlMapping)?.Entries.FirstOrDefault(e => e.Key.Text == key).Value;

    /// <summary>The text under a key of a mapping; null for anything else.</summary>
    public string? FindText(string key) => (Find(key) as YamlText)?.Text;
}

/// <summary>A scalar as text; YAML's scalar types are not interpreted.</summary>
public sealed record YamlText(long Line, string Text) : YamlValue(Line);

/// <summary>A list.</summary>
public sealed record YamlList(long Line, IReadOnlyList<YamlValue> Items) : YamlValue(Line);

/// <summary>A mapping, keys in the file's order.</summary>
public sealed record YamlMapping(long Line, IReadOnlyList<(YamlText Key, YamlValue Value)> Entries) : YamlValue(Line);

/// <summary>
/// Reads one YAML document into values, from the parser's events: no reflection, no aliases, no repeated keys, at most
/// <see cref="MaxDepth"/> levels.
/// </summary>
public sealed class YamlInput
{
    private const int MaxDepth = 16;

    private readonly string _file;
    private readonly IParser _parser;

    private YamlInput(string file, IParser parser) => (_file, _parser) = (file, parser);

    /// <summary>The error message of a key that stands there twice.</summary>
    public static string DuplicateKey(string key) => $"key '{key}' is given twice";

    /// <summary>The document's value; an empty mapping for an empty document.</summary>
    public static YamlValue Read(string file, string text)
    {
        // The parser treats NUL as the end of the text and would silently read half a map.
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul)
            throw Error(file, 1 + text.AsSpan(0, nul).Count('\n'), "not valid YAML: the text holds a NUL character");
        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlInput(file, parser).ReadDocument();
        }
        catch (YamlException e)
        {
            throw new InputException($"{file}: line {e.Start.Line}: not valid YAML: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (InvalidOperationException e)
        {
            // The scanner throws this for a plain scalar that ends where none may, as in [a, b'}.
            throw new InputException($"{file}: line {parser.Current?.Start.Line ?? 1}: not valid YAML from here on", e);
        }
    }

    /// <summary>An error with file, line and the broken rule.</summary>
    public static InputException Error(string file, long line, string rule) => new($"{file}: line {line}: {rule}");

    private YamlValue ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _)) return new YamlMapping(1, []);
        var value = ReadValue(0);
        _parser.Consume<DocumentEnd>();
        return _parser.TryConsume<StreamEnd>(out _) ? value : throw Error(_file, _parser.Current!.Start.Line, "a map is one YAML document");
    }

    private YamlValue ReadValue(int depth)
    {
        var line = _parser.Current?.Start.Line ?? 0;
        if (depth > MaxDepth) throw Error(_file, line, $"nested deeper than {MaxDepth} levels");
        if (_parser.TryConsume<Scalar>(out var scalar)) return new YamlText(line, scalar.Value);
        if (_parser.TryConsume<SequenceStart>(out _)) return new YamlList(line, ReadItems(depth));
        if (_parser.TryConsume<MappingStart>(out _)) return new YamlMapping(line, ReadEntries(depth));
        throw Error(_file, line, "anchors and aliases are not used in maps");
    }

    private List<YamlValue> ReadItems(int depth)
    {
        var items = new List<YamlValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadValue(depth + 1));
        return items;
    }

    private List<(YamlText, YamlValue)> ReadEntries(int depth)
    {
        var (entries, seen) = (new List<(YamlText, YamlValue)>(), new HashSet<string>(StringComparer.Ordinal));
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadValue(depth + 1) as YamlText ?? throw Error(_file, _parser.Current!.Start.Line, "a key must be a text");
            if (!seen.Add(key.Text)) throw Error(_file, key.Line, DuplicateKey(key.Text));
            entries.Add((key, ReadValue(depth + 1)));
        }
        return entries;
    }
}

/// <summary>Writes a text as a YAML scalar on one line: bare if every reader parses it as that text, otherwise in double quotes.</summary>
public static class YamlScalar
{
    private static readonly HashSet<string> ReservedWords =
        new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// A name: bare if it starts with a letter, consists of letters, digits, dots, dashes and underscores, and is not a reserved YAML word.
    /// </summary>
    public static string FormatId(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(IsBare) && !ReservedWords.Contains(text) ? text : Quote(text);

    private static bool IsBare(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_';

    /// <summary>
    /// In double quotes; characters that could end the line, a quote, a comment or a bracket of a surrounding format are escaped, and
    /// invalid Unicode becomes U+FFFD.
    /// </summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes()) Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        if (rune.Value is '"' or '\\') quoted.Append('\\').Append((char)rune.Value);
        else if (rune.Value == '\n') quoted.Append("\\n");
        else if (IsPlain(rune)) quoted.Append(rune.ToString());
        else if (rune.Value > 0xFFFF) quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
        else quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
    }

    private static bool IsPlain(Rune rune) =>
        rune.Value is not ('{' or '}' or '<' or '>' or '/' or '\uFEFF') && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
