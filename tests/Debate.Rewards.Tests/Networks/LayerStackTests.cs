using Debate.Core;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Tests.Networks;

public sealed class LayerStackTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 7)]
    [InlineData(4, 9, 16)]
    [InlineData(9, 2, 41)]
    [InlineData(13, 64, 25)]
    public void Products_are_those_of_one_number_after_another(int rows, int inner, int columns)
    {
        var draws = SeededRandom.Create(3, "product");
        float[] left = Numbers(draws, rows * inner), right = Numbers(draws, inner * columns), sums = Numbers(draws, rows * columns);
        var transposed = Enumerable.Range(0, rows * inner).Select(i => left[i % rows * inner + i / rows]).ToArray();
        var (expected, again) = (sums.ToArray(), sums.ToArray());
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                for (var i = 0; i < inner; i++)
                    expected[row * columns + column] = MathF.FusedMultiplyAdd(
                        left[row * inner + i], right[i * columns + column], expected[row * columns + column]);
        MatrixProduct.Accumulate(left, right, sums, new(rows, inner, columns));
        MatrixProduct.Accumulate(transposed, right, again, new(rows, inner, columns), transposed: true);
        Assert.Equal(expected, sums);
        Assert.Equal(expected, again);
    }

    [Fact]
    public void Too_few_numbers_are_refused() =>
        Assert.Throws<ArgumentException>(() => MatrixProduct.Accumulate(new float[5], new float[6], new float[4], new(2, 3, 2)));

    [Theory]
    [InlineData(0f)]
    [InlineData(.1f)]
    [InlineData(1f)]
    public void Gradients_agree_with_finite_differences(float slope)
    {
        LayerShape[] shape = [new(5, 9, slope), new(9, 7, slope), new(7, 3, 1)];
        var (parameters, gradient) = (new float[LayerStack.CountParameters(shape)], new float[LayerStack.CountParameters(shape)]);
        var network = new LayerStack(shape, parameters, gradient, 4);
        network.InitialiseParameters(SeededRandom.Create(6, "parameters"));
        var draws = SeededRandom.Create(7, "inputs");
        var (inputs, weights) = (Numbers(draws, 4 * 5), Numbers(draws, 4 * 3));
        double Loss()
        {
            var outputs = network.Forward(inputs, 4);
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++) sum += (double)weights[i] * outputs[i];
            return sum;
        }
        Loss();
        var back = network.Backward(weights.ToArray()).ToArray();
        Agree(parameters, gradient, Loss);
        Agree(inputs, back, Loss);
    }

    private static void Agree(float[] at, float[] gradient, Func<double> loss)
    {
        const float step = 1e-3f;
        for (var i = 0; i < at.Length; i++)
        {
            var here = at[i];
            at[i] = here + step;
            var up = loss();
            at[i] = here - step;
            var down = loss();
            at[i] = here;
            Assert.Equal((up - down) / (2.0 * step), gradient[i], 3e-3);
        }
        Assert.True(gradient.Count(g => Math.Abs(g) > 1e-2) * 2 > gradient.Length, string.Join(' ', gradient));
    }

    private static float[] Numbers(SeededRandom draws, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(2 * draws.NextDouble() - 1))];
}
