using System.Text;
using System.Text.Json;
using Debate.Core.Input;

namespace Debate.Tournaments;

/// <summary>A value of a JSON file and the line on which it begins, from 1.</summary>
internal readonly record struct JsonItem(JsonElement Value, int Line);

/// <summary>The values of a JSON file: those of a list, those of JSON Lines, or the one value that it is.</summary>
internal static class JsonItems
{
    /// <summary>
    /// The values in the order of the file; text that is not JSON is an <see cref="InputException"/> with file and line. A value of JSON
    /// Lines is valid until the next one is asked for.
    /// </summary>
    internal static IEnumerable<JsonItem> Read(string text, string file)
    {
        var body = text.TrimStart('\uFEFF');
        return IsLines(body) ? ReadLines(body, file) : ReadDocument(body, file);
    }

    /// <summary>Whether the first line that is not blank is an object by itself.</summary>
    private static bool IsLines(string text)
    {
        var first = text.AsSpan().TrimStart();
        if (first is not ['{', ..]) return false;
        var end = first.IndexOf('\n');
        try
        {
            using var document = JsonDocument.Parse((end < 0 ? first : first[..end]).ToString());
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static IEnumerable<JsonItem> ReadLines(string text, string file)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            using var document = ParseLine(line, file, index);
            yield return new(document.RootElement, index + 1);
        }
    }

    private static JsonDocument ParseLine(string line, string file, int before)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw NotJson(file, before, e);
        }
    }

    private static List<JsonItem> ReadDocument(string text, string file)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        var (items, line, at) = (new List<JsonItem>(), 1, 0);
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) Add(ref reader);
            else
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Add(ref reader);
            reader.Read();
            return items;
        }
        catch (JsonException e)
        {
            throw NotJson(file, 0, e);
        }

        void Add(ref Utf8JsonReader reader)
        {
            line += bytes.AsSpan(at, (int)reader.TokenStartIndex - at).Count((byte)'\n');
            at = (int)reader.TokenStartIndex;
            items.Add(new(JsonElement.ParseValue(ref reader), line));
        }
    }

    private static InputException NotJson(string file, int before, JsonException e) =>
        new($"{file}:{before + 1 + (e.LineNumber ?? 0)}: is not JSON: {e.Message}", e);
}
