using System.Collections.Immutable;

namespace Debate.Rewards.Exports.Files;

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
