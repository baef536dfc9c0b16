using System.Collections.Immutable;
using Debate.Deliberation.Engine;
using Parquet;
using Parquet.Schema;

namespace Debate.Rewards.Exports.Files;

/// <summary>
/// Apache Parquet, compressed with Snappy: lists as three-level lists, records as structs. Rows are buffered until there are enough for a
/// row group, by number or by size, so memory does not grow with the file except for the row groups' entries in its footer.
/// </summary>
internal sealed class ParquetRows : IRowWriter
{
    private const int RowsPerGroup = 8192;
    private const long MostHeld = 8_000_000;

    private readonly ParquetWriter _writer;
    private readonly (int Cell, ParquetLeaf Leaf)[] _leaves;
    private int _rows;
    private bool _isComplete;

    private ParquetRows(ParquetWriter writer, ParquetSchema schema, ImmutableArray<Column> columns)
    {
        _writer = writer;
        var fields = new Queue<DataField>(schema.GetDataFields());
        _leaves = [.. columns.SelectMany((column, i) => Leaves(column, fields).Select(leaf => (i, leaf)))];
    }

    /// <summary>Begins a file.</summary>
    public static async Task<IRowWriter> OpenAsync(Stream stream, ImmutableArray<Column> columns)
    {
        var schema = Schema(columns);
        return new ParquetRows(await ParquetWriter.CreateAsync(schema, stream), schema, columns);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(object?[] row)
    {
        foreach (var (cell, leaf) in _leaves) leaf.Add(row[cell]);
        if (++_rows >= RowsPerGroup || _leaves.Sum(l => l.Leaf.Held) >= MostHeld) await FlushAsync();
    }

    /// <inheritdoc/>
    public async ValueTask CompleteAsync()
    {
        if (_rows > 0) await FlushAsync();
        _isComplete = true;
        await _writer.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isComplete) await _writer.DisposeAsync();
    }

    private async Task FlushAsync()
    {
        using var group = _writer.CreateRowGroup();
        foreach (var (_, leaf) in _leaves) await leaf.FlushAsync(group);
        group.CompleteValidate();
        _rows = 0;
    }

    private static ParquetSchema Schema(ImmutableArray<Column> columns)
    {
        var fields = new List<Field>();
        for (var i = 0; i < columns.Length;)
        {
            var record = columns[i].Record;
            var members = columns.Skip(i).TakeWhile(c => record is not null && c.Record == record).ToArray();
            fields.Add(members.Length == 0 ? Field(columns[i]) : new StructField(record!, [.. members.Select(Field)]));
            i += Math.Max(1, members.Length);
        }
        return new(fields);
    }

    private static Field Field(Column column) => column.Kind switch
    {
        CellKind.Text => new DataField(column.Own, typeof(string), column.IsOptional),
        CellKind.Flag => new DataField(column.Own, typeof(bool), column.IsOptional),
        CellKind.Whole => new DataField(column.Own, typeof(long), column.IsOptional),
        CellKind.Real => new DataField(column.Own, typeof(double), column.IsOptional),
        CellKind.Texts => List(column, typeof(string)),
        CellKind.Flags => List(column, typeof(bool)),
        CellKind.Wholes => List(column, typeof(int)),
        CellKind.Reals => List(column, typeof(double)),
        _ => new ListField(column.Own, new StructField(
            Element, new DataField("role", typeof(string), isNullable: false), new DataField("content", typeof(string), isNullable: false))),
    };

    private const string Element = "element";

    private static ListField List(Column column, Type item) => new(column.Own, new DataField(Element, item, isNullable: false));

    private static ParquetLeaf[] Leaves(Column column, Queue<DataField> fields) => column.Kind switch
    {
        CellKind.Text or CellKind.Texts => [Texts(fields.Dequeue(), cell => (string)cell)],
        CellKind.Flag or CellKind.Flags => [new ParquetLeaf<bool>(fields.Dequeue(), cell => ((bool)cell, 1))],
        CellKind.Whole => [new ParquetLeaf<long>(fields.Dequeue(), cell => ((long)cell, sizeof(long)))],
        CellKind.Wholes => [new ParquetLeaf<int>(fields.Dequeue(), cell => ((int)cell, sizeof(int)))],
        CellKind.Real or CellKind.Reals => [new ParquetLeaf<double>(fields.Dequeue(), cell => ((double)cell, sizeof(double)))],
        _ =>
        [
            Texts(fields.Dequeue(), cell => ((ChatMessage)cell).Role.ToString().ToLowerInvariant()),
            Texts(fields.Dequeue(), cell => ((ChatMessage)cell).Text),
        ],
    };

    private static ParquetLeaf<ReadOnlyMemory<char>> Texts(DataField field, Func<object, string> text) =>
        new(field, cell => text(cell) is var said ? (said.AsMemory(), said.Length) : default);
}
