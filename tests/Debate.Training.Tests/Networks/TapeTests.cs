using System.Numerics;
using Debate.Core;
using Debate.Networks;

namespace Debate.Training.Tests.Networks;

/// <summary>Every operation against central differences, in both precisions.</summary>
public sealed class TapeTests
{
    private const int Rows = 5;

    /// <summary>The operations, of x and y (5 x columns), a row, a column and weights (columns x 3).</summary>
    private sealed record Operands<T>(Tape<T> Tape, Matrix X, Matrix Y, Matrix Row, Matrix Column, Matrix Weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public static TheoryData<string> Names => [.. All<float>().Keys];

    private static Dictionary<string, Func<Operands<T>, Matrix>> All<T>() where T : unmanaged, IBinaryFloatingPointIeee754<T> => new()
    {
        ["affine"] = o => o.Tape.Affine(o.X, o.Weights, o.Tape.Rows(o.Weights, 0, 1)),
        ["affine rectified"] = o => o.Tape.Affine(o.X, o.Weights, o.Tape.Rows(o.Weights, 0, 1), .1),
        ["product"] = o => o.Tape.Product(o.X, o.Weights),
        ["product of one with itself"] = o => o.Tape.Product(o.Tape.ProductTransposed(o.X, o.X), o.X),
        ["transposed product"] = o => o.Tape.ProductTransposed(o.X, o.Y),
        ["add"] = o => o.Tape.Add(o.X, o.Tape.Multiply(o.X, o.Y)),
        ["subtract"] = o => o.Tape.Subtract(o.X, o.Tape.Multiply(o.X, o.Y)),
        ["multiply"] = o => o.Tape.Multiply(o.X, o.Y),
        ["scale"] = o => o.Tape.Scale(o.X, -1.5, .25),
        ["add row"] = o => o.Tape.AddRow(o.X, o.Row),
        ["multiply row"] = o => o.Tape.MultiplyRow(o.X, o.Row),
        ["multiply column"] = o => o.Tape.MultiplyColumn(o.X, o.Column),
        ["inner with row"] = o => o.Tape.InnerWithRow(o.X, o.Row),
        ["row sum"] = o => o.Tape.RowSum(o.X),
        ["column mean"] = o => o.Tape.ColumnMean(o.X),
        ["mean"] = o => o.Tape.Mean(o.Tape.Multiply(o.X, o.Y)),
        ["rectify"] = o => o.Tape.Rectify(o.X),
        ["leaky"] = o => o.Tape.Rectify(o.X, .2),
        ["elu"] = o => o.Tape.Elu(o.X),
        ["tanh"] = o => o.Tape.Tanh(o.X),
        ["sigmoid"] = o => o.Tape.Sigmoid(o.X),
        ["silu"] = o => o.Tape.Silu(o.X),
        ["square root"] = o => o.Tape.Sqrt(o.Tape.Multiply(o.X, o.X), .1),
        ["reciprocal"] = o => o.Tape.Reciprocal(o.X),
        ["exp"] = o => o.Tape.Exp(o.X),
        ["log"] = o => o.Tape.Log(o.Tape.Multiply(o.X, o.X)),
        ["softmax"] = o => o.Tape.Softmax(o.X),
        ["masked softmax"] = o => o.Tape.Softmax(o.X, [.. Enumerable.Range(0, o.X.Count).Select(i => i % 3 != 1)]),
        ["log softmax"] = o => o.Tape.LogSoftmax(o.X),
        ["cross-entropy"] = o => o.Tape.CrossEntropy(o.X, [.. Enumerable.Range(0, Rows).Select(i => i == 3 ? -1 : i % o.X.Columns)]),
        ["smooth cross-entropy"] = o => o.Tape.CrossEntropy(o.X, [.. Enumerable.Range(0, Rows).Select(i => i % o.X.Columns)], .3),
        ["logistic"] = o => o.Tape.LogisticLoss(o.X, [.. Enumerable.Range(0, o.X.Count).Select(i => T.CreateTruncating(i % 2 == 0 ? 1 : .25))]),
        ["preference"] = o => o.Tape.PreferenceLoss(o.Column, o.Tape.RowSum(o.Y)),
        ["layer norm"] = o => o.Tape.LayerNorm(o.X, .1),
        ["rms norm"] = o => o.Tape.RmsNorm(o.X, .1),
        ["cosine"] = o => o.Tape.Cosine(o.X, o.Y),
        ["dropout"] = o => o.Tape.Dropout(o.X, .4, SeededRandom.Create(1, "dropout")),
        ["gather"] = o => o.Tape.Gather(o.X, [4, 0, 4]),
        ["bag"] = o => o.Tape.Bag(o.X, new SparseRows().Add(1, .5).Add(3, -2).Add(1).EndRow().EndRow().Add(0).EndRow()),
        ["join"] = o => o.Tape.Join(o.X, o.Column, o.Y),
        ["stack"] = o => o.Tape.Stack(o.X, o.Row, o.X),
        ["columns"] = o => o.Tape.Columns(o.X, o.X.Columns / 2, 1),
        ["rows"] = o => o.Tape.Multiply(o.Tape.Rows(o.X, 1, 2), o.Tape.Rows(o.Y, 3, 2)),
        ["pick"] = o => o.Tape.Pick(o.X, [0, o.X.Columns - 1, 0, 0, o.X.Columns - 1]),
        ["reshape"] = o => o.Tape.Product(o.X.Reshape(o.X.Columns, Rows), o.X),
        ["rotate"] = o => o.Tape.Rotate(o.Tape.Join(o.X, o.Y), [0, 1, 5, 2, 9], 2),
    };

    [Theory, MemberData(nameof(Names))]
    public void Gradients_agree_with_finite_differences(string operation)
    {
        foreach (var columns in new[] { 1, 2, 7, 33 })
        {
            Check<double>(operation, columns, step: 1e-4, tolerance: 1e-6);
            Check<float>(operation, columns, step: 2e-3, tolerance: 1.5e-2);
        }
    }

    [Fact]
    public void A_wrong_derivative_is_seen()
    {
        static Matrix Wrong(Tape<double> tape, Matrix x) => tape.Map(x, Math.Tanh, (v, _) => 1 - v * v);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare<double>(7, o => Wrong(o.Tape, o.X), 1e-4, 1e-6));
    }

    [Fact]
    public void What_does_not_learn_remembers_nothing()
    {
        var tape = new Tape<float>([1, 2], learns: false);
        var x = tape.Parameter(new(0, 1, 2));
        Assert.Equal(3, tape.ReadNumber(tape.RowSum(x)), 1e-6);
        Assert.Throws<InvalidOperationException>(() => tape.Backward(tape.RowSum(x)));
        Assert.Empty(tape.Gradient);
    }

    [Fact]
    public void Sizes_that_do_not_fit_and_losses_of_several_numbers_are_refused()
    {
        var tape = new Tape<float>(new float[6]);
        var (wide, high) = (tape.Parameter(new(0, 2, 3)), tape.Parameter(new(0, 3, 2)));
        Assert.Throws<ArgumentException>(() => tape.Add(wide, high));
        Assert.Throws<ArgumentException>(() => tape.Product(wide, wide));
        Assert.Throws<ArgumentException>(() => tape.Rows(wide, 1, 2));
        Assert.Throws<ArgumentException>(() => wide.Reshape(2, 2));
        Assert.Throws<ArgumentException>(() => tape.Backward(wide));
    }

    [Fact]
    public void Memory_that_is_used_again_gives_the_same_gradient()
    {
        var draws = SeededRandom.Create(2, "again");
        var tape = new Tape<float>([.. Enumerable.Range(0, 400).Select(_ => (float)draws.NextDouble())]);
        float[] Gradient(int copies)
        {
            tape.Reset();
            tape.ClearGradient();
            var x = tape.Parameter(new(0, 20, 20));
            // More than the first piece of memory holds, and then less.
            var y = Enumerable.Range(0, copies).Select(_ => tape.Tanh(tape.Product(x, x))).Last();
            tape.Backward(tape.Mean(y));
            return [.. tape.Gradient];
        }
        var once = Gradient(1);
        Assert.Equal(once, Gradient(60));
        Assert.Equal(once, Gradient(1));
    }

    /// <summary>Two rectified layers, as a loop over numbers would have them, and one step of Adam.</summary>
    [Fact]
    public void A_small_network_is_that_of_plain_loops_to_the_last_bit()
    {
        var layout = new ParameterLayout();
        var (first, second) = (DenseLayer.Create(layout, 3, 17, .1), DenseLayer.Create(layout, 17, 2));
        var tape = new Tape<float>(layout.CreateParameters<float>(SeededRandom.Create(4, "loops")));
        float[] inputs = [.5f, -1, 2, 0, .25f, -3];
        var y = second.Apply(tape, first.Apply(tape, tape.Constant(inputs, 2, 3)));
        float[] Layer(float[] x, int columns, DenseLayer layer)
        {
            var (rows, outputs) = (x.Length / columns, layer.Weights.Columns);
            var result = new float[rows * outputs];
            for (var at = 0; at < result.Length; at++)
            {
                result[at] = tape.Parameters[layer.Bias.Offset + at % outputs];
                for (var i = 0; i < columns; i++)
                    result[at] = MathF.FusedMultiplyAdd(
                        x[at / outputs * columns + i], tape.Parameters[layer.Weights.Offset + i * outputs + at % outputs], result[at]);
                result[at] = MathF.Max(result[at], result[at] * (float)layer.Slope);
            }
            return result;
        }
        Assert.Equal(Layer(Layer(inputs, 3, first), 17, second), tape.Read(y).ToArray());
        tape.Backward(tape.Mean(tape.CrossEntropy(y, [0, 1])));
        var before = tape.Parameters.ToArray();
        new Adam<float>(before.Length).Step(tape.Parameters, tape.Gradient, 1e-2);
        // Adam's first step is the rate, against the sign of the gradient.
        for (var i = 0; i < before.Length; i++)
            if (Math.Abs(tape.Gradient[i]) > 1e-3) Assert.Equal(-1e-2 * Math.Sign(tape.Gradient[i]), tape.Parameters[i] - before[i], 1e-4);
    }

    private static void Check<T>(string operation, int columns, double step, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Compare(columns, All<T>()[operation], step, tolerance);

    private static void Compare<T>(int columns, Func<Operands<T>, Matrix> operation, double step, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var draws = SeededRandom.Create(columns, "operation");
        // Away from 0, where rectifiers have no derivative.
        T Number() => T.CreateTruncating((draws.NextBool(.5) ? 1 : -1) * (.3 + .7 * draws.NextDouble()));
        var parameters = Enumerable.Range(0, 2 * Rows * columns + columns + Rows + 3 * columns).Select(_ => Number()).ToArray();
        var (tape, weights) = (new Tape<T>(parameters), (T[]?)null);
        Matrix Loss()
        {
            var at = 0;
            Matrix Next(int rows, int width)
            {
                var place = new ParameterPlace(at, rows, width);
                at += place.Count;
                return tape.Parameter(place);
            }
            tape.Reset();
            var y = operation(new(tape, Next(Rows, columns), Next(Rows, columns), Next(1, columns), Next(Rows, 1), Next(columns, 3)));
            weights ??= [.. Enumerable.Range(0, y.Count).Select(_ => Number())];
            return tape.WeightedSum(y, weights);
        }
        tape.Backward(Loss());
        foreach (var i in Enumerable.Range(0, parameters.Length).Where(i => parameters.Length < 80 || i % 7 == 0 || i > parameters.Length - 9))
        {
            var here = parameters[i];
            parameters[i] = here + T.CreateTruncating(step);
            var up = tape.ReadNumber(Loss());
            parameters[i] = here - T.CreateTruncating(step);
            var down = tape.ReadNumber(Loss());
            parameters[i] = here;
            var (expected, found) = ((up - down) / (2 * step), double.CreateTruncating(tape.Gradient[i]));
            Assert.True(Math.Abs(expected - found) <= tolerance * (1 + Math.Abs(expected)), $"parameter {i} of {columns} columns: {found}, not {expected}");
        }
        Assert.Contains(tape.Gradient, g => g != T.Zero || columns == 1);
    }
}
