using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>A line of Argdown without its indentation; data in braces may span several lines of the file.</summary>
internal readonly record struct ArgdownLine(int Number, int Indent, string Text);

/// <summary>The parts of the frontmatter that are used here.</summary>
internal sealed record ArgdownFrontmatter(string? Title, string? Name, bool IsStrict, IReadOnlyList<string> Motions,
    IReadOnlyList<string> Notes);

/// <summary>An Argdown text split into its frontmatter and into blocks of lines, without comments.</summary>
internal sealed class ArgdownSource
{
    private const string Fence = "===";

    private readonly string _text;
    private readonly Queue<(int At, int Lines)> _hidden = new();
    private int _at;
    private int _line = 1;

    public ArgdownSource(string file, string text)
    {
        File = file;
        _text = text.StartsWith('\uFEFF') ? text[1..] : text;
        Frontmatter = ReadFrontmatter();
        _text = WithoutComments();
        _at = 0;
    }

    public string File { get; }

    public ArgdownFrontmatter Frontmatter { get; }

    public InputException Error(int line, string rule) => new($"{File}: line {line}: {rule}");

    /// <summary>The blocks: runs of lines without an empty line between them.</summary>
    public IEnumerable<List<ArgdownLine>> ReadBlocks()
    {
        var block = new List<ArgdownLine>();
        while (ReadLine() is { } line)
        {
            if (line.Text.Length > 0) block.Add(line);
            else if (block.Count > 0)
            {
                yield return block;
                block = [];
            }
        }
        if (block.Count > 0) yield return block;
    }

    private ArgdownLine? ReadLine()
    {
        if (_at >= _text.Length) return null;
        CountHiddenLines();
        var (start, number) = (_at, _line);
        var braces = new ArgdownBraces();
        for (; _at < _text.Length && (_text[_at] != '\n' || braces.IsOpen); _at++)
        {
            CountHiddenLines();
            if (_text[_at] == '\n') _line++;
            else if (_text[_at] == '\\' && !braces.IsOpen && _at + 1 < _text.Length && _text[_at + 1] != '\n') _at++;
            else braces.Advance(_text, _at);
        }
        if (braces.IsOpen) throw Error(number, "'{' opens data that no '}' ends (as part of a text it is written \\{)");
        var raw = _text.AsSpan(start, Math.Min(_at, _text.Length) - start).TrimEnd();
        _at++;
        _line++;
        var text = raw.TrimStart();
        return new(number, raw.Length - text.Length, text.ToString());
    }

    private void CountHiddenLines()
    {
        while (_hidden.TryPeek(out var hidden) && hidden.At <= _at) _line += _hidden.Dequeue().Lines;
    }

    // Removes /* to */, <!-- to -->, and // to the end of the line unless it continues a word, as in a URL.
    private string WithoutComments()
    {
        var kept = new StringBuilder(_text.Length).Append('\n', _line - 1);
        var line = _line;
        while (_at < _text.Length)
        {
            var rest = _text.AsSpan(_at);
            if (rest.StartsWith("/*")) line += HideComment(kept, CommentLength(rest, 2, "*/", line));
            else if (rest.StartsWith("<!--")) line += HideComment(kept, CommentLength(rest, 4, "-->", line));
            else if (rest.StartsWith("//") && (_at == 0 || char.IsWhiteSpace(_text[_at - 1]))) line += HideComment(kept, LineLength(rest));
            else
            {
                if (rest[0] == '\n') line++;
                var length = rest[0] == '\\' && rest.Length > 1 && rest[1] != '\n' ? 2 : 1;
                kept.Append(rest[..length]);
                _at += length;
            }
        }
        _line = 1;
        return kept.ToString();
    }

    private int CommentLength(ReadOnlySpan<char> rest, int opening, string end, int line) =>
        rest[opening..].IndexOf(end) is >= 0 and var inside
            ? opening + inside + end.Length
            : throw Error(line, $"the comment that opens here has no '{end}'");

    // The lines of a comment are counted, but do not end a block as empty ones do; a line with only a comment disappears.
    private int HideComment(StringBuilder kept, int length)
    {
        var lines = _text.AsSpan(_at, length).Count('\n');
        _at += length;
        var after = LineLength(_text.AsSpan(_at));
        if (_at + after < _text.Length && IsBlank(kept) && _text.AsSpan(_at, after).IsWhiteSpace())
        {
            lines++;
            _at += after + 1;
        }
        else kept.Append(' ');
        _hidden.Enqueue((kept.Length, lines));
        return lines;
    }

    private static bool IsBlank(StringBuilder kept)
    {
        var at = kept.Length;
        while (at > 0 && kept[at - 1] is ' ' or '\t') at--;
        if (at > 0 && kept[at - 1] != '\n') return false;
        kept.Length = at;
        return true;
    }

    private ArgdownFrontmatter ReadFrontmatter()
    {
        var none = new ArgdownFrontmatter(null, null, false, [], []);
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) if (_text[_at++] == '\n') _line++;
        var opened = (At: _at, Line: _line);
        if (ReadRawLine() != Fence)
        {
            (_at, _line) = opened;
            return none;
        }
        var yaml = new StringBuilder().Append('\n', _line - 1);
        for (var line = ReadRawLine(); line != Fence; line = ReadRawLine())
        {
            if (line is null) throw Error(opened.Line, "the frontmatter that opens here has no '===' at its end");
            yaml.Append(line).Append('\n');
        }
        return ParseFrontmatter(YamlInput.Read(File, yaml.ToString()));
    }

    private string? ReadRawLine()
    {
        if (_at >= _text.Length) return null;
        var rest = _text.AsSpan(_at);
        var line = rest[..LineLength(rest)].TrimEnd().ToString();
        _at += LineLength(rest) + 1;
        _line++;
        return line;
    }

    private static int LineLength(ReadOnlySpan<char> rest) => rest.IndexOf('\n') is >= 0 and var end ? end : rest.Length;

    private static ArgdownFrontmatter ParseFrontmatter(YamlValue yaml)
    {
        var ours = yaml.Find("debate");
        var strict = yaml.Find("model")?.Find("mode") is YamlText { Text: "strict" };
        return new(yaml.FindText("title"), ours?.FindText("name"), strict, ReadTexts(ours?.Find("motions")),
            ReadTexts(ours?.Find("notes")));
    }

    private static string[] ReadTexts(YamlValue? list) =>
        list is YamlList { Items: var items } ? [.. items.OfType<YamlText>().Select(t => t.Text)] : [];
}

/// <summary>Tracks the nesting of data braces through a text; braces in quoted strings inside them are ignored.</summary>
internal struct ArgdownBraces
{
    private int _depth;
    private char _quote;

    public readonly bool IsOpen => _depth > 0;

    public void Advance(string text, int at)
    {
        var sign = text[at];
        if (_quote != '\0')
        {
            // In double quotes a backslash escapes; an even number of them before the quote escape each other.
            if (sign == _quote && (_quote == '\'' || !IsEscaped(text, at))) _quote = '\0';
        }
        else if (sign == '{') _depth++;
        else if (sign == '}' && _depth > 0) _depth--;
        else if (_depth > 0 && sign is '"' or '\'' && text[at - 1] is ' ' or ':' or ',' or '[' or '{' or '\n' or '\t') _quote = sign;
    }

    private static bool IsEscaped(string text, int at)
    {
        var slashes = 0;
        while (text[at - 1 - slashes] == '\\') slashes++;
        return slashes % 2 == 1;
    }
}
