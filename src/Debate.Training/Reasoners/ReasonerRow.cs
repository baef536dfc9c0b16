using System.Globalization;
using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Training.Reasoners;

/// <summary>A row of a file of JSON Lines, read field by field; errors name the place, the field, the value and the rule.</summary>
/// <param name="Fields">The row, an object.</param>
/// <param name="Place">Where it stands, such as <c>rows.jsonl:3</c>.</param>
public sealed record ReasonerRow(JsonElement Fields, string Place)
{
    private const int MaxShown = 60;

    /// <summary>The rows of a file of JSON Lines; empty lines are skipped. Throws <see cref="InputException"/> where a line is no object.</summary>
    public static IReadOnlyList<ReasonerRow> ReadLines(TextReader lines, string file)
    {
        var rows = new List<ReasonerRow>();
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{number}");
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InputException($"{place}: a row must be a JSON object");
                rows.Add(new(document.RootElement.Clone(), place));
            }
            catch (JsonException wrong)
            {
                throw new InputException($"{place}: not JSON: {wrong.Message}", wrong);
            }
        }
        return rows.Count > 0 ? rows : throw new InputException($"{file}: it has no rows");
    }

    /// <summary>Whether the row has a field.</summary>
    public bool Has(string field) => Fields.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text.</summary>
    public string Text(string field) => Value(field) is { ValueKind: JsonValueKind.String } value
        ? value.GetString()! : throw Error(field, "must be a text");

    /// <summary>A text, or nothing where the row lacks it.</summary>
    public string? OptionalText(string field) => Has(field) ? Text(field) : null;

    /// <summary>A finite number in a range.</summary>
    public double Number(string field, double min = double.MinValue, double max = double.MaxValue) =>
        AsNumber(Value(field)) is { } number && number >= min && number <= max ? number : throw Error(field, RangeRule(min, max));

    /// <summary>Texts, at least one.</summary>
    public IReadOnlyList<string> Texts(string field)
    {
        var items = Items(field, "texts");
        if (items.Any(item => item.ValueKind != JsonValueKind.String)) throw Error(field, "must be a list of texts");
        return [.. items.Select(item => item.GetString()!)];
    }

    /// <summary>Finite numbers in a range, at least one.</summary>
    public IReadOnlyList<double> Numbers(string field, double min = double.MinValue, double max = double.MaxValue)
    {
        var numbers = Items(field, "numbers").Select(AsNumber).ToArray();
        if (numbers.Any(number => number is null || number < min || number > max)) throw Error(field, $"each {RangeRule(min, max)}");
        return [.. numbers.Select(number => number!.Value)];
    }

    /// <summary>Pairs of whole numbers in 0..<paramref name="count"/>-1, such as the ends of attacks.</summary>
    public IReadOnlyList<(int From, int To)> Pairs(string field, int count)
    {
        var list = Value(field);
        if (list.ValueKind != JsonValueKind.Array) throw Error(field, "must be a list of pairs of numbers");
        return [.. list.EnumerateArray().Select(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() == 2
            ? (Index(pair[0]), Index(pair[1])) : throw Error(field, "must be a list of pairs of numbers"))];

        int Index(JsonElement number) => number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var index) && index >= 0 && index < count
            ? index : throw Error(field, $"its numbers must be in 0..{count - 1}");
    }

    /// <summary>The named values of an object, in the order of the row, each as JSON.</summary>
    public IReadOnlyList<(string Name, JsonElement Value)> Named(string field) => Value(field) is { ValueKind: JsonValueKind.Object } value
        ? [.. value.EnumerateObject().Select(item => (item.Name, item.Value))] : throw Error(field, "must be an object");

    /// <summary>The error for a field's value: place, field, value and rule.</summary>
    public InputException Error(string field, string rule)
    {
        var shown = Fields.TryGetProperty(field, out var value) ? value.GetRawText() : "missing";
        return new($"{Place}: {field}: {(shown.Length > MaxShown ? shown[..MaxShown] + "..." : shown)}: {rule}");
    }

    private JsonElement Value(string field) => Fields.TryGetProperty(field, out var value) ? value : throw Error(field, "the row needs it");

    private JsonElement[] Items(string field, string what)
    {
        var list = Value(field);
        return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
            ? [.. list.EnumerateArray()] : throw Error(field, $"must be a list of {what}, at least one");
    }

    private static double? AsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static string RangeRule(double min, double max) => min == double.MinValue
        ? "must be a number" : string.Create(CultureInfo.InvariantCulture, $"must be a number in {min}..{max}");
}
