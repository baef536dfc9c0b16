using System.Numerics;
using Debate.Core;
using Debate.Networks;

namespace Debate.Training.Tests.Networks;

/// <summary>The product is the same sum on every width of vector, to the last bit, in both precisions.</summary>
public sealed class MatrixProductTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 3, 5, 7 }, { 4, 9, 16 }, { 9, 2, 41 }, { 13, 64, 25 }, { 5, 3, 33 }, { 8, 17, 70 }, { 4, 1, 2 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void Products_are_those_of_one_number_after_another_on_every_width(int rows, int inner, int columns)
    {
        Check<float>(rows, inner, columns);
        Check<double>(rows, inner, columns);
    }

    [Fact]
    public void Too_few_numbers_are_refused() =>
        Assert.Throws<ArgumentException>(() => MatrixProduct.Accumulate<float>(new float[5], new float[6], new float[4], new(2, 3, 2)));

    [Fact]
    public void A_sum_in_another_order_is_another_sum()
    {
        // What the law excludes: 1e8 + 1 - 1e8 is 0 in this order and 1 in another.
        float[] left = [1, 1, 1], right = [1e8f, 1, -1e8f], sums = [0];
        MatrixProduct.Accumulate<float>(left, right, sums, new(1, 3, 1));
        Assert.Equal(0f, sums[0]);
    }

    private static void Check<T>(int rows, int inner, int columns) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var draws = SeededRandom.Create(3, "product");
        T[] left = Numbers<T>(draws, rows * inner), right = Numbers<T>(draws, inner * columns), sums = Numbers<T>(draws, rows * columns);
        var transposed = Enumerable.Range(0, rows * inner).Select(i => left[i % rows * inner + i / rows]).ToArray();
        var (expected, size) = (sums.ToArray(), new ProductSize(rows, inner, columns));
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                for (var i = 0; i < inner; i++)
                    expected[row * columns + column] = T.FusedMultiplyAdd(
                        left[row * inner + i], right[i * columns + column], expected[row * columns + column]);
        foreach (var isTransposed in new[] { false, true })
        {
            var from = isTransposed ? transposed : left;
            T[][] results = [.. Enumerable.Range(0, 5).Select(_ => sums.ToArray())];
            MatrixProduct.Accumulate<T>(from, right, results[0], size, isTransposed);
            MatrixProduct.Accumulate<T, Single<T>>(from, right, results[1], size, isTransposed);
            MatrixProduct.Accumulate<T, Wide128<T>>(from, right, results[2], size, isTransposed);
            MatrixProduct.Accumulate<T, Wide256<T>>(from, right, results[3], size, isTransposed);
            MatrixProduct.Accumulate<T, Wide512<T>>(from, right, results[4], size, isTransposed);
            Assert.All(results, result => Assert.Equal(expected, result));
        }
    }

    private static T[] Numbers<T>(SeededRandom draws, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating(2 * draws.NextDouble() - 1))];
}
