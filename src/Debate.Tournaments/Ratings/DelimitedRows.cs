using System.Globalization;
using System.Text.Json;
using Debate.Argumentation.Formats;

namespace Debate.Tournaments;

/// <summary>
/// Rows with named fields in CSV (RFC 4180 with a header line; the separator is a tab or semicolon if the header has one and no comma), in
/// a JSON list of objects, or in JSON Lines. A field is matched by its name or one of its aliases, ignoring case.
/// </summary>
internal static class DelimitedRows
{
    internal static IEnumerable<DelimitedRow> Read(string text, string file, IReadOnlyDictionary<string, string[]> aliases)
    {
        var names = aliases.SelectMany(entry => entry.Value.Select(alias => (alias, entry.Key)))
            .ToDictionary(entry => entry.alias, entry => entry.Key, StringComparer.OrdinalIgnoreCase);
        return text.AsSpan().TrimStart("\uFEFF \t\r\n") is ['[' or '{', ..] ? ReadJson(text, file, names)
            : ReadDelimited(text, file, names);
    }

    internal static InputException CreateError(string file, int line, string field, string value, string rule)
    {
        var shown = new string([.. value.Select(c => char.IsControl(c) ? ' ' : c)]);
        if (shown.Length > 120) shown = shown[..120] + "...";
        return new($"{file}:{line}: {field}:{(shown.Length == 0 ? "" : $" '{shown}'")} {rule}");
    }

    private static IEnumerable<DelimitedRow> ReadDelimited(string text, string file, Dictionary<string, string> names)
    {
        var first = text[..(text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : text.Length)];
        var separator = first.Contains(',') ? ',' : first.Contains('\t') ? '\t' : first.Contains(';') ? ';' : ',';
        string?[]? columns = null;
        foreach (var (line, cells) in Csv.Read(new StringReader(text.TrimStart('\uFEFF')), file, separator))
        {
            if (columns is null)
            {
                columns = [.. cells.Select(cell => names.GetValueOrDefault(cell.Trim()))];
                continue;
            }
            if (cells.Length != columns.Length)
                throw new InputException($"{file}:{line}: has {cells.Length} fields, the first line names {columns.Length}");
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < cells.Length; i++)
                if (columns[i] is { } name) fields.TryAdd(name, cells[i]);
            yield return new(file, line, fields);
        }
    }

    private static IEnumerable<DelimitedRow> ReadJson(string text, string file, Dictionary<string, string> names)
    {
        if (text.AsSpan().TrimStart("\uFEFF \t\r\n")[0] == '[')
        {
            using var list = ParseJson(text, file, 1);
            var number = 0;
            foreach (var item in list.RootElement.EnumerateArray()) yield return ToRow(item, file, ++number, names);
            yield break;
        }
        var line = 0;
        foreach (var part in text.Split('\n'))
        {
            line++;
            if (string.IsNullOrWhiteSpace(part)) continue;
            using var document = ParseJson(part, file, line);
            yield return ToRow(document.RootElement, file, line, names);
        }
    }

    private static DelimitedRow ToRow(JsonElement item, string file, int line, Dictionary<string, string> names)
    {
        if (item.ValueKind != JsonValueKind.Object) throw new InputException($"{file}:{line}: must be an object such as {{\"a\": ...}}");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
            if (names.TryGetValue(property.Name, out var name) && property.Value.ValueKind != JsonValueKind.Null)
                fields.TryAdd(name, property.Value.ToString());
        return new(file, line, fields);
    }

    private static JsonDocument ParseJson(string text, string file, int line)
    {
        try
        {
            return JsonDocument.Parse(text.TrimStart('\uFEFF'));
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}:{line + (e.LineNumber ?? 0)}: is not JSON: {e.Message}", e);
        }
    }
}

/// <summary>A row of a file with named fields: typed getters, and one-line errors that name file, line, field and value.</summary>
internal sealed class DelimitedRow(string file, int line, IReadOnlyDictionary<string, string> fields)
{
    internal int Line => line;

    /// <summary>The field's text; null if it is missing or blank.</summary>
    internal string? Text(string field) =>
        fields.TryGetValue(field, out var text) && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;

    internal string Required(string field) => Text(field) ?? throw CreateError(field, "", "is missing and must be given");

    internal double? Number(string field, double min, double max)
    {
        if (Text(field) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number : throw CreateError(field, text, FormattableString.Invariant($"must be a number from {min} to {max}"));
    }

    internal int? OneOf(string field, params ReadOnlySpan<(string Word, int Value)> words)
    {
        if (Text(field) is not { } text) return null;
        var known = new List<string>();
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return value;
            known.Add(word);
        }
        throw CreateError(field, text, $"must be one of: {string.Join(", ", known)}");
    }

    internal InputException CreateError(string field, string value, string rule) =>
        DelimitedRows.CreateError(file, line, field, value, rule);
}
