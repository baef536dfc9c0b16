using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Debate.Networks;

/// <summary>
/// The size of a matrix product, m x k times k x n: sums[rows, columns] += left[rows, inner] right[inner, columns], with m = rows, k =
/// inner, n = columns.
/// </summary>
public readonly record struct ProductSize(int Rows, int Inner, int Columns);

/// <summary>
/// The only matrix product that learning needs, forward and backward, of 32- or 64-bit floats. Each sum is made of fused multiply-adds in
/// the order of the inner index, so that vectors of 128, 256 and 512 bits and single numbers give equal results, bit for bit: which of them
/// is used follows from the processor and the number of columns, and nobody can tell from the sums.
/// </summary>
public static class MatrixProduct
{
    /// <summary>
    /// Adds left (m x k) times right (k x n) to <paramref name="sums"/> (m x n). All are row-major; if <paramref name="transposed"/>, the
    /// left one is stored column-major, that is, as k x m. Throws <see cref="ArgumentException"/> where a span is too short.
    /// </summary>
    public static void Accumulate<T>(
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> sums, ProductSize size, bool transposed = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The widest vectors of which two fit into a row: a tile is two vectors wide.
        var bits = size.Columns * Unsafe.SizeOf<T>() * 8 / 2;
        if (bits >= 512 && Vector512.IsHardwareAccelerated) Accumulate<T, Wide512<T>>(left, right, sums, size, transposed);
        else if (bits >= 256 && Vector256.IsHardwareAccelerated) Accumulate<T, Wide256<T>>(left, right, sums, size, transposed);
        else if (bits >= 64 && Vector128.IsHardwareAccelerated) Accumulate<T, Wide128<T>>(left, right, sums, size, transposed);
        else Accumulate<T, Single<T>>(left, right, sums, size, transposed);
    }

    /// <summary>The same by vectors of one width, whether or not the processor has them.</summary>
    internal static void Accumulate<T, TWide>(
        ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> sums, ProductSize size, bool transposed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TWide : struct, IWide<TWide, T>
    {
        if (left.Length < size.Rows * size.Inner || right.Length < size.Inner * size.Columns || sums.Length < size.Rows * size.Columns)
            throw new ArgumentException($"{left.Length} by {right.Length} numbers to {sums.Length}: not {size}");
        new TiledProduct<T, TWide>(left, right, sums, size, transposed).AddAll();
    }
}

/// <summary>A product by tiles of four rows and two vectors: as many sums as stay in registers.</summary>
internal readonly ref struct TiledProduct<T, TWide>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TWide : struct, IWide<TWide, T>
{
    private const int TileRows = 4;

    private readonly ref readonly T _left, _right;
    private readonly ref T _sums;
    private readonly ProductSize _size;
    private readonly int _leftRowStride, _leftInnerStride;

    public TiledProduct(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> sums, ProductSize size, bool transposed)
    {
        _left = ref MemoryMarshal.GetReference(left);
        _right = ref MemoryMarshal.GetReference(right);
        _sums = ref MemoryMarshal.GetReference(sums);
        _size = size;
        (_leftRowStride, _leftInnerStride) = transposed ? (1, size.Rows) : (size.Inner, 1);
    }

    public void AddAll()
    {
        var (row, wide) = (0, 2 * TWide.Count);
        for (; row + TileRows <= _size.Rows; row += TileRows)
        {
            var column = 0;
            for (; column + wide <= _size.Columns; column += wide) AddTile(row, column);
            for (var each = row; each < row + TileRows; each++) AddRowTail(each, column);
        }
        for (; row < _size.Rows; row++) AddRowTail(row, 0);
    }

    private void AddTile(int row, int column)
    {
        ref var left = ref Unsafe.Add(ref Unsafe.AsRef(in _left), row * _leftRowStride);
        ref var right = ref Unsafe.Add(ref Unsafe.AsRef(in _right), column);
        ref var top = ref Unsafe.Add(ref _sums, row * _size.Columns + column);
        var (columns, width) = (_size.Columns, TWide.Count);
        var (a0, a1) = (TWide.Load(ref top), TWide.Load(ref Unsafe.Add(ref top, width)));
        var (b0, b1) = (TWide.Load(ref Unsafe.Add(ref top, columns)), TWide.Load(ref Unsafe.Add(ref top, columns + width)));
        var (c0, c1) = (TWide.Load(ref Unsafe.Add(ref top, 2 * columns)), TWide.Load(ref Unsafe.Add(ref top, 2 * columns + width)));
        var (d0, d1) = (TWide.Load(ref Unsafe.Add(ref top, 3 * columns)), TWide.Load(ref Unsafe.Add(ref top, 3 * columns + width)));
        for (var inner = 0; inner < _size.Inner; inner++)
        {
            var (r0, r1) = (TWide.Load(ref right), TWide.Load(ref Unsafe.Add(ref right, width)));
            var factor = TWide.Fill(left);
            (a0, a1) = (TWide.MultiplyAdd(factor, r0, a0), TWide.MultiplyAdd(factor, r1, a1));
            factor = TWide.Fill(Unsafe.Add(ref left, _leftRowStride));
            (b0, b1) = (TWide.MultiplyAdd(factor, r0, b0), TWide.MultiplyAdd(factor, r1, b1));
            factor = TWide.Fill(Unsafe.Add(ref left, 2 * _leftRowStride));
            (c0, c1) = (TWide.MultiplyAdd(factor, r0, c0), TWide.MultiplyAdd(factor, r1, c1));
            factor = TWide.Fill(Unsafe.Add(ref left, 3 * _leftRowStride));
            (d0, d1) = (TWide.MultiplyAdd(factor, r0, d0), TWide.MultiplyAdd(factor, r1, d1));
            left = ref Unsafe.Add(ref left, _leftInnerStride);
            right = ref Unsafe.Add(ref right, columns);
        }
        StorePair(a0, a1, ref top);
        StorePair(b0, b1, ref Unsafe.Add(ref top, columns));
        StorePair(c0, c1, ref Unsafe.Add(ref top, 2 * columns));
        StorePair(d0, d1, ref Unsafe.Add(ref top, 3 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(TWide first, TWide second, ref T at)
    {
        TWide.Store(first, ref at);
        TWide.Store(second, ref Unsafe.Add(ref at, TWide.Count));
    }

    // The rest of one row, from a column on: by vectors, then by single numbers.
    private void AddRowTail(int row, int column)
    {
        ref var left = ref Unsafe.Add(ref Unsafe.AsRef(in _left), row * _leftRowStride);
        ref var sums = ref Unsafe.Add(ref _sums, row * _size.Columns);
        for (; column + TWide.Count <= _size.Columns; column += TWide.Count) AddRow<TWide>(ref left, ref sums, column);
        for (; column < _size.Columns; column++) AddRow<Single<T>>(ref left, ref sums, column);
    }

    private void AddRow<TPart>(ref T left, ref T sums, int column) where TPart : struct, IWide<TPart, T>
    {
        ref var right = ref Unsafe.Add(ref Unsafe.AsRef(in _right), column);
        var sum = TPart.Load(ref Unsafe.Add(ref sums, column));
        for (var inner = 0; inner < _size.Inner; inner++)
        {
            sum = TPart.MultiplyAdd(TPart.Fill(left), TPart.Load(ref right), sum);
            left = ref Unsafe.Add(ref left, _leftInnerStride);
            right = ref Unsafe.Add(ref right, _size.Columns);
        }
        TPart.Store(sum, ref Unsafe.Add(ref sums, column));
    }
}

/// <summary>Several numbers at once.</summary>
internal interface IWide<TSelf, T> where TSelf : struct, IWide<TSelf, T>
{
    /// <summary>How many.</summary>
    static abstract int Count { get; }

    /// <summary>The numbers from a place on.</summary>
    static abstract TSelf Load(ref T at);

    /// <summary>One number as often as there is room.</summary>
    static abstract TSelf Fill(T number);

    /// <summary>left x right + sum, element by element, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf sum);

    /// <summary>Writes the numbers to a place.</summary>
    static abstract void Store(TSelf numbers, ref T at);
}

/// <summary>One number.</summary>
internal readonly struct Single<T>(T number) : IWide<Single<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _number = number;

    public static int Count => 1;

    public static Single<T> Load(ref T at) => new(at);

    public static Single<T> Fill(T number) => new(number);

    public static Single<T> MultiplyAdd(Single<T> left, Single<T> right, Single<T> sum) =>
        new(T.FusedMultiplyAdd(left._number, right._number, sum._number));

    public static void Store(Single<T> numbers, ref T at) => at = numbers._number;
}

/// <summary>128 bits of numbers.</summary>
internal readonly struct Wide128<T>(Vector128<T> numbers) : IWide<Wide128<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector128<T> _numbers = numbers;

    public static int Count => Vector128<T>.Count;

    public static Wide128<T> Load(ref T at) => new(Vector128.LoadUnsafe(ref at));

    public static Wide128<T> Fill(T number) => new(Vector128.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128<T> MultiplyAdd(Wide128<T> left, Wide128<T> right, Wide128<T> sum) => new(typeof(T) == typeof(float)
        ? Vector128.FusedMultiplyAdd(left._numbers.AsSingle(), right._numbers.AsSingle(), sum._numbers.AsSingle()).As<float, T>()
        : Vector128.FusedMultiplyAdd(left._numbers.AsDouble(), right._numbers.AsDouble(), sum._numbers.AsDouble()).As<double, T>());

    public static void Store(Wide128<T> numbers, ref T at) => numbers._numbers.StoreUnsafe(ref at);
}

/// <summary>256 bits of numbers.</summary>
internal readonly struct Wide256<T>(Vector256<T> numbers) : IWide<Wide256<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector256<T> _numbers = numbers;

    public static int Count => Vector256<T>.Count;

    public static Wide256<T> Load(ref T at) => new(Vector256.LoadUnsafe(ref at));

    public static Wide256<T> Fill(T number) => new(Vector256.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> MultiplyAdd(Wide256<T> left, Wide256<T> right, Wide256<T> sum) => new(typeof(T) == typeof(float)
        ? Vector256.FusedMultiplyAdd(left._numbers.AsSingle(), right._numbers.AsSingle(), sum._numbers.AsSingle()).As<float, T>()
        : Vector256.FusedMultiplyAdd(left._numbers.AsDouble(), right._numbers.AsDouble(), sum._numbers.AsDouble()).As<double, T>());

    public static void Store(Wide256<T> numbers, ref T at) => numbers._numbers.StoreUnsafe(ref at);
}

/// <summary>512 bits of numbers.</summary>
internal readonly struct Wide512<T>(Vector512<T> numbers) : IWide<Wide512<T>, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _numbers = numbers;

    public static int Count => Vector512<T>.Count;

    public static Wide512<T> Load(ref T at) => new(Vector512.LoadUnsafe(ref at));

    public static Wide512<T> Fill(T number) => new(Vector512.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> MultiplyAdd(Wide512<T> left, Wide512<T> right, Wide512<T> sum) => new(typeof(T) == typeof(float)
        ? Vector512.FusedMultiplyAdd(left._numbers.AsSingle(), right._numbers.AsSingle(), sum._numbers.AsSingle()).As<float, T>()
        : Vector512.FusedMultiplyAdd(left._numbers.AsDouble(), right._numbers.AsDouble(), sum._numbers.AsDouble()).As<double, T>());

    public static void Store(Wide512<T> numbers, ref T at) => numbers._numbers.StoreUnsafe(ref at);
}
