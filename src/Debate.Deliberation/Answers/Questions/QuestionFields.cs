using System.Globalization;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Core.Output;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>What rows of questions were read from.</summary>
public enum QuestionContainer
{
    /// <summary>JSON or JSON Lines: values have kinds.</summary>
    Json,

    /// <summary>Comma-separated values: every value is a text, an empty one is absent.</summary>
    Csv,

    /// <summary>Apache Parquet: values have kinds.</summary>
    Parquet,
}

/// <summary>A row of a question file, of whatever container: named fields, nested.</summary>
/// <param name="Fields">A JSON object; anything else is refused.</param>
/// <param name="Where">The file and the position in it, for messages.</param>
/// <param name="Id">The name that the container gives the row; null where it gives none.</param>
public sealed record QuestionRow(JsonElement Fields, string Where, string? Id = null);

/// <summary>
/// The fields of one row by name, with the kind that each must have. A null counts as absent. What was asked for is remembered, so that the
/// rest can be told.
/// </summary>
internal sealed class QuestionFields
{
    private readonly Dictionary<string, (string Name, JsonElement Value)> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly IReadOnlyCollection<string> _mapped;

    private QuestionFields(QuestionRow row, IReadOnlyCollection<string> mapped)
    {
        (Where, Id, _mapped) = (row.Where, row.Id, mapped);
        foreach (var field in row.Fields.EnumerateObject())
            if (field.Value.ValueKind is not JsonValueKind.Null) Add(field.Name, field.Value);
    }

    /// <summary>The file and the position in it.</summary>
    public string Where { get; }

    /// <summary>The name that the container gives the row.</summary>
    public string? Id { get; }

    /// <summary>The names of all fields, as the file writes them.</summary>
    public IEnumerable<string> Names => _fields.Values.Select(f => f.Name);

    /// <summary>The names of the fields that nobody asked for.</summary>
    public IEnumerable<string> Unread => _fields.Where(f => !_read.Contains(f.Key)).Select(f => f.Value.Name);

    /// <summary>The fields of a row, those that the reading maps under our names.</summary>
    public static QuestionFields Read(QuestionRow row, QuestionReading reading)
    {
        if (row.Fields.ValueKind != JsonValueKind.Object)
            throw new InputException($"{row.Where}: a question must be a JSON object, not {Describe(row.Fields)}");
        return Guard(row.Where, () =>
        {
            var mapped = MappedFields.Apply(row, reading);
            return new QuestionFields(mapped, [.. reading.Fields.Keys.Select(ReplyField.FoldName)]);
        });
    }

    /// <summary>Texts of JSON may hold half of a surrogate pair, which only shows when they are read.</summary>
    public static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException error)
        {
            throw HalfSurrogate(where, error);
        }
    }

    /// <summary>The error for a text of JSON that is no Unicode.</summary>
    public static InputException HalfSurrogate(string where, InvalidOperationException error) =>
        new($"{where}: a text holds half of a surrogate pair; texts must be valid Unicode", error);

    /// <summary>Whether one of the fields has a value. This does not count as reading it.</summary>
    public bool Has(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_fields.ContainsKey(ReplyField.FoldName(name))) return true;
        return false;
    }

    /// <summary>A field's value without reading it; null if it has none.</summary>
    public JsonElement? Peek(string name) => _fields.TryGetValue(ReplyField.FoldName(name), out var field) ? field.Value : null;

    /// <summary>The field for the first of the names that has a value.</summary>
    public QuestionField? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var folded = ReplyField.FoldName(name);
            if (!_fields.TryGetValue(folded, out var field)) continue;
            _read.Add(folded);
            return new(field.Name, field.Value, Where);
        }
        return null;
    }

    /// <summary>The field for the first of the names; an <see cref="InputException"/> with the rule if none has a value.</summary>
    public QuestionField Require(string rule, params ReadOnlySpan<string> names) =>
        Find(names) ?? throw Missing(names[0], rule);

    /// <summary>The text or number of the first field that has one; null if none has.</summary>
    public string? Text(params ReadOnlySpan<string> names) => Find(names)?.ToText();

    /// <summary>The text or number of the first field that has one, which must be there.</summary>
    public string RequireText(params ReadOnlySpan<string> names) => Require("a text that is not empty", names).ToText();

    /// <summary>The texts of a list, or the one that is no list; empty if no field has a value.</summary>
    public IReadOnlyList<string> Texts(params ReadOnlySpan<string> names) => Find(names)?.ToTexts() ?? [];

    /// <summary>The error for a field that must be there.</summary>
    public InputException Missing(string field, string rule) => new($"{Where}: field \"{field}\" is missing; it must be {rule}; "
        + $"{(_fields.Count == 0 ? "there are no fields" : $"the fields are {string.Join(", ", Names)}")}; "
        + $"--field {field.Replace(' ', '-')}=NAME names another");

    /// <summary>Throws if a field that the command line maps has a value that the form has no use for.</summary>
    public void RequireMappedWereRead(string form)
    {
        if (_mapped.FirstOrDefault(name => _fields.ContainsKey(name) && !_read.Contains(name)) is { } unread)
            throw new InputException($"{Where}: --field {_fields[unread].Name}=...: the form {form} has no such field");
    }

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "an empty list" : "a list",
        JsonValueKind.String => value.GetString()!.Trim().Length == 0 ? "empty" : "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private void Add(string name, JsonElement value)
    {
        if (!_fields.TryAdd(ReplyField.FoldName(name), (name, value)))
            throw new InputException(
                $"{Where}: fields \"{_fields[ReplyField.FoldName(name)].Name}\" and \"{name}\" are one name; it must stand once");
    }
}

/// <summary>One field of a row, and what its value must be.</summary>
/// <param name="Name">Its name as the file writes it, with the path to it.</param>
/// <param name="Value">Its value, not null.</param>
/// <param name="Where">The file and the position in it.</param>
internal sealed record QuestionField(string Name, JsonElement Value, string Where)
{
    private const int ShownLength = 60;

    /// <summary>The trimmed text or the number as it is written; an <see cref="InputException"/> for another kind or none.</summary>
    public string ToText()
    {
        var text = ToText(Value) ?? throw Invalid("a text or a number");
        return text.Length == 0 ? throw Invalid("not empty") : text;
    }

    /// <summary>The texts of a list, none empty, or the one text or number.</summary>
    public IReadOnlyList<string> ToTexts()
    {
        if (Value.ValueKind != JsonValueKind.Array) return [ToText()];
        string[] texts = [.. Value.EnumerateArray().Select(t => ToText(t) ?? "")];
        return texts.Length > 0 && !texts.Contains("")
            ? texts : throw Invalid("a list of at least one text or number, none empty");
    }

    /// <summary>A whole number, written as a number or as a text of digits; null for anything else.</summary>
    public long? ToWhole() => Value.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && decimal.TryParse(ToText(Value), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) && number == decimal.Truncate(number) && Math.Abs(number) < int.MaxValue ? (long)number : null;

    /// <summary>A field of this one, which must be a record; null if it has no value.</summary>
    public QuestionField? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object) throw Invalid("a record");
        foreach (var field in Value.EnumerateObject())
            if (ReplyField.IsSameName(field.Name, name) && field.Value.ValueKind != JsonValueKind.Null)
                return new($"{Name}.{field.Name}", field.Value, Where);
        return null;
    }

    /// <summary>A field of this one that must have a value.</summary>
    public QuestionField Require(string name, string rule) =>
        Find(name) ?? throw new InputException($"{Where}: field \"{Name}.{name}\" is missing; it must be {rule}");

    /// <summary>The error for a value that breaks the rule.</summary>
    public InputException Invalid(string rule) => new($"{Where}: field \"{Name}\" is {QuestionFields.Describe(Value)}; it must be {rule}");

    /// <summary>The error for a value that breaks the rule, with the value.</summary>
    public InputException InvalidValue(string rule) => new($"{Where}: field \"{Name}\" is \"{Show()}\"; it must be {rule}");

    private string Show()
    {
        var text = (Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Value.GetRawText()).Trim();
        return SafeText.Clean(text.Length > ShownLength ? text[..ShownLength] + "..." : text);
    }

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}

/// <summary>
/// The command line's names for a file's fields (<c>--field question=prompt</c>): a row in which they stand under our names, in place of
/// the file's own.
/// </summary>
public static class MappedFields
{
    /// <summary>Our names, those of <see cref="PlainForm"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["question", "answer", "choices", "incorrect-answer", "context", "passage", "explanation", "id", "source", "reference",
            "incorrect-reference"];

    internal static QuestionRow Apply(QuestionRow row, QuestionReading reading)
    {
        if (reading.Fields.Count == 0) return row;
        var fields = row.Fields.EnumerateObject().DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        var found = reading.Fields.ToDictionary(f => f.Key, f => Find(row, f.Key, f.Value), StringComparer.Ordinal);
        foreach (var name in reading.Fields.Values.SelectMany(path => IsWhole(row, path) ? [path] : Split(path)))
            fields.Remove(FindRoot(row, name)?.Name ?? name);
        foreach (var ours in found.Keys)
            if (fields.Keys.FirstOrDefault(name => ReplyField.IsSameName(name, ours)) is { } shadowed) fields.Remove(shadowed);
        foreach (var (ours, value) in found) fields[ours] = value;
        return row with { Fields = JsonSerializer.SerializeToElement(fields) };
    }

    private static JsonElement Find(QuestionRow row, string ours, string path)
    {
        if (!Names.Any(name => ReplyField.IsSameName(name, ours)))
            throw new InputException($"--field '{ours}={path}': {ours} must be one of {string.Join(", ", Names)}");
        if (IsWhole(row, path) || !path.Contains(',', StringComparison.Ordinal)) return FindOne(row, ours, path);
        return JsonSerializer.SerializeToElement(Split(path).Select(part => FindOne(row, ours, part)));
    }

    private static JsonElement FindOne(QuestionRow row, string ours, string path)
    {
        if (FindField(row.Fields, path) is { } whole) return whole.Value;
        var value = row.Fields;
        foreach (var step in path.Split('.'))
            value = FindField(value, step)?.Value ?? throw new InputException($"{row.Where}: --field '{ours}={path}': there is no field "
                + $"\"{step}\"; the fields are {string.Join(", ", row.Fields.EnumerateObject().Select(f => f.Name))}");
        return value;
    }

    private static string[] Split(string path) => path.Split(',', StringSplitOptions.TrimEntries);

    private static bool IsWhole(QuestionRow row, string path) => FindField(row.Fields, path) is not null;

    private static JsonProperty? FindRoot(QuestionRow row, string path) =>
        FindField(row.Fields, path) ?? FindField(row.Fields, path.Split('.')[0]);

    private static JsonProperty? FindField(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        foreach (var field in value.EnumerateObject())
            if (ReplyField.IsSameName(field.Name, name)) return field;
        return null;
    }
}
