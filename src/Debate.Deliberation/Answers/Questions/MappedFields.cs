using System.Text.Json;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers.Questions;

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
