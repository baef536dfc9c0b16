
namespace Debate.Core.Input;

/// <summary>
/// A mapping of a YAML document with a fixed set of allowed keys. Every error is an <see cref="InputException"/> that names file, line and
/// rule.
/// </summary>
public sealed class YamlRecord
{
    private readonly string _file;
    private readonly YamlMapping _mapping;

    private YamlRecord(string file, YamlValue value, string[] known)
    {
        var keys = string.Join(", ", known);
        (_file, _mapping) = (file, value as YamlMapping ?? throw YamlInput.Error(file, value.Line, $"here goes a mapping with {keys}"));
        foreach (var (key, _) in _mapping.Entries)
            if (!known.Contains(key.Text)) throw YamlInput.Error(file, key.Line, $"unknown key '{key.Text}'; known are {keys}");
    }

    /// <summary>Reads the document in a text.</summary>
    public static YamlRecord Read(string file, string text, params string[] known) => new(file, YamlInput.Read(file, text), known);

    /// <summary>The text of a key; null where it is absent or empty.</summary>
    public string? Text(string key) => FindValue(key) switch
    {
        null or YamlText { Text: "" } => null,
        YamlText text => text.Text.Trim(),
        var other => throw YamlInput.Error(_file, other.Line, $"'{key}' must be a text"),
    };

    /// <summary>The text of a required key.</summary>
    public string Required(string key) => Text(key) ?? throw ErrorAt(key, $"'{key}' is missing; it must be a text");

    /// <summary>The texts of a list, or a single text as a list of one; empty where the key is absent.</summary>
    public IReadOnlyList<string> Texts(string key) => FindValue(key) switch
    {
        null or YamlText { Text: "" } => [],
        YamlText text => [text.Text.Trim()],
        YamlList list => [.. list.Items.Select(i => i is YamlText { Text.Length: > 0 } text
            ? text.Text.Trim() : throw YamlInput.Error(_file, i.Line, $"'{key}' must be a list of texts, none empty"))],
        var other => throw YamlInput.Error(_file, other.Line, $"'{key}' must be a list of texts"),
    };

    /// <summary>The records of a list; empty where the key is absent.</summary>
    public IReadOnlyList<YamlRecord> Records(string key, params string[] known) => FindValue(key) switch
    {
        null or YamlText { Text: "" } => [],
        YamlList list => [.. list.Items.Select(i => new YamlRecord(_file, i, known))],
        var other => throw YamlInput.Error(_file, other.Line, $"'{key}' must be a list"),
    };

    /// <summary>The record under a key; null where it is absent.</summary>
    public YamlRecord? Record(string key, params string[] known) =>
        FindValue(key) is null or YamlText { Text: "" } ? null : new YamlRecord(_file, FindValue(key)!, known);

    /// <summary>A mapping of texts, in the file's order.</summary>
    public IReadOnlyList<(string Name, string Text)> Pairs(string key) => FindValue(key) switch
    {
        null or YamlText { Text: "" } => [],
        YamlMapping mapping => [.. mapping.Entries.Select(e => (e.Key.Text, e.Value is YamlText text
            ? text.Text.Trim() : throw YamlInput.Error(_file, e.Value.Line, $"'{e.Key.Text}' must be a text")))],
        var other => throw YamlInput.Error(_file, other.Line, $"'{key}' must be a mapping of texts"),
    };

    /// <summary>An error at a key, or at the record where the key is absent.</summary>
    public InputException ErrorAt(string key, string rule) => YamlInput.Error(_file, FindValue(key)?.Line ?? _mapping.Line, rule);

    private YamlValue? FindValue(string key) => _mapping.Entries.FirstOrDefault(e => e.Key.Text == key).Value;
}
