using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Debate.Rewards.Networks;

/// <summary>
/// The size of a matrix product, m x k times k x n: sums[rows, columns] += left[rows, inner] right[inner, columns], with m = rows, k =
/// inner, n = columns.
/// </summary>
internal readonly record struct ProductSize(int Rows, int Inner, int Columns);

/// <summary>
/// The only matrix product that learning needs, forward and backward. Each sum is made of fused multiply-adds in the order of the inner
/// index, whatever the vector width of the processor, so results are equal on every machine, bit for bit.
/// </summary>
internal readonly ref struct MatrixProduct
{
    private const int TileRows = 4;

    private readonly ref readonly float _left, _right;
    private readonly ref float _sums;
    private readonly ProductSize _size;
    private readonly int _leftRowStride, _leftInnerStride;

    private MatrixProduct(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sums, ProductSize size, bool transposed)
    {
        if (left.Length < size.Rows * size.Inner || right.Length < size.Inner * size.Columns || sums.Length < size.Rows * size.Columns)
            throw new ArgumentException($"{left.Length} by {right.Length} numbers to {sums.Length}: not {size}");
        _left = ref MemoryMarshal.GetReference(left);
        _right = ref MemoryMarshal.GetReference(right);
        _sums = ref MemoryMarshal.GetReference(sums);
        _size = size;
        (_leftRowStride, _leftInnerStride) = transposed ? (1, size.Rows) : (size.Inner, 1);
    }

    /// <summary>
    /// Adds left (m x k) times right (k x n) to <paramref name="sums"/> (m x n). All are row-major; if <paramref name="transposed"/>, the
    /// left one is stored column-major, that is, as k x m.
    /// </summary>
    public static void Accumulate(
        ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> sums, ProductSize size, bool transposed = false)
    {
        var product = new MatrixProduct(left, right, sums, size, transposed);
        var (row, wide) = (0, 2 * Vector<float>.Count);
        for (; row + TileRows <= size.Rows; row += TileRows)
        {
            var column = 0;
            for (; column + wide <= size.Columns; column += wide) product.AddTile(row, column);
            for (var each = row; each < row + TileRows; each++) product.AddRowTail(each, column);
        }
        for (; row < size.Rows; row++) product.AddRowTail(row, 0);
    }

    // A tile of four rows by two vectors: as many sums as stay in registers.
    private void AddTile(int row, int column)
    {
        ref var left = ref Unsafe.Add(ref Unsafe.AsRef(in _left), row * _leftRowStride);
        ref var right = ref Unsafe.Add(ref Unsafe.AsRef(in _right), column);
        ref var top = ref Unsafe.Add(ref _sums, row * _size.Columns + column);
        var (columns, width) = ((nuint)_size.Columns, (nuint)Vector<float>.Count);
        var (a0, a1) = (Vector.LoadUnsafe(ref top), Vector.LoadUnsafe(ref top, width));
        var (b0, b1) = (Vector.LoadUnsafe(ref top, columns), Vector.LoadUnsafe(ref top, columns + width));
        var (c0, c1) = (Vector.LoadUnsafe(ref top, 2 * columns), Vector.LoadUnsafe(ref top, 2 * columns + width));
        var (d0, d1) = (Vector.LoadUnsafe(ref top, 3 * columns), Vector.LoadUnsafe(ref top, 3 * columns + width));
        for (var inner = 0; inner < _size.Inner; inner++)
        {
            var (r0, r1) = (Vector.LoadUnsafe(ref right), Vector.LoadUnsafe(ref right, width));
            var factor = new Vector<float>(left);
            (a0, a1) = (Vector.FusedMultiplyAdd(factor, r0, a0), Vector.FusedMultiplyAdd(factor, r1, a1));
            factor = new Vector<float>(Unsafe.Add(ref left, _leftRowStride));
            (b0, b1) = (Vector.FusedMultiplyAdd(factor, r0, b0), Vector.FusedMultiplyAdd(factor, r1, b1));
            factor = new Vector<float>(Unsafe.Add(ref left, 2 * _leftRowStride));
            (c0, c1) = (Vector.FusedMultiplyAdd(factor, r0, c0), Vector.FusedMultiplyAdd(factor, r1, c1));
            factor = new Vector<float>(Unsafe.Add(ref left, 3 * _leftRowStride));
            (d0, d1) = (Vector.FusedMultiplyAdd(factor, r0, d0), Vector.FusedMultiplyAdd(factor, r1, d1));
            left = ref Unsafe.Add(ref left, _leftInnerStride);
            right = ref Unsafe.Add(ref right, columns);
        }
        StorePair(a0, a1, ref top);
        StorePair(b0, b1, ref Unsafe.Add(ref top, columns));
        StorePair(c0, c1, ref Unsafe.Add(ref top, 2 * columns));
        StorePair(d0, d1, ref Unsafe.Add(ref top, 3 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector<float> first, Vector<float> second, ref float at)
    {
        first.StoreUnsafe(ref at);
        second.StoreUnsafe(ref at, (nuint)Vector<float>.Count);
    }

    // The rest of one row, from a column on: by vectors, then by single numbers.
    private void AddRowTail(int row, int column)
    {
        ref var left = ref Unsafe.Add(ref Unsafe.AsRef(in _left), row * _leftRowStride);
        ref var sums = ref Unsafe.Add(ref _sums, row * _size.Columns);
        for (; column + Vector<float>.Count <= _size.Columns; column += Vector<float>.Count)
        {
            var sum = Vector.LoadUnsafe(ref sums, (nuint)column);
            for (var inner = 0; inner < _size.Inner; inner++)
                sum = Vector.FusedMultiplyAdd(new(Unsafe.Add(ref left, inner * _leftInnerStride)),
                    Vector.LoadUnsafe(in RightAt(inner, column)), sum);
            sum.StoreUnsafe(ref sums, (nuint)column);
        }
        for (; column < _size.Columns; column++)
        {
            var sum = Unsafe.Add(ref sums, column);
            for (var inner = 0; inner < _size.Inner; inner++)
                sum = MathF.FusedMultiplyAdd(Unsafe.Add(ref left, inner * _leftInnerStride), RightAt(inner, column), sum);
            Unsafe.Add(ref sums, column) = sum;
        }
    }

    private ref readonly float RightAt(int inner, int column) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in _right), inner * _size.Columns + column);
}
