using System.Text;
using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Core.Input;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>
/// The rows of JSON files: a list of objects, JSON Lines, one object, or an object from id to question; trailing commas and comments are
/// allowed. Every row knows its line.
/// </summary>
internal static class JsonRows
{
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonDocumentOptions LineOptions =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="text">The file without its byte order mark, not blank.</param>
    /// <param name="name">The file's name.</param>
    public static IReadOnlyList<QuestionRow> Read(string text, string name) =>
        IsLines(text, name) ? ReadLines(text, name) : ReadDocument(text, name);

    /// <summary>
    /// Whether each line is a value of its own: by the file's name, or because the first line that is not blank is a whole value, or, if
    /// that one is damaged, the second. A list that stands on one line is a document.
    /// </summary>
    private static bool IsLines(string text, string name)
    {
        if (name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
            return text.AsSpan().TrimStart() is not ['[', ..];
        var first = text.EnumerateLines().Where(line => !string.IsNullOrWhiteSpace(line)).Take(2).ToArray();
        return first[0].TrimStart()[0] is not ('[' or '/')
            && (IsValue(first[0]) || (first.Length > 1 && first[1].TrimStart()[0] == '{' && IsValue(first[1])));
    }

    private static bool IsValue(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, LineOptions);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<QuestionRow> ReadLines(string text, string name)
    {
        var rows = new List<QuestionRow>();
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var document = JsonDocument.Parse(line, LineOptions);
                rows.Add(new(document.RootElement.Clone(), $"{name}, line {index + 1}"));
            }
            catch (JsonException e)
            {
                throw Malformed(name, index + 1 + (e.LineNumber ?? 0), e);
            }
        }
        return rows;
    }

    private static IReadOnlyList<QuestionRow> ReadDocument(string text, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, Options);
        try
        {
            reader.Read();
            var lines = new LineCounter(bytes);
            var rows = reader.TokenType switch
            {
                JsonTokenType.StartArray => ReadList(ref reader, lines, name),
                JsonTokenType.StartObject => ReadObject(ref reader, lines, name),
                _ => [new(JsonElement.ParseValue(ref reader), $"{name}, line {lines.At(reader.TokenStartIndex)}")],
            };
            reader.Read();
            return rows;
        }
        catch (JsonException e)
        {
            throw Malformed(name, (e.LineNumber ?? 0) + 1, e);
        }
    }

    private static List<QuestionRow> ReadList(ref Utf8JsonReader reader, LineCounter lines, string name)
    {
        var rows = new List<QuestionRow>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var where = $"{name}, line {lines.At(reader.TokenStartIndex)}, question {rows.Count + 1}";
            rows.Add(new(JsonElement.ParseValue(ref reader), where));
        }
        return rows;
    }

    /// <summary>Questions by their ids if every value is an object (so PubMedQA is published), else one question.</summary>
    private static List<QuestionRow> ReadObject(ref Utf8JsonReader reader, LineCounter lines, string name)
    {
        var start = reader;
        var (first, rows) = (lines.At(reader.TokenStartIndex), new List<QuestionRow>());
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var line = lines.At(reader.TokenStartIndex);
            var id = ReadName(ref reader, $"{name}, line {line}");
            reader.Read();
            rows.Add(new(JsonElement.ParseValue(ref reader), $"{name}, line {line}, question \"{id}\"", id));
        }
        if (rows.Count > 0 && rows.All(row => row.Fields.ValueKind == JsonValueKind.Object)) return rows;
        return [new(JsonElement.ParseValue(ref start), $"{name}, line {first}")];
    }

    private static string ReadName(ref Utf8JsonReader reader, string where)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw QuestionFields.HalfSurrogate(where, error);
        }
    }

    private static InputException Malformed(string name, long line, JsonException e) =>
        new($"{name}, line {line}: not valid JSON at byte {e.BytePositionInLine ?? 0} of the line", e);

    private static IEnumerable<string> EnumerateLines(this string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at) is >= 0 and var found ? found : text.Length;
            yield return text[at..end];
            at = end + 1;
        }
    }

    /// <summary>The line of a position, asked for in ascending order.</summary>
    private sealed class LineCounter(byte[] bytes)
    {
        private int _at;
        private int _line = 1;

        public int At(long position)
        {
            _line += bytes.AsSpan(_at, (int)position - _at).Count((byte)'\n');
            _at = (int)position;
            return _line;
        }
    }
}

/// <summary>
/// The rows of CSV files (RFC 4180): the first record names the fields, an empty cell is an absent field. MMLU's own files have no header;
/// their six columns are the question, four options and the letter of the right one.
/// </summary>
internal static class CsvRows
{
    private static readonly string[] Mmlu = ["question", "A", "B", "C", "D", "answer"];
    private static readonly string[] FirstFields = ["question", "problem", "source", "opa", "ctx", "ctx_a", "endings"];

    public static IReadOnlyList<QuestionRow> Read(string text, string name, QuestionReading reading)
    {
        var records = Csv.Read(new StringReader(text), name).ToArray();
        var isHeaded = reading.Fields.Count > 0 || records[0].Cells.Any(cell => FirstFields.Any(n => ReplyField.IsSameName(n, cell)));
        if (!isHeaded && records[0].Cells is not [_, _, _, _, _, ['A' or 'B' or 'C' or 'D']])
            throw new InputException($"{name}, line {records[0].Line}: the first record must name the fields, with \"question\" among them "
                + "(or --field question=NAME), or be a question, four options and a letter from A to D, as MMLU's own files have it");
        var header = !isHeaded ? Mmlu
            : [.. records[0].Cells.Select((cell, i) => cell.Trim() is { Length: > 0 } named ? named : $"column {i + 1}")];
        return [.. records.Skip(isHeaded ? 1 : 0).Select(record => ToRow(header, record, name))];
    }

    private static QuestionRow ToRow(string[] header, CsvRecord record, string name)
    {
        var where = $"{name}, line {record.Line}";
        if (record.Cells.Length != header.Length)
            throw new InputException($"{where}: {record.Cells.Length} cells; it must be {header.Length}, one for each field");
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (field, cell) in header.Zip(record.Cells))
            if (!fields.TryAdd(field, string.IsNullOrWhiteSpace(cell) ? null : cell))
                throw new InputException($"{name}, line 1: field \"{field}\" stands twice; it must stand once");
        return new(JsonSerializer.SerializeToElement(fields), where);
    }
}
