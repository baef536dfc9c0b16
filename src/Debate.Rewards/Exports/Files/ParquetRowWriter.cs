using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Debate.Deliberation;
using Debate.Deliberation.Engine;
using Parquet;
using Parquet.Schema;

namespace Debate.Rewards.Exports.Files;

/// <summary>
/// Apache Parquet, compressed with Snappy: lists as three-level lists, records as structs. Rows are buffered until there are enough for a
/// row group, by number or by size, so memory does not grow with the file except for the row groups' entries in its footer.
/// </summary>
internal sealed class ParquetRowWriter : IRowWriter
{
    private const int RowsPerGroup = 8192;
    private const long MaxBufferedSize = 8_000_000;

    private readonly ParquetWriter _writer;
    private readonly (int Cell, ParquetLeaf Leaf)[] _leaves;
    private int _rows;
    private bool _isComplete;

    private ParquetRowWriter(ParquetWriter writer, ParquetSchema schema, ImmutableArray<Column> columns)
    {
        _writer = writer;
        var fields = new Queue<DataField>(schema.GetDataFields());
        _leaves = [.. columns.SelectMany((column, i) => CreateLeaves(column, fields).Select(leaf => (i, leaf)))];
    }

    /// <summary>Begins a file.</summary>
    public static async Task<IRowWriter> OpenAsync(Stream stream, ImmutableArray<Column> columns)
    {
        var schema = CreateSchema(columns);
        return new ParquetRowWriter(await ParquetWriter.CreateAsync(schema, stream), schema, columns);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(object?[] row)
    {
        foreach (var (cell, leaf) in _leaves) leaf.Add(row[cell]);
        if (++_rows >= RowsPerGroup || _leaves.Sum(l => l.Leaf.BufferedSize) >= MaxBufferedSize) await FlushAsync();
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

    private static ParquetSchema CreateSchema(ImmutableArray<Column> columns)
    {
        var fields = new List<Field>();
        for (var i = 0; i < columns.Length;)
        {
            var record = columns[i].Record;
            var members = columns.Skip(i).TakeWhile(c => record is not null && c.Record == record).ToArray();
            fields.Add(members.Length == 0 ? CreateField(columns[i]) : new StructField(record!, [.. members.Select(CreateField)]));
            i += Math.Max(1, members.Length);
        }
        return new(fields);
    }

    private static Field CreateField(Column column) => column.Kind switch
    {
        CellKind.Text => new DataField(column.LeafName, typeof(string), column.IsOptional),
        CellKind.Flag => new DataField(column.LeafName, typeof(bool), column.IsOptional),
        CellKind.Whole => new DataField(column.LeafName, typeof(long), column.IsOptional),
        CellKind.Real => new DataField(column.LeafName, typeof(double), column.IsOptional),
        CellKind.Texts => CreateListField(column, typeof(string)),
        CellKind.Flags => CreateListField(column, typeof(bool)),
        CellKind.Wholes => CreateListField(column, typeof(int)),
        CellKind.Reals => CreateListField(column, typeof(double)),
        _ => new ListField(column.LeafName, new StructField(
            ElementName, new DataField("role", typeof(string), isNullable: false),
            new DataField("content", typeof(string), isNullable: false))),
    };

    private const string ElementName = "element";

    private static ListField CreateListField(Column column, Type item) =>
        new(column.LeafName, new DataField(ElementName, item, isNullable: false));

    private static ParquetLeaf[] CreateLeaves(Column column, Queue<DataField> fields) => column.Kind switch
    {
        CellKind.Text or CellKind.Texts => [CreateTextLeaf(fields.Dequeue(), cell => (string)cell)],
        CellKind.Flag or CellKind.Flags => [new ParquetLeaf<bool>(fields.Dequeue(), cell => ((bool)cell, 1))],
        CellKind.Whole => [new ParquetLeaf<long>(fields.Dequeue(), cell => ((long)cell, sizeof(long)))],
        CellKind.Wholes => [new ParquetLeaf<int>(fields.Dequeue(), cell => ((int)cell, sizeof(int)))],
        CellKind.Real or CellKind.Reals => [new ParquetLeaf<double>(fields.Dequeue(), cell => ((double)cell, sizeof(double)))],
        _ =>
        [
            CreateTextLeaf(fields.Dequeue(), cell => ((ChatMessage)cell).Role.ToString().ToLowerInvariant()),
            CreateTextLeaf(fields.Dequeue(), cell => ((ChatMessage)cell).Text),
        ],
    };

    private static ParquetLeaf<ReadOnlyMemory<char>> CreateTextLeaf(DataField field, Func<object, string> text) =>
        new(field, cell => text(cell) is var said ? (said.AsMemory(), said.Length) : default);
}

/// <summary>
/// One leaf column of a Parquet file, with the levels by which the format encodes nulls and lists (Dremel; Melnik et al., 2010): a present
/// value has the maximum definition level, a null list 0, an empty list 1, a null that is not a list one less than the maximum; the first
/// value of a row has repetition level 0, later values of its list 1.
/// </summary>
internal abstract class ParquetLeaf
{
    /// <summary>Adds the cell of a row.</summary>
    public abstract void Add(object? cell);

    /// <summary>Writes the buffered values to a row group and clears them.</summary>
    public abstract Task FlushAsync(ParquetRowGroupWriter group);

    /// <summary>The size of the buffered values and levels, in characters, bytes and levels: a measure of memory.</summary>
    public long BufferedSize { get; protected set; }
}

/// <inheritdoc/>
/// <param name="field">The column of the file.</param>
/// <param name="read">Converts a cell, or an element of its list, to a value and its weight in memory.</param>
internal sealed class ParquetLeaf<T>(DataField field, Func<object, (T Value, int Weight)> read) : ParquetLeaf
    where T : struct
{
    private readonly List<T> _values = [];
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];

    public override void Add(object? cell)
    {
        if (field.MaxRepetitionLevel == 0)
        {
            if (cell is null) AddLevels(field.MaxDefinitionLevel - 1, 0);
            else Add(cell, 0);
        }
        else if (cell is null) AddLevels(0, 0);
        else AddList((System.Collections.IEnumerable)cell);
    }

    public override async Task FlushAsync(ParquetRowGroupWriter group)
    {
        await group.WriteAllPartsAsync(
            field, ToMemory(_values), Levels(field.MaxDefinitionLevel, _definitions), Levels(field.MaxRepetitionLevel, _repetitions),
            CancellationToken.None);
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
        BufferedSize = 0;
    }

    private void AddList(System.Collections.IEnumerable list)
    {
        var repetition = 0;
        foreach (var item in list)
        {
            Add(item, repetition);
            repetition = 1;
        }
        if (repetition == 0) AddLevels(1, 0);
    }

    private void Add(object item, int repetition)
    {
        var (value, weight) = read(item);
        _values.Add(value);
        BufferedSize += weight;
        AddLevels(field.MaxDefinitionLevel, repetition);
    }

    private void AddLevels(int definition, int repetition)
    {
        _definitions.Add(definition);
        _repetitions.Add(repetition);
        BufferedSize++;
    }

    // Not a conditional expression: null would become an empty memory, which does not mean that there are no levels.
    private static ReadOnlyMemory<int>? Levels(int max, List<int> levels)
    {
        if (max == 0) return null;
        return ToMemory(levels);
    }

    private static ReadOnlyMemory<TItem> ToMemory<TItem>(List<TItem> list) => CollectionsMarshal.AsSpan(list).ToArray();
}
