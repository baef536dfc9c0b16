using System.Globalization;
using System.Text;
using Debate.Core.Input;

namespace Debate.Argumentation.Formats;

/// <summary>
/// The common subset of Argdown (argdown.org, after its syntax guide). Statements <c>[Title]: text</c> and arguments
/// <c>&lt;Title&gt;: text</c> become arguments of the graph under their titles (an argument with the same title as a statement has the id
/// <c>&lt;Title&gt;</c>), in the order in which they are first defined or listed on their own. Indented below them, <c>+</c> supports,
/// <c>-</c> attacks and <c>_</c> undercuts the element above (as do <c>&lt;+ &lt;- &lt;_</c>; <c>+&gt; -&gt; _&gt;</c> point the other
/// way), <c>&gt;&lt;</c> is a mutual attack, and so is any attack between statements if the frontmatter selects strict mode.
/// <para>An argument with a premise-conclusion structure becomes one inference per step: the last has the argument's title, earlier ones
/// title.1, title.2; its outgoing relations start from its conclusion, and what attacks or undercuts it undercuts its last step. An
/// undercut of an argument without a structure is an attack on it. Headings, comments, tags, list marks, inference rules and data in braces
/// are parsed and dropped, as are untitled statements without relations; Markdown inside texts is kept verbatim; a backslash escapes the
/// next character. The first text of a title is used.</para>
/// <para>A graph that is written and read back is the same, except for the order of its inferences. What Argdown cannot express is stored
/// in our own data, <c>{debate: {id, text, score, step}}</c>: an id or text that Argdown's titles and texts cannot represent, a score, and
/// a step (support or attack) that other tools see as an argument between its premises and its conclusion.</para>
/// </summary>
public static class Argdown
{
    /// <summary>Argdown.</summary>
    public static GraphFormat Format { get; } = new("argdown", ".argdown", ".ad")
    {
        Read = (file, text, _) => Read(file, text),
        Write = (map, output, _) => new ArgdownWriter(map, output).Write(),
    };

    /// <summary>The map in <paramref name="text"/>. Malformed text is an <see cref="InputException"/> with file, line and rule.</summary>
    public static ArgumentMap Read(string file, string text)
    {
        MapRules.ValidateNotEmpty(file, text);
        var source = new ArgdownSource(file, text);
        var document = new ArgdownReader(source).Read();
        var (graph, notes) = new ArgdownGraphBuilder(source, document).Build();
        var head = source.Frontmatter;
        var name = head.Name ?? Path.GetFileNameWithoutExtension(file);
        return new ArgumentMap(name, graph) { Title = head.Title ?? name, Motions = head.Motions, Notes = [.. head.Notes, .. notes] };
    }
}

/// <summary>Our own data in the braces of an element.</summary>
internal sealed record ArgdownData(string? Id = null, string? Text = null, double? Score = null, InferenceKind? Step = null);

/// <summary>
/// One occurrence of a statement or argument: with its title, if it has one; with its text, if it is defined there (a reference has none);
/// and with our data.
/// </summary>
internal sealed record ArgdownElement(int Line, bool IsArgument, string? Title, string? Text, ArgdownData Data)
{
    /// <summary>Parses <paramref name="content"/>, taken from one line or several, as an element.</summary>
    public static ArgdownElement Parse(ArgdownSource source, int line, string content)
    {
        var (title, length) = ParseTitle(source, line, content);
        var isDefined = title is null || (length < content.Length && content[length] == ':');
        var inline = new ArgdownInline(source, line, content, title is not null && isDefined ? length + 1 : length);
        var text = inline.Read();
        if (!isDefined && text.Length > 0)
            throw source.Error(line, $"after {content[..length]} goes ':' and a text, or nothing, not '{text}'");
        return new(line, content[0] == '<' && title is not null, title, isDefined ? text : null, inline.Data);
    }

    private static (string? Title, int Length) ParseTitle(ArgdownSource source, int line, string content)
    {
        if (content[0] is not ('[' or '<')) return (null, 0);
        var end = content.IndexOf(content[0] == '[' ? ']' : '>', StringComparison.Ordinal);
        if (end < 0)
            throw source.Error(line, $"the title that '{content[0]}' opens does not end (as part of a text it is written \\{content[0]})");
        if (content[0] == '[' && end + 1 < content.Length && content[end + 1] == '(') return (null, 0);
        var title = string.Join(' ', content[1..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return title.Length > 0 ? (title, end + 1) : throw source.Error(line, "a title must not be empty");
    }
}

/// <summary>The text of an element, without tags and data, with white space collapsed to single blanks.</summary>
internal sealed class ArgdownInline(ArgdownSource source, int line, string content, int start)
{
    private readonly StringBuilder _text = new();
    private int _at = start;

    public ArgdownData Data { get; private set; } = new();

    public string Read()
    {
        for (; _at < content.Length; _at++)
        {
            var sign = content[_at];
            if (char.IsWhiteSpace(sign)) AppendBlank();
            else if (sign == '\\' && _at + 1 < content.Length) _text.Append(content[++_at]);
            else if (sign == '{') ReadData();
            else if (sign == '#' && IsTag()) SkipTag();
            else _text.Append(sign);
        }
        if (_text.Length > 0 && _text[^1] == ' ') _text.Length--;
        return _text.ToString();
    }

    private void AppendBlank()
    {
        if (_text.Length > 0 && _text[^1] != ' ') _text.Append(' ');
    }

    private bool IsTag() => (_at == 0 || char.IsWhiteSpace(content[_at - 1]))
        && _at + 1 < content.Length && (content[_at + 1] == '(' || IsTagSign(content[_at + 1]));

    private static bool IsTagSign(char sign) => char.IsLetterOrDigit(sign) || sign is '-' or '_';

    private void SkipTag()
    {
        if (content[_at + 1] == '(')
        {
            var end = content.IndexOf(')', _at);
            _at = end >= 0 ? end : throw source.Error(line, "the tag that '#(' opens has no ')'");
        }
        else while (_at + 1 < content.Length && IsTagSign(content[_at + 1])) _at++;
    }

    private void ReadData()
    {
        var (braces, start) = (new ArgdownBraces(), _at);
        braces.Advance(content, _at);
        while (braces.IsOpen)
            if (++_at < content.Length) braces.Advance(content, _at);
            else throw source.Error(line, "'{' opens data that no '}' ends");
        var inside = content[(start + 1).._at];
        // After a line break the braces hold YAML in block style, which does not include the braces.
        var yaml = inside.TrimStart(' ', '\t', '\r') is ['\n', ..] ? inside : content[start..(_at + 1)];
        Data = ReadDebateData(ParseYaml(yaml).Find("debate")) ?? Data;
    }

    private YamlValue ParseYaml(string yaml)
    {
        try
        {
            return YamlInput.Read(source.File, yaml);
        }
        catch (InputException e)
        {
            throw source.Error(line, "the data in braces is not YAML that is read here" + e.Message[e.Message.LastIndexOf(':')..]);
        }
    }

    private ArgdownData? ReadDebateData(YamlValue? ours) => ours is null ? null : new(
        ours.FindText("id") is { Length: 0 } ? throw source.Error(line, "an id must not be empty") : ours.FindText("id"),
        ours.FindText("text"), ParseScore(ours.FindText("score")), ParseStep(ours.FindText("step")));

    private double? ParseScore(string? text)
    {
        if (text is null) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1
            ? score : throw source.Error(line, $"score '{text}' is not a number in [0, 1]");
    }

    private InferenceKind? ParseStep(string? text) => text switch
    {
        null => null,
        "support" => InferenceKind.Support,
        "attack" => InferenceKind.Attack,
        _ => throw source.Error(line, $"step '{text}' is not support or attack"),
    };
}
