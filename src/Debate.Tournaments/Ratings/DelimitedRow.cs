using System.Globalization;

namespace Debate.Tournaments;

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
