using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Debate.Core.Input;
using Debate.Deliberation.Answers.Questions;
using Parquet.Serialization;

namespace Debate.Cli.Input;

/// <summary>The rows of Apache Parquet files, nested columns too, as question files hold them.</summary>
internal static class ParquetRows
{
    private static readonly byte[] Mark = "PAR1"u8.ToArray();

    /// <summary>Whether a file is one, by its first bytes.</summary>
    public static bool IsParquet(byte[] bytes) => bytes.AsSpan().StartsWith(Mark);

    /// <summary>The rows; an <see cref="InputException"/> with the file if it is damaged or holds what cannot be read.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Its name, for messages.</param>
    public static async Task<IReadOnlyList<QuestionRow>> ReadAsync(byte[] bytes, string name)
    {
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            var read = await ParquetSerializer.DeserializeUntypedAsync(stream);
            return [.. read.Data.Select((row, i) => new QuestionRow(ToJson(row)!.Deserialize<JsonElement>(), $"{name}, row {i + 1}"))];
        }
        // The library throws whatever a damaged file makes it run into.
        catch (Exception error) when (error is not (InputException or OutOfMemoryException))
        {
            throw new InputException($"{name}: it cannot be read as Parquet: {error.Message}", error);
        }
    }

    private static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        byte[] bytes => JsonValue.Create(ToText(bytes)),
        ReadOnlyMemory<byte> bytes => JsonValue.Create(ToText(bytes.Span)),
        bool truth => JsonValue.Create(truth),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        float number when float.IsFinite(number) => JsonValue.Create(number),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        IDictionary<string, object?> record => ToRecord(record),
        IDictionary map => ToMap(map),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        IFormattable other => JsonValue.Create(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };

    private static JsonObject ToRecord(IDictionary<string, object?> record) =>
        new(record.Select(field => KeyValuePair.Create(field.Key, ToJson(field.Value))));

    private static JsonObject ToMap(IDictionary map) => new(map.Cast<DictionaryEntry>()
        .Select(field => KeyValuePair.Create(Convert.ToString(field.Key, CultureInfo.InvariantCulture)!, ToJson(field.Value))));

    /// <summary>Bytes without a text's mark are a text if they are UTF-8, else a picture or the like, which is no question.</summary>
    private static string? ToText(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
}
