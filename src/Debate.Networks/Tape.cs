using System.Numerics;
using System.Numerics.Tensors;

namespace Debate.Networks;

/// <summary>A matrix on a tape: rows x columns, row-major.</summary>
public readonly record struct Matrix(int Node, int Rows, int Columns)
{
    /// <summary>Number of numbers.</summary>
    public int Count => Rows * Columns;

    /// <summary>The same numbers in rows of another length.</summary>
    public Matrix Reshape(int rows, int columns) => rows * columns == Count
        ? new(Node, rows, columns) : throw new ArgumentException($"{Rows} x {Columns} numbers are not {rows} x {columns}");
}

/// <summary>
/// Reverse-mode differentiation (Linnainmaa, 1970): what is computed on the tape is remembered, and <see cref="Backward"/> goes through it
/// from the end and adds the gradient of a loss to <see cref="Gradient"/>. <see cref="Reset"/> forgets all that was computed at once and
/// keeps the memory. One instance serves one thread.
/// </summary>
/// <remarks>
/// Results are equal on processors with vectors of any width: matrix products are (<see cref="MatrixProduct"/>), other sums are made one
/// number after another, and everything else is done element by element, functions such as the exponential in double.
/// </remarks>
public sealed partial class Tape<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int FirstChunk = 1 << 12;

    private readonly bool _learns;
    private readonly List<Node> _nodes = [];
    private readonly List<Action> _steps = [];
    private readonly List<Chunk> _chunks;
    private T[] _transposed = [], _product = [];

    /// <param name="parameters">All parameters of the network; an optimiser changes them between two uses of the tape.</param>
    /// <param name="learns">Whether gradients will be asked for; without, nothing is remembered but results.</param>
    public Tape(T[] parameters, bool learns = true) =>
        (Parameters, Gradient, _learns, _chunks) = (parameters, learns ? new T[parameters.Length] : [], learns, [new(FirstChunk, learns)]);

    /// <summary>All parameters.</summary>
    public T[] Parameters { get; }

    /// <summary>The gradient with respect to the parameters, summed since it was last cleared; empty where the tape does not learn.</summary>
    public T[] Gradient { get; }

    /// <summary>Forgets everything that was computed; matrices made before must not be used any more.</summary>
    public void Reset()
    {
        _nodes.Clear();
        _steps.Clear();
        if (_chunks.Count > 1)
        {
            var all = _chunks.Sum(chunk => chunk.Values.Length);
            _chunks.Clear();
            _chunks.Add(new(all, _learns));
        }
        _chunks[0].Used = 0;
    }

    /// <summary>Sets <see cref="Gradient"/> to 0.</summary>
    public void ClearGradient() => Gradient.AsSpan().Clear();

    /// <summary>The numbers of a matrix, row-major; valid until the tape is reset.</summary>
    public ReadOnlySpan<T> Read(Matrix matrix) => Values(matrix);

    /// <summary>The number of a matrix of one row and one column.</summary>
    public double ReadNumber(Matrix matrix) => double.CreateTruncating(Values(matrix)[0]);

    /// <summary>
    /// Adds the gradient of the sum of some losses, matrices of one number each, to <see cref="Gradient"/>. May be called once after each
    /// <see cref="Reset"/>. Throws <see cref="ArgumentException"/> for anything that is not one number.
    /// </summary>
    public void Backward(params ReadOnlySpan<Matrix> losses)
    {
        if (!_learns) throw new InvalidOperationException("This tape does not learn.");
        foreach (var chunk in _chunks) chunk.Gradients.AsSpan(0, chunk.Used).Clear();
        foreach (var loss in losses)
        {
            if (loss.Count != 1) throw new ArgumentException($"{loss.Rows} x {loss.Columns} numbers are no loss");
            if (Learns(loss)) Deltas(loss)[0] += T.One;
        }
        for (var i = _steps.Count - 1; i >= 0; i--) _steps[i]();
    }

    /// <summary>The gradient with respect to a matrix, after <see cref="Backward"/>; for explanations.</summary>
    public ReadOnlySpan<T> ReadGradient(Matrix matrix) => Deltas(matrix);

    /// <summary>Numbers that do not change: a copy, rows x columns.</summary>
    public Matrix Constant(ReadOnlySpan<T> numbers, int rows, int columns)
    {
        var constant = Allocate(rows, columns, learns: false);
        numbers[..constant.Count].CopyTo(Values(constant));
        return constant;
    }

    /// <summary>The same, whose gradient can be read afterwards.</summary>
    public Matrix Input(ReadOnlySpan<T> numbers, int rows, int columns)
    {
        var input = Allocate(rows, columns, _learns);
        numbers[..input.Count].CopyTo(Values(input));
        return input;
    }

    /// <summary>A matrix of parameters, as they are now.</summary>
    public Matrix Parameter(ParameterPlace place)
    {
        _nodes.Add(new(Parameters, Gradient, place.Offset, _learns));
        return new(_nodes.Count - 1, place.Rows, place.Columns);
    }

    /// <summary>Some rows of a matrix, one after another; the numbers are shared.</summary>
    public Matrix Rows(Matrix x, int first, int count)
    {
        if (first < 0 || count < 0 || first + count > x.Rows) throw new ArgumentException($"{x.Rows} rows: not {count} from {first} on");
        var node = _nodes[x.Node];
        _nodes.Add(node with { Offset = node.Offset + first * x.Columns });
        return new(_nodes.Count - 1, count, x.Columns);
    }

    /// <summary>x W + b, for rows of x, and the leaky rectifier with a slope in [0, 1] (1: none) element by element.</summary>
    public Matrix Affine(Matrix x, Matrix weights, Matrix bias, double slope = 1)
    {
        Require(x.Columns == weights.Rows && bias.Count == weights.Columns, "affine", x, weights);
        var size = new ProductSize(x.Rows, x.Columns, weights.Columns);
        var y = Allocate(x.Rows, weights.Columns, Learns(x) || Learns(weights) || Learns(bias));
        var values = Values(y);
        for (var row = 0; row < y.Rows; row++) Values(bias).CopyTo(values[(row * y.Columns)..]);
        MatrixProduct.Accumulate(Values(x), Values(weights), values, size);
        var negative = T.CreateTruncating(slope);
        if (slope != 1) Rectifier.Apply(values, negative);
        return Then(y, () =>
        {
            var delta = Deltas(y);
            if (slope != 1) Rectifier.Backward(Values(y), delta, negative);
            if (Learns(bias))
                for (var row = 0; row < y.Rows; row++) AddTo(Deltas(bias), delta.Slice(row * y.Columns, y.Columns));
            if (Learns(weights))
                MatrixProduct.Accumulate(Values(x), delta, Deltas(weights), new(x.Columns, x.Rows, y.Columns), transposed: true);
            if (Learns(x)) AddProduct(delta, Transpose(weights), Deltas(x), new(x.Rows, y.Columns, x.Columns));
        });
    }

    /// <summary>a b.</summary>
    public Matrix Product(Matrix a, Matrix b)
    {
        Require(a.Columns == b.Rows, "product", a, b);
        var y = Allocate(a.Rows, b.Columns, Learns(a) || Learns(b));
        Values(y).Clear();
        MatrixProduct.Accumulate(Values(a), Values(b), Values(y), new(a.Rows, a.Columns, b.Columns));
        return Then(y, () =>
        {
            if (Learns(a)) AddProduct(Deltas(y), Transpose(b), Deltas(a), new(a.Rows, y.Columns, a.Columns));
            if (Learns(b))
                MatrixProduct.Accumulate(Values(a), Deltas(y), Deltas(b), new(a.Columns, a.Rows, y.Columns), transposed: true);
        });
    }

    /// <summary>a times the transposed b: the products of every row of a with every row of b.</summary>
    public Matrix ProductTransposed(Matrix a, Matrix b)
    {
        Require(a.Columns == b.Columns, "transposed product", a, b);
        var y = Allocate(a.Rows, b.Rows, Learns(a) || Learns(b));
        Values(y).Clear();
        MatrixProduct.Accumulate(Values(a), Transpose(b), Values(y), new(a.Rows, a.Columns, b.Rows));
        return Then(y, () =>
        {
            if (Learns(a)) AddProduct(Deltas(y), Values(b), Deltas(a), new(a.Rows, b.Rows, a.Columns));
            if (Learns(b)) MatrixProduct.Accumulate(Deltas(y), Values(a), Deltas(b), new(b.Rows, a.Rows, a.Columns), transposed: true);
        });
    }

    /// <summary>
    /// For each sparse row the sum of the rows of x that it names, with their weights: embeddings of texts, messages of neighbours.
    /// </summary>
    public Matrix Bag(Matrix x, SparseRows rows)
    {
        var y = Allocate(rows.Count, x.Columns, Learns(x));
        Values(y).Clear();
        AddEntries(rows, Values(x), Values(y), x.Columns, backward: false);
        return Then(y, () => AddEntries(rows, Deltas(x), Deltas(y), x.Columns, backward: true));
    }

    /// <summary>Some rows of x, each as often as it is named.</summary>
    public Matrix Gather(Matrix x, ReadOnlySpan<int> rows)
    {
        var chosen = rows.ToArray();
        var y = Allocate(chosen.Length, x.Columns, Learns(x));
        for (var row = 0; row < chosen.Length; row++) Row(Values(x), x, chosen[row]).CopyTo(Row(Values(y), y, row));
        return Then(y, () =>
        {
            for (var row = 0; row < chosen.Length; row++) AddTo(Row(Deltas(x), x, chosen[row]), Row(Deltas(y), y, row));
        });
    }

    /// <summary>Matrices with equally many rows side by side.</summary>
    public Matrix Join(params Matrix[] parts)
    {
        var y = Allocate(parts[0].Rows, parts.Sum(p => p.Columns), parts.Any(Learns));
        ForParts(parts, y, (part, at, row) => Row(Values(part), part, row).CopyTo(Row(Values(y), y, row)[at..]));
        return Then(y, () => ForParts(parts, y, (part, at, row) =>
        {
            if (Learns(part)) AddTo(Row(Deltas(part), part, row), Row(Deltas(y), y, row).Slice(at, part.Columns));
        }));
    }

    /// <summary>Matrices with equally many columns one below another.</summary>
    public Matrix Stack(params Matrix[] parts)
    {
        var y = Allocate(parts.Sum(p => p.Rows), parts[0].Columns, parts.Any(Learns));
        var at = 0;
        foreach (var part in parts)
        {
            Require(part.Columns == y.Columns, "stack", part, y);
            Values(part).CopyTo(Values(y)[at..]);
            at += part.Count;
        }
        return Then(y, () =>
        {
            var from = 0;
            foreach (var part in parts)
            {
                if (Learns(part)) AddTo(Deltas(part), Deltas(y).Slice(from, part.Count));
                from += part.Count;
            }
        });
    }

    /// <summary>Some columns of x, one after another.</summary>
    public Matrix Columns(Matrix x, int first, int count)
    {
        var y = Allocate(x.Rows, count, Learns(x));
        for (var row = 0; row < x.Rows; row++) Row(Values(x), x, row).Slice(first, count).CopyTo(Row(Values(y), y, row));
        return Then(y, () =>
        {
            for (var row = 0; row < x.Rows; row++) AddTo(Row(Deltas(x), x, row).Slice(first, count), Row(Deltas(y), y, row));
        });
    }

    /// <summary>One number of each row: a column.</summary>
    public Matrix Pick(Matrix x, ReadOnlySpan<int> columns)
    {
        var chosen = columns.ToArray();
        var y = Allocate(x.Rows, 1, Learns(x));
        for (var row = 0; row < x.Rows; row++) Values(y)[row] = Values(x)[row * x.Columns + chosen[row]];
        return Then(y, () =>
        {
            for (var row = 0; row < x.Rows; row++) Deltas(x)[row * x.Columns + chosen[row]] += Deltas(y)[row];
        });
    }

    private Span<T> Values(Matrix matrix)
    {
        var node = _nodes[matrix.Node];
        return node.Values.AsSpan(node.Offset, matrix.Count);
    }

    private Span<T> Deltas(Matrix matrix)
    {
        var node = _nodes[matrix.Node];
        return node.Gradients.AsSpan(node.Offset, matrix.Count);
    }

    private bool Learns(Matrix matrix) => _nodes[matrix.Node].Learns;

    private static Span<T> Row(Span<T> numbers, Matrix of, int row) => numbers.Slice(row * of.Columns, of.Columns);

    private Matrix Allocate(int rows, int columns, bool learns)
    {
        var count = rows * columns;
        if (_chunks[^1].Used + count > _chunks[^1].Values.Length) _chunks.Add(new(Math.Max(count, 2 * _chunks[^1].Values.Length), _learns));
        var chunk = _chunks[^1];
        _nodes.Add(new(chunk.Values, chunk.Gradients, chunk.Used, learns && _learns));
        chunk.Used += count;
        return new(_nodes.Count - 1, rows, columns);
    }

    // Remembers how a result passes its gradient on.
    private Matrix Then(Matrix result, Action backward)
    {
        if (Learns(result)) _steps.Add(backward);
        return result;
    }

    private ReadOnlySpan<T> Transpose(Matrix x)
    {
        if (_transposed.Length < x.Count) _transposed = new T[x.Count];
        var values = Values(x);
        for (var row = 0; row < x.Rows; row++)
            for (var column = 0; column < x.Columns; column++) _transposed[column * x.Rows + row] = values[row * x.Columns + column];
        return _transposed.AsSpan(0, x.Count);
    }

    // A product by itself and then added, so that its sums do not depend on what else was added before.
    private void AddProduct(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> sums, ProductSize size)
    {
        if (_product.Length < sums.Length) _product = new T[sums.Length];
        var product = _product.AsSpan(0, sums.Length);
        product.Clear();
        MatrixProduct.Accumulate(left, right, product, size);
        AddTo(sums, product);
    }

    private static void AddTo(Span<T> sums, ReadOnlySpan<T> numbers) => TensorPrimitives.Add(sums, numbers, sums);

    private static void AddScaled(ReadOnlySpan<T> numbers, T factor, Span<T> sums) =>
        TensorPrimitives.MultiplyAdd(numbers, factor, sums, sums);

    // Adds the named rows to the sparse rows; backward, the sparse rows to those that they name.
    private static void AddEntries(SparseRows rows, Span<T> named, Span<T> sums, int columns, bool backward)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            var (from, to) = rows.Range(row);
            var sum = sums.Slice(row * columns, columns);
            for (var at = from; at < to; at++)
            {
                var (index, weight) = rows.Entry(at);
                var other = named.Slice(index * columns, columns);
                var source = backward ? sum : other;
                var target = backward ? other : sum;
                if (weight == 1) AddTo(target, source);
                else AddScaled(source, T.CreateTruncating(weight), target);
            }
        }
    }

    private static void Require(bool holds, string what, Matrix a, Matrix b)
    {
        if (!holds) throw new ArgumentException($"{what}: {a.Rows} x {a.Columns} and {b.Rows} x {b.Columns} do not fit");
    }

    private readonly record struct Node(T[] Values, T[] Gradients, int Offset, bool Learns);

    private sealed class Chunk(int size, bool learns)
    {
        public readonly T[] Values = new T[size], Gradients = learns ? new T[size] : [];

        public int Used;
    }
}
