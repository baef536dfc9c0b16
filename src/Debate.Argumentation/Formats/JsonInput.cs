using System.Globalization;
using System.Text.Json;
using System.Text;
using Debate.Core.Input;

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
            if (!seen.Add(key)) throw place.Error(YamlInput.DuplicateKey(key));
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

/// <summary>A JSON file: its name, for errors, and its text, in which errors look up their line.</summary>
internal sealed class JsonSource(string file, string text)
{
    public string File => file;

    /// <summary>The file as a whole.</summary>
    public JsonLocation Root => new(this, "", -1);

    /// <summary>The 1-based line of an element of the list with this name, wherever that is; 1 if it is not found.</summary>
    public int FindLine(string name, int index)
    {
        var bytes = Encoding.UTF8.GetBytes(text.StartsWith('\uFEFF') ? text[1..] : text);
        var reader = new Utf8JsonReader(bytes);
        // Names may repeat; JsonElement returns the last one, and so does this.
        var (list, at, found) = (-1, 0, 0L);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && list < 0 && reader.ValueTextEquals(name))
                (list, at) = (reader.CurrentDepth, -1);
            else if (list >= 0 && IsValue(reader.TokenType) && reader.CurrentDepth == list + 1 && ++at == index)
                found = reader.TokenStartIndex;
            else if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == list) list = -1;
        }
        return 1 + bytes.AsSpan(0, (int)found).Count((byte)'\n');
    }

    private static bool IsValue(JsonTokenType token) =>
        token is not (JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.PropertyName);
}

/// <summary>A location in a JSON file: an element of a list, or (index -1) the whole file.</summary>
internal readonly record struct JsonLocation(JsonSource Source, string List, int Index)
{
    /// <summary>An error that names file, line, element and rule.</summary>
    public InputException Error(string rule, Exception? inner = null)
    {
        var line = $"{Source.File}: line {(Index < 0 ? 1 : Source.FindLine(List, Index))}: ";
        var message = Index < 0 ? line + rule : $"{line}{List}[{Index}]: {rule}";
        return inner is null ? new InputException(message) : new InputException(message, inner);
    }

    /// <summary>Returns the result of <paramref name="add"/>; adds this location to its error unless it already has one.</summary>
    public T WithLocation<T>(Func<T> add)
    {
        try
        {
            return add();
        }
        catch (InputException e) when (!e.Message.StartsWith(Source.File + ": line ", StringComparison.Ordinal))
        {
            throw Error(e.Message, e);
        }
    }
}
