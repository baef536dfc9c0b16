using System.Globalization;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>Reads JSON that may be anything: every surprise is an <see cref="InputException"/> naming file, place and rule.</summary>
internal static class JsonInput
{
    public static JsonDocument Parse(string file, string text)
    {
        try
        {
            return JsonDocument.Parse(text.StartsWith('\uFEFF') ? text[1..] : text);
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: not valid JSON", e);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{file}: the text is not valid Unicode", e);
        }
    }

    public static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The elements of a list with their places; none when the member is absent or null.</summary>
    public static IEnumerable<(JsonElement Item, string Place)> List(string file, JsonElement of, string name)
    {
        var list = Member(of, name);
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        if (list.ValueKind != JsonValueKind.Array) throw new InputException($"{file}: '{name}' must be a list");
        return list.EnumerateArray().Select((item, i) => (item, string.Create(CultureInfo.InvariantCulture, $"{file}: {name}[{i}]")));
    }

    /// <summary>A required text, or a whole number as its digits.</summary>
    public static string Id(JsonElement of, string name, string place)
    {
        var value = Member(of, name);
        return value.ValueKind switch
        {
            JsonValueKind.String when Text(value, place) is { Length: > 0 } text => text,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => throw new InputException($"{place}: '{name}' must be a non-empty text or a whole number"),
        };
    }

    public static string Text(JsonElement of, string name, string place)
    {
        var value = Member(of, name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            JsonValueKind.String => Text(value, place),
            _ => throw new InputException($"{place}: '{name}' must be a text"),
        };
    }

    public static string Text(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.String) throw new InputException($"{place}: must be a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new InputException($"{place}: the text is not valid Unicode", e);
        }
    }
}
