using System.Collections.Immutable;

namespace Debate.Rewards.Exports.Files;

/// <summary>Writes rows to a file as they come; holds a bounded number of them.</summary>
public interface IRowWriter : IAsyncDisposable
{
    /// <summary>Takes a row: a cell for each column, in their order.</summary>
    ValueTask WriteAsync(object?[] row);

    /// <summary>Writes what is held and ends the file; nothing can be written after.</summary>
    ValueTask CompleteAsync();
}

/// <summary>A format of files.</summary>
/// <param name="Name">As it is asked for; also the file's extension.</param>
/// <param name="Open">Begins a file of these columns on a stream that can be sought in; the stream stays the caller's.</param>
public sealed record ExportFormat(string Name, Func<Stream, ImmutableArray<Column>, Task<IRowWriter>> Open)
{
    /// <summary>All formats; a new one adds a file and one line here.</summary>
    public static IReadOnlyList<ExportFormat> All { get; } =
    [
        new("jsonl", (stream, columns) => Task.FromResult<IRowWriter>(new JsonRows(stream, columns))),
        new("parquet", ParquetRows.OpenAsync),
    ];
}
