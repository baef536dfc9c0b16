using System.Globalization;
using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation;

namespace Debate.Tournaments;

/// <summary>
/// Rows with named fields in CSV (RFC 4180 with a header line; commas, tabs or semicolons between the cells), in a JSON list of objects,
/// or in JSON Lines. A field is matched by its name or one of its aliases, ignoring case; other columns are ignored. A column or key that
/// stands twice is refused.
/// </summary>
internal static class DelimitedRows
{
    private static readonly char[] Separators = [',', '\t', ';'];
    private static readonly char[] Blanks = ['\uFEFF', ' ', '\t', '\r', '\n'];

    /// <summary>Whether a text is JSON by its first sign.</summary>
    internal static bool IsJson(string text) => text.AsSpan().TrimStart(Blanks) is ['[' or '{', ..];

    /// <summary>The rows of a CSV text.</summary>
    internal static IEnumerable<DelimitedRow> ReadCsv(string text, string file, FieldNames names)
    {
        var lines = text.TrimStart('\uFEFF');
        // Line ends of the first Macintosh: the reader knows line feeds alone.
        if (!lines.Contains('\n', StringComparison.Ordinal)) lines = lines.Replace('\r', '\n');
        FieldPlan? plan = null;
        var columns = 0;
        foreach (var (line, cells) in Csv.Read(new StringReader(lines), file, FindSeparator(lines, names)))
        {
            if (plan is null)
            {
                (plan, columns) = (ReadHeader(cells, new(file, line), names), cells.Length);
                continue;
            }
            if (cells.Length != columns)
                throw new InputException($"{file}:{line}: has {cells.Length} fields, the first line names {columns}");
            yield return new(new(file, line), cells, plan);
        }
    }

    /// <summary>The rows that JSON objects are.</summary>
    internal static IEnumerable<DelimitedRow> FromJson(IEnumerable<(JsonElement Item, RowPlace Place)> items, FieldNames names)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (item, place) in items)
        {
            seen.Clear();
            yield return new(place, ReadObject(item, place, names, seen), names.Plan);
        }
    }

    private static string?[] ReadObject(JsonElement item, RowPlace place, FieldNames names, HashSet<string> seen)
    {
        if (item.ValueKind != JsonValueKind.Object) throw place.Error("must be an object such as {\"a\": ...}");
        var (values, what) = (new string?[names.Count], "a key");
        try
        {
            foreach (var property in item.EnumerateObject())
            {
                what = "a key";
                var name = what = property.Name;
                if (!seen.Add(name)) throw place.Error($"the key '{RowPlace.Shorten(name)}' stands twice; it must stand once");
                if (names.FindSlot(name) is >= 0 and var slot) values[slot] = ToText(property.Value);
            }
        }
        catch (InvalidOperationException e)
        {
            // Texts of JSON may hold half of a surrogate pair, which shows only when they are read.
            throw place.Error($"{what}: is not valid Unicode: it holds half of a surrogate pair", e);
        }
        return values;
    }

    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) =>
            string.Join(", ", value.EnumerateArray().Select(v => v.GetString())),
        _ => value.GetRawText(),
    };

    private static FieldPlan ReadHeader(string[] cells, RowPlace place, FieldNames names)
    {
        if (Csv.FindRepeated(cells) is { } twice)
            throw place.Error($"the column '{RowPlace.Shorten(twice)}' stands twice; it must stand once");
        if (names.Required.FirstOrDefault(field => !cells.Any(cell => names.Has(field, cell.Trim()))) is { } missing)
            throw place.Error($"no column is '{missing}' ({names.Describe(missing)}); the columns are "
                + RowPlace.Shorten(string.Join(", ", cells.Select(cell => $"'{cell.Trim()}'"))));
        return names.CreatePlan(cells);
    }

    /// <summary>The separator by which the first line names most fields; a comma where it does not matter.</summary>
    private static char FindSeparator(string text, FieldNames names)
    {
        var start = text.AsSpan().IndexOfAnyExcept(Blanks);
        if (start < 0) return Separators[0];
        var end = text.IndexOf('\n', start);
        var first = end < 0 ? text[start..] : text[start..end];
        return Separators.MaxBy(separator => first.Split(separator).Count(cell => names.FindSlot(cell.Trim(' ', '\t', '\r', '"')) >= 0));
    }
}

/// <summary>
/// The fields of a kind of row, each with the names under which files have it: the preferred one first. A slot is the place of one of
/// these names.
/// </summary>
internal sealed class FieldNames
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int[]> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    /// <param name="required">The fields without which a file has no rows of this kind.</param>
    /// <param name="fields">The fields with their names.</param>
    internal FieldNames(string[] required, params ReadOnlySpan<(string Field, string[] Names)> fields)
    {
        Required = required;
        foreach (var (field, names) in fields)
        {
            _fields[field] = [.. Enumerable.Range(_names.Count, names.Length)];
            foreach (var name in names)
            {
                _slots.Add(name, _names.Count);
                _names.Add(name);
            }
        }
        Plan = new(_fields, _names);
    }

    /// <summary>The fields without which a file has no rows of this kind.</summary>
    internal IReadOnlyList<string> Required { get; }

    /// <summary>The number of slots.</summary>
    internal int Count => _names.Count;

    /// <summary>The slot of a name; -1 if no field has it.</summary>
    internal int FindSlot(string name) => _slots.TryGetValue(name, out var slot) ? slot : -1;

    /// <summary>Where the fields stand in rows of one value a slot.</summary>
    internal FieldPlan Plan { get; }

    /// <summary>Where the fields stand in rows of one value a column.</summary>
    internal FieldPlan CreatePlan(string[] columns)
    {
        var slots = Array.ConvertAll(columns, column => FindSlot(column.Trim()));
        return new(_fields.ToDictionary(
            field => field.Key, field => field.Value.Select(slot => Array.IndexOf(slots, slot)).Where(at => at >= 0).ToArray(),
            StringComparer.Ordinal), [.. columns.Select(column => column.Trim())]);
    }

    /// <summary>Whether a column of that name is the field.</summary>
    internal bool Has(string field, string name) => FindSlot(name) is >= 0 and var slot && _fields[field].Contains(slot);

    /// <summary>The names of a field, for messages.</summary>
    internal string Describe(string field) => string.Join(", ", _fields[field].Select(slot => _names[slot]));
}

/// <summary>Where the fields stand in the values of a row.</summary>
/// <param name="fields">The places of each field, the preferred one first; none where no column is the field.</param>
/// <param name="names">The name of each place.</param>
internal sealed class FieldPlan(IReadOnlyDictionary<string, int[]> fields, IReadOnlyList<string> names)
{
    private readonly Dictionary<string, int[]> _fields = new(fields, StringComparer.Ordinal);
    private readonly int[][] _ambiguous = [.. fields.Values.Where(places => places.Length > 1)];

    /// <summary>The first value of a field that is not blank, without outer blanks; null if there is none.</summary>
    internal string? Find(string field, string?[] values)
    {
        foreach (var place in _fields[field])
            if (values[place]?.Trim() is { Length: > 0 } text) return text;
        return null;
    }

    /// <summary>
    /// The names under which a row has several values of one field, the one that is read first; null if it has none but of fields that are
    /// <paramref name="known"/> already.
    /// </summary>
    internal string[]? FindRivals(string?[] values, HashSet<int[]> known)
    {
        foreach (var places in _ambiguous)
        {
            var filled = 0;
            foreach (var place in places)
                if (!string.IsNullOrWhiteSpace(values[place])) filled++;
            if (filled > 1 && known.Add(places))
                return [.. places.Where(place => !string.IsNullOrWhiteSpace(values[place])).Select(place => names[place])];
        }
        return null;
    }
}

/// <summary>Where a row stands: a line of a file, or a place in it by another name.</summary>
internal readonly record struct RowPlace(string File, int Line, string? Label = null)
{
    private const int MaxShown = 120;

    /// <summary>A one-line error that begins with the place.</summary>
    internal InputException Error(string rule, Exception? inner = null)
    {
        var message = $"{(Label is null ? FormattableString.Invariant($"{File}:{Line}") : Label)}: {rule}";
        return inner is null ? new(message) : new(message, inner);
    }

    /// <summary>A text of the file for a message: one line of at most 120 characters.</summary>
    internal static string Shorten(string text) => OneLine.Format(text, MaxShown);
}

/// <summary>A row of a file with named fields: typed getters, and one-line errors that name place, field and value.</summary>
internal sealed class DelimitedRow(RowPlace place, string?[] values, FieldPlan plan)
{
    private static readonly (string Word, bool Value)[] Truths =
        [("true", true), ("1", true), ("1.0", true), ("yes", true), ("false", false), ("0", false), ("0.0", false), ("no", false)];

    /// <inheritdoc cref="FieldPlan.FindRivals"/>
    internal string[]? FindRivals(HashSet<int[]> known) => plan.FindRivals(values, known);

    /// <summary>The field's text; null if it is missing or blank.</summary>
    internal string? Text(string field) => plan.Find(field, values);

    internal string Required(string field) => Text(field) ?? throw CreateError(field, "", "is missing and must be given");

    internal double? Number(string field, double min, double max)
    {
        if (Text(field) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number : throw CreateError(field, text, FormattableString.Invariant($"must be a number from {min} to {max}"));
    }

    internal bool? Flag(string field)
    {
        if (Text(field) is not { } text) return null;
        foreach (var (word, value) in Truths)
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase)) return value;
        throw CreateError(field, text, "must be true or false, 1 or 0");
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
        place.Error($"{field}:{(value.Length == 0 ? "" : $" '{RowPlace.Shorten(value)}'")} {rule}");
}
