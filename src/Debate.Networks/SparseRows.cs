namespace Debate.Networks;

/// <summary>
/// Rows of which each names a few rows of another matrix with a weight: words of a text, neighbours of a node, revealed items. They are
/// added one after another, in the order in which they were named.
/// </summary>
public sealed class SparseRows
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _indices = [];
    private readonly List<double> _weights = [];

    /// <summary>Number of rows that are complete.</summary>
    public int Count => _starts.Count - 1;

    /// <summary>Number of entries of all rows.</summary>
    public int Entries => _indices.Count;

    /// <summary>Names a row of the other matrix, in the row that is being made.</summary>
    public SparseRows Add(int index, double weight = 1)
    {
        _indices.Add(index);
        _weights.Add(weight);
        return this;
    }

    /// <summary>Completes the row; it may be empty.</summary>
    public SparseRows EndRow()
    {
        _starts.Add(_indices.Count);
        return this;
    }

    /// <summary>Forgets all rows and keeps their memory.</summary>
    public void Clear()
    {
        _starts.RemoveRange(1, _starts.Count - 1);
        _indices.Clear();
        _weights.Clear();
    }

    /// <summary>Rows that each name others with equal weights: 1, or with <paramref name="mean"/> 1 over their number.</summary>
    public static SparseRows Create(IEnumerable<IReadOnlyCollection<int>> rows, bool mean = false)
    {
        var sparse = new SparseRows();
        foreach (var row in rows)
        {
            foreach (var index in row) sparse.Add(index, mean ? 1.0 / row.Count : 1);
            sparse.EndRow();
        }
        return sparse;
    }

    internal (int From, int To) Range(int row) => (_starts[row], _starts[row + 1]);

    internal (int Index, double Weight) Entry(int at) => (_indices[at], _weights[at]);
}
