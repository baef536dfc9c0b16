using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Debate.Deliberation.Records;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;
using Parquet;
using Parquet.Schema;
using Parquet.Serialization;

namespace Debate.Rewards.Tests.Exports;

/// <summary>Exports to memory, and reads back the result.</summary>
internal static class MemoryExport
{
    static MemoryExport() => ParquetOptions.PreferUntypedString = true;

    /// <summary>The rows of runs as JSON Lines, read back.</summary>
    public static async Task<IReadOnlyList<JsonNode>> JsonAsync(string form, ExportOptions options, params RunRecord[] runs) =>
        Lines(await BytesAsync("jsonl", form, options, runs));

    /// <summary>The rows of runs as Parquet, read back as JSON, with the file's schema.</summary>
    public static async Task<(ParquetSchema Schema, IReadOnlyList<JsonNode> Rows)> ParquetAsync(string form, ExportOptions options,
        params RunRecord[] runs) =>
        await ReadAsync(await BytesAsync("parquet", form, options, runs));

    /// <summary>Rows in a format.</summary>
    public static async Task<byte[]> BytesAsync(string format, ImmutableArray<Column> columns, IEnumerable<object?[]> rows)
    {
        using var stream = new MemoryStream();
        await using (var writer = await RowFileFormat.All.Single(f => f.Name == format).Open(stream, columns))
        {
            foreach (var row in rows) await writer.WriteAsync(row);
            await writer.CompleteAsync();
        }
        return stream.ToArray();
    }

    public static IReadOnlyList<JsonNode> Lines(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    public static async Task<(ParquetSchema Schema, IReadOnlyList<JsonNode> Rows)> ReadAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var read = await ParquetSerializer.DeserializeUntypedAsync(stream);
        return (read.Schema, [.. read.Data.Select(row => Node(row)!)]);
    }

    private static async Task<byte[]> BytesAsync(string format, string name, ExportOptions options, RunRecord[] runs)
    {
        var form = DatasetForms.Find(name, options.IsConversational);
        using var stream = new MemoryStream();
        await using (var writer = await RowFileFormat.All.Single(f => f.Name == format)
            .Open(stream, form.Columns(options.IsConversational)))
        {
            var exporter = new Exporter(form, options, PlayedRuns.Protocols);
            foreach (var run in runs) await exporter.AddRunAsync(run, writer);
            await writer.CompleteAsync();
        }
        return stream.ToArray();
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        ReadOnlyMemory<char> text => JsonValue.Create(text.ToString()),
        IDictionary<string, object> record => new JsonObject(record.Select(p => KeyValuePair.Create(p.Key, Node(p.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        bool flag => JsonValue.Create(flag),
        int whole => JsonValue.Create((long)whole),
        long whole => JsonValue.Create(whole),
        double real => JsonNode.Parse(real.ToString("R", CultureInfo.InvariantCulture) is var said && said.AsSpan().ContainsAny('.', 'E')
            ? said : $"{said}.0"),
        _ => throw new InvalidOperationException($"{value.GetType()}"),
    };
}
