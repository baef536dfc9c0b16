using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Debate.Deliberation;
using Debate.Deliberation.Engine;

namespace Debate.Rewards.Exports.Files;

/// <summary>JSON Lines: UTF-8, one object on each line, the columns of a record nested in an object, null for a null cell.</summary>
internal sealed class JsonRowWriter(Stream stream, ImmutableArray<Column> columns) : IRowWriter
{
    private readonly Utf8JsonWriter _json = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <inheritdoc/>
    public async ValueTask WriteAsync(object?[] row)
    {
        _json.WriteStartObject();
        string? record = null;
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Record != record)
            {
                if (record is not null) _json.WriteEndObject();
                record = columns[i].Record;
                if (record is not null) _json.WriteStartObject(record);
            }
            _json.WritePropertyName(columns[i].LeafName);
            Write(row[i]);
        }
        if (record is not null) _json.WriteEndObject();
        _json.WriteEndObject();
        await _json.FlushAsync();
        _json.Reset();
        stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync() => new(stream.FlushAsync());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void Write(object? cell)
    {
        switch (cell)
        {
            case null: _json.WriteNullValue(); break;
            case string text: _json.WriteStringValue(text); break;
            case bool flag: _json.WriteBooleanValue(flag); break;
            case int or long: _json.WriteNumberValue(Convert.ToInt64(cell, CultureInfo.InvariantCulture)); break;
            case double number: _json.WriteRawValue(FormatReal(number)); break;
            case ChatMessage message: Write(message); break;
            case System.Collections.IEnumerable list: Write(list); break;
            default: throw new InvalidOperationException($"{cell.GetType()}: no cell has this type");
        }
    }

    /// <summary>Readers infer the type of a column from its numbers: 1 would be read as an integer.</summary>
    private static string FormatReal(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0";
    }

    private void Write(System.Collections.IEnumerable list)
    {
        _json.WriteStartArray();
        foreach (var item in list) Write(item);
        _json.WriteEndArray();
    }

    private void Write(ChatMessage message)
    {
        _json.WriteStartObject();
        _json.WriteString("role", message.Role.ToString().ToLowerInvariant());
        _json.WriteString("content", message.Text);
        _json.WriteEndObject();
    }
}

/// <summary>Writes rows to a file as they arrive; buffers a bounded number of them.</summary>
public interface IRowWriter : IAsyncDisposable
{
    /// <summary>Adds a row: one cell for each column, in their order.</summary>
    ValueTask WriteAsync(object?[] row);

    /// <summary>Writes the buffered rows and ends the file; nothing can be written afterwards.</summary>
    ValueTask CompleteAsync();
}

/// <summary>A file format for rows.</summary>
/// <param name="Name">The name by which it is requested; also the file extension.</param>
/// <param name="Open">Begins a file with these columns on a seekable stream, which the caller keeps and closes.</param>
public sealed record RowFileFormat(string Name, Func<Stream, ImmutableArray<Column>, Task<IRowWriter>> Open)
{
    /// <summary>All formats; a new one adds a file and one line here.</summary>
    public static IReadOnlyList<RowFileFormat> All { get; } =
    [
        new("jsonl", (stream, columns) => Task.FromResult<IRowWriter>(new JsonRowWriter(stream, columns))),
        new("parquet", ParquetRowWriter.OpenAsync),
    ];
}
