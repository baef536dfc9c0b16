using System.Globalization;
using System.Text.Json;

namespace Debate.Argumentation.Formats;

/// <summary>
/// Reads untrusted JSON: anything unexpected is an <see cref="InputException"/> that names file, line, location and rule.
/// </summary>
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
            throw new InputException($"{file}: line {e.LineNumber + 1}: not valid JSON at byte {e.BytePositionInLine + 1}", e);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"{file}: line {FindIllFormedLine(text)}: the text is not valid Unicode", e);
        }
    }

    public static JsonElement GetMember(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Checks that the element, if it is an object, has only known keys, each once.</summary>
    public static void ValidateKeys(JsonElement of, string[] known, JsonLocation place)
    {
        if (of.ValueKind != JsonValueKind.Object) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in of.EnumerateObject())
        {
            var key = ReadName(member, place);
            if (MapRules.ValidateKey(key, known) is { } wrong) throw place.Error(wrong);
            if (!seen.Add(key)) throw place.Error(MapRules.DuplicateKey(key));
        }
    }

    /// <summary>The elements of a list with their locations; none if the member is absent or null.</summary>
    public static IEnumerable<(JsonElement Item, JsonLocation Place)> ReadList(JsonSource source, JsonElement of, string name) =>
        ReadElements(of, name, source.Root).Select((item, i) => (item, new JsonLocation(source, name, i)));

    /// <summary>The strings of a list; none if the member is absent or null.</summary>
    public static IReadOnlyList<string> ReadTexts(JsonElement of, string name, JsonLocation place) =>
        [.. ReadElements(of, name, place).Select(item => ReadText(item, place))];

    /// <summary>A required string, or an integer as its digits.</summary>
    public static string ReadId(JsonElement of, string name, JsonLocation place)
    {
        var value = GetMember(of, name);
        return value.ValueKind switch
        {
            JsonValueKind.String when ReadText(value, place) is { Length: > 0 } text => text,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
            _ => throw place.Error($"'{name}' must be a non-empty text or a whole number"),
        };
    }

    public static string ReadText(JsonElement of, string name, JsonLocation place)
    {
        var value = GetMember(of, name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => "",
            JsonValueKind.String => ReadText(value, place),
            _ => throw place.Error($"'{name}' must be a text"),
        };
    }

    public static string ReadText(JsonElement value, JsonLocation place)
    {
        if (value.ValueKind != JsonValueKind.String) throw place.Error("it must be a text");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw place.Error("the text is not valid Unicode", e);
        }
    }

    /// <summary>A number in [0, 1]; 0.5 if it is absent. Callers check the range.</summary>
    public static double ReadScore(JsonElement of, JsonLocation place)
    {
        var score = GetMember(of, "score");
        if (score.ValueKind == JsonValueKind.Undefined) return 0.5;
        return score.ValueKind == JsonValueKind.Number && score.TryGetDouble(out var value)
            ? value : throw place.Error("'score' must be a number");
    }

    private static string ReadName(JsonProperty member, JsonLocation place)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw place.Error("a key is not valid Unicode", e);
        }
    }

    private static IEnumerable<JsonElement> ReadElements(JsonElement of, string name, JsonLocation place)
    {
        var list = GetMember(of, name);
        if (list.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw place.Error($"'{name}' must be a list");
    }

    private static int FindIllFormedLine(string text)
    {
        var line = 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n') line++;
            else if (char.IsSurrogatePair(text, i)) i++;
            else if (char.IsSurrogate(text[i])) return line;
        }
        return line;
    }
}
