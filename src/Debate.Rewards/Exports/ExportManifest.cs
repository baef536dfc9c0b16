using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports;

/// <summary>
/// Describes what an export contains and where it came from, as one JSON document: the form and its columns; then every source with its
/// protocol, version, seed and number of rows, written as it is read so that memory does not grow with the number of sources; then the
/// counts and the hash of the file.
/// </summary>
public sealed class ExportManifest : IAsyncDisposable
{
    private static readonly JsonWriterOptions WriterOptions =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private const int FlushThreshold = 64 * 1024;
    private readonly Utf8JsonWriter _json;

    /// <summary>Begins a manifest on a stream, which the caller keeps and closes.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="form">The form of the rows.</param>
    /// <param name="options">Options of the export.</param>
    /// <param name="file">The file's name and format.</param>
    /// <param name="columns">The columns.</param>
    public ExportManifest(Stream stream, DatasetForm form, ExportOptions options, (string Name, string Format) file,
        ImmutableArray<Column> columns)
    {
        _json = new(stream, WriterOptions);
        _json.WriteStartObject();
        _json.WriteString("form", form.Name);
        _json.WriteString("rowsAre", form.Meaning);
        _json.WriteString("file", file.Name);
        _json.WriteString("format", file.Format);
        _json.WriteBoolean("conversational", options.IsConversational || !form.HasStandard);
        _json.WriteString("label", options.Label.ToString().ToLowerInvariant());
        _json.WriteString("split", options.Split);
        _json.WriteStartArray("columns");
        foreach (var column in columns)
        {
            _json.WriteStartObject();
            _json.WriteString("name", column.Name);
            _json.WriteString("type", column.Type);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteStartArray("sources");
    }

    /// <summary>Adds a source and its number of rows.</summary>
    public async ValueTask AddSourceAsync(RunDefinition run, long rows)
    {
        _json.WriteStartObject();
        _json.WriteString("id", run.Id.Value);
        _json.WriteString("protocol", run.Protocol);
        _json.WriteString("version", run.Version);
        _json.WriteNumber("seed", run.Seed);
        _json.WriteNumber("rows", rows);
        _json.WriteEndObject();
        if (_json.BytesPending >= FlushThreshold) await _json.FlushAsync();
    }

    /// <summary>Ends the document.</summary>
    /// <param name="tally">What was written and what was skipped.</param>
    /// <param name="hash">SHA-256 of the file, in hexadecimal digits.</param>
    public async ValueTask CompleteAsync(ExportCounts tally, string hash)
    {
        _json.WriteEndArray();
        _json.WriteNumber("sourcesUsed", tally.Sources);
        _json.WriteNumber("rows", tally.Rows);
        _json.WriteStartObject("left");
        foreach (var (reason, count) in tally.Skipped) _json.WriteNumber(reason, count);
        _json.WriteEndObject();
        _json.WriteString("sha256", hash);
        _json.WriteEndObject();
        await _json.FlushAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _json.DisposeAsync();
}

/// <summary>The counts of an export.</summary>
/// <param name="Rows">Number of rows written.</param>
/// <param name="Sources">Number of deliberations that gave rows.</param>
/// <param name="Skipped">Number of deliberations that gave none, by reason.</param>
public sealed record ExportCounts(long Rows, long Sources, IReadOnlyDictionary<string, long> Skipped);
