using System.Text.Json;
using Debate.Argumentation.Formats;
using Debate.Deliberation.Readers;

namespace Debate.Deliberation.Answers.Questions;

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
