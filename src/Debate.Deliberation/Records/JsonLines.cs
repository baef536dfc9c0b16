using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Core.Input;
using Debate.Deliberation.Engine;

namespace Debate.Deliberation.Records;

/// <summary>
/// The whole record as JSON Lines: one line per entry with its run, sequence number, path, time and hash. The stored bytes of the body are
/// embedded unchanged, so that entries read back can be verified.
/// </summary>
public static class JsonLines
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entries of a run, in the order in which they were stored.</summary>
    public static IEnumerable<string> FormatRun(RunRecord run) => run.Entries.Select(entry => FormatEntry(run.Id, entry.Entry));

    /// <summary>One entry as a line.</summary>
    public static string FormatEntry(DeliberationId id, JournalEntry entry)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("run", id.Value);
            json.WriteNumber("sequence", entry.Sequence);
            json.WriteString("path", entry.Path);
            json.WriteString("time", entry.Time.UtcDateTime);
            json.WriteString("hash", entry.Hash);
            json.WritePropertyName("entry");
            json.WriteRawValue(entry.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }

    /// <summary>Parses a line; throws an <see cref="InputException"/> where it is not an entry.</summary>
    public static JournalEntry ParseEntry(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            return new(
                entry.GetProperty("sequence").GetInt64(), entry.GetProperty("path").GetString()!,
                new DateTimeOffset(entry.GetProperty("time").GetDateTime().ToUniversalTime()),
                Encoding.UTF8.GetBytes(entry.GetProperty("entry").GetRawText()), entry.GetProperty("hash").GetString()!);
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"a journal's line is not one: {wrong.Message}", wrong);
        }
    }
}
