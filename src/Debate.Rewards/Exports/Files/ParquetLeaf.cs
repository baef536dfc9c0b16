using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace Debate.Rewards.Exports.Files;

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
