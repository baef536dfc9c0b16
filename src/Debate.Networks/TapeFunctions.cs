using System.Numerics.Tensors;
using Debate.Core;

namespace Debate.Networks;

/// <summary>What stands between the products: arithmetic, activations, norms.</summary>
public sealed partial class Tape<T>
{
    /// <summary>a + b.</summary>
    public Matrix Add(Matrix a, Matrix b) => Combine(a, b, 1, "sum");

    /// <summary>a - b.</summary>
    public Matrix Subtract(Matrix a, Matrix b) => Combine(a, b, -1, "difference");

    /// <summary>a times b, element by element.</summary>
    public Matrix Multiply(Matrix a, Matrix b)
    {
        Require(a.Rows == b.Rows && a.Columns == b.Columns, "product of elements", a, b);
        var y = Allocate(a.Rows, a.Columns, Learns(a) || Learns(b));
        TensorPrimitives.Multiply(Values(a), Values(b), Values(y));
        return Then(y, () =>
        {
            if (Learns(a)) TensorPrimitives.MultiplyAdd(Deltas(y), Values(b), Deltas(a), Deltas(a));
            if (Learns(b)) TensorPrimitives.MultiplyAdd(Deltas(y), Values(a), Deltas(b), Deltas(b));
        });
    }

    /// <summary>factor x + shift.</summary>
    public Matrix Scale(Matrix x, double factor, double shift = 0)
    {
        var (by, plus) = (T.CreateTruncating(factor), T.CreateTruncating(shift));
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        TensorPrimitives.Multiply(Values(x), by, Values(y));
        if (shift != 0) TensorPrimitives.Add(Values(y), plus, Values(y));
        return Then(y, () => AddScaled(Deltas(y), by, Deltas(x)));
    }

    /// <summary>x with a row (1 x columns) added to each of its rows.</summary>
    public Matrix AddRow(Matrix x, Matrix row)
    {
        Require(row.Count == x.Columns, "sum with a row", x, row);
        var y = Allocate(x.Rows, x.Columns, Learns(x) || Learns(row));
        for (var i = 0; i < x.Rows; i++) TensorPrimitives.Add(Row(Values(x), x, i), Values(row), Row(Values(y), y, i));
        return Then(y, () =>
        {
            if (Learns(x)) AddTo(Deltas(x), Deltas(y));
            if (!Learns(row)) return;
            for (var i = 0; i < x.Rows; i++) AddTo(Deltas(row), Row(Deltas(y), y, i));
        });
    }

    /// <summary>x with each of its rows multiplied by a row (1 x columns), element by element.</summary>
    public Matrix MultiplyRow(Matrix x, Matrix row)
    {
        Require(row.Count == x.Columns, "product with a row", x, row);
        var y = Allocate(x.Rows, x.Columns, Learns(x) || Learns(row));
        for (var i = 0; i < x.Rows; i++) TensorPrimitives.Multiply(Row(Values(x), x, i), Values(row), Row(Values(y), y, i));
        return Then(y, () =>
        {
            for (var i = 0; i < x.Rows; i++)
            {
                var delta = Row(Deltas(y), y, i);
                if (Learns(x)) TensorPrimitives.MultiplyAdd(delta, Values(row), Row(Deltas(x), x, i), Row(Deltas(x), x, i));
                if (Learns(row)) TensorPrimitives.MultiplyAdd(delta, Row(Values(x), x, i), Deltas(row), Deltas(row));
            }
        });
    }

    /// <summary>x with each of its rows multiplied by the number of a column (rows x 1).</summary>
    public Matrix MultiplyColumn(Matrix x, Matrix column)
    {
        Require(column.Count == x.Rows, "product with a column", x, column);
        var y = Allocate(x.Rows, x.Columns, Learns(x) || Learns(column));
        for (var i = 0; i < x.Rows; i++) TensorPrimitives.Multiply(Row(Values(x), x, i), Values(column)[i], Row(Values(y), y, i));
        return Then(y, () =>
        {
            for (var i = 0; i < x.Rows; i++)
            {
                var delta = Row(Deltas(y), y, i);
                if (Learns(x)) AddScaled(delta, Values(column)[i], Row(Deltas(x), x, i));
                if (Learns(column)) Deltas(column)[i] += Inner(delta, Row(Values(x), x, i));
            }
        });
    }

    /// <summary>The inner product of each row with one row: a column (rows x 1).</summary>
    public Matrix InnerWithRow(Matrix x, Matrix row) => RowSum(MultiplyRow(x, row));

    /// <summary>The sum of each row: a column.</summary>
    public Matrix RowSum(Matrix x)
    {
        var y = Allocate(x.Rows, 1, Learns(x));
        for (var i = 0; i < x.Rows; i++) Values(y)[i] = Sum(Row(Values(x), x, i));
        return Then(y, () =>
        {
            for (var i = 0; i < x.Rows; i++) TensorPrimitives.Add(Row(Deltas(x), x, i), Deltas(y)[i], Row(Deltas(x), x, i));
        });
    }

    /// <summary>The mean of all rows: a row.</summary>
    public Matrix ColumnMean(Matrix x)
    {
        var share = T.One / T.CreateTruncating(x.Rows);
        var y = Allocate(1, x.Columns, Learns(x));
        Values(y).Clear();
        for (var i = 0; i < x.Rows; i++) AddTo(Values(y), Row(Values(x), x, i));
        TensorPrimitives.Multiply(Values(y), share, Values(y));
        return Then(y, () =>
        {
            for (var i = 0; i < x.Rows; i++) AddScaled(Deltas(y), share, Row(Deltas(x), x, i));
        });
    }

    /// <summary>The mean of all numbers, a loss.</summary>
    public Matrix Mean(Matrix x) => Scale(RowSum(x.Reshape(1, x.Count)), 1.0 / x.Count);

    /// <summary>The sum of x weighted by numbers that do not change, a loss: the numbers are its gradient with respect to x.</summary>
    public Matrix WeightedSum(Matrix x, ReadOnlySpan<T> weights)
    {
        var fixedWeights = weights[..x.Count].ToArray();
        var y = Allocate(1, 1, Learns(x));
        Values(y)[0] = Inner(Values(x), fixedWeights);
        return Then(y, () => AddScaled(fixedWeights, Deltas(y)[0], Deltas(x)));
    }

    /// <summary>The leaky rectifier (Maas, Hannun and Ng, 2013), max(x, slope x), with a slope in [0, 1].</summary>
    public Matrix Rectify(Matrix x, double slope = 0)
    {
        var negative = T.CreateTruncating(slope);
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        Values(x).CopyTo(Values(y));
        Rectifier.Apply(Values(y), negative);
        return Then(y, () =>
        {
            Rectifier.Backward(Values(y), Deltas(y), negative);
            AddTo(Deltas(x), Deltas(y));
        });
    }

    /// <summary>The exponential linear unit (Clevert, Unterthiner and Hochreiter, 2016): x above 0, else exp(x) - 1.</summary>
    public Matrix Elu(Matrix x) => Map(x, v => v > 0 ? v : Math.Exp(v) - 1, (v, y) => v > 0 ? 1 : y + 1);

    /// <summary>The hyperbolic tangent.</summary>
    public Matrix Tanh(Matrix x) => Map(x, Math.Tanh, (_, y) => 1 - y * y);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Matrix Sigmoid(Matrix x) => Map(x, Logistic, (_, y) => y * (1 - y));

    /// <summary>x / (1 + exp(-x)), the gate of SwiGLU (Shazeer, 2020).</summary>
    public Matrix Silu(Matrix x) => Map(x, v => v * Logistic(v), (v, _) => Logistic(v) * (1 + v * (1 - Logistic(v))));

    /// <summary>The square root of x + epsilon, for x of at least 0.</summary>
    public Matrix Sqrt(Matrix x, double epsilon = 0) => Map(x, v => Math.Sqrt(v + epsilon), (_, y) => .5 / y);

    /// <summary>1 / x.</summary>
    public Matrix Reciprocal(Matrix x) => Map(x, v => 1 / v, (_, y) => -y * y);

    /// <summary>The exponential.</summary>
    public Matrix Exp(Matrix x) => Map(x, Math.Exp, (_, y) => y);

    /// <summary>The natural logarithm, for x above 0.</summary>
    public Matrix Log(Matrix x) => Map(x, Math.Log, (v, _) => 1 / v);

    /// <summary>A function of each number, and its derivative from the argument and the value.</summary>
    public Matrix Map(Matrix x, Func<double, double> function, Func<double, double, double> derivative)
    {
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        var from = Values(x);
        var to = Values(y);
        for (var i = 0; i < from.Length; i++) to[i] = T.CreateTruncating(function(double.CreateTruncating(from[i])));
        return Then(y, () =>
        {
            var arguments = Values(x);
            var values = Values(y);
            var delta = Deltas(y);
            var into = Deltas(x);
            for (var i = 0; i < into.Length; i++)
                into[i] += delta[i] * T.CreateTruncating(
                    derivative(double.CreateTruncating(arguments[i]), double.CreateTruncating(values[i])));
        });
    }

    /// <summary>Each row less its mean, over its standard deviation (Ba, Kiros and Hinton, 2016), without gain and bias.</summary>
    public Matrix LayerNorm(Matrix x, double epsilon = 1e-5) => Normalise(x, epsilon, centred: true);

    /// <summary>Each row over its root mean square (Zhang and Sennrich, 2019), without gain.</summary>
    public Matrix RmsNorm(Matrix x, double epsilon = 1e-5) => Normalise(x, epsilon, centred: false);

    /// <summary>
    /// Rotary positions (Su et al., 2021): in each head of <paramref name="width"/> columns the pair (2 i, 2 i + 1) of a row is turned by
    /// its position times base^(-2 i / width), as llama's files have it.
    /// </summary>
    public Matrix Rotate(Matrix x, ReadOnlySpan<int> positions, int width, double frequencyBase = 10_000)
    {
        if (width % 2 != 0 || x.Columns % width != 0) throw new ArgumentException($"{x.Columns} columns are no heads of {width}, in pairs");
        var places = positions[..x.Rows].ToArray();
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        Turn(Values(x), Values(y), 1);
        return Then(y, () => Turn(Deltas(y), Deltas(x), -1));

        // Backward the gradient is turned back and added.
        void Turn(ReadOnlySpan<T> from, Span<T> to, int sign)
        {
            for (var at = 0; at < from.Length; at += 2)
            {
                var angle = places[at / x.Columns] * Math.Pow(frequencyBase, -(at % x.Columns % width) / (double)width);
                var (cos, sin) = (T.CreateTruncating(Math.Cos(angle)), T.CreateTruncating(sign * Math.Sin(angle)));
                var (first, second) = (from[at] * cos - from[at + 1] * sin, from[at] * sin + from[at + 1] * cos);
                (to[at], to[at + 1]) = sign > 0 ? (first, second) : (to[at] + first, to[at + 1] + second);
            }
        }
    }

    /// <summary>Sets each number to 0 with a probability in [0, 1) and scales the others, so that the mean stays (Srivastava et al., 2014).</summary>
    public Matrix Dropout(Matrix x, double probability, SeededRandom draws)
    {
        if (probability == 0) return x;
        var (kept, mask) = (T.CreateTruncating(1 / (1 - probability)), new T[x.Count]);
        foreach (ref var number in mask.AsSpan()) number = draws.NextBool(probability) ? T.Zero : kept;
        return Multiply(x, Constant(mask, x.Rows, x.Columns));
    }

    /// <summary>The cosine between each row of a and the same row of b: a column.</summary>
    public Matrix Cosine(Matrix a, Matrix b)
    {
        Matrix Length(Matrix m) => Sqrt(RowSum(Multiply(m, m)), 1e-12);
        return Multiply(RowSum(Multiply(a, b)), Reciprocal(Multiply(Length(a), Length(b))));
    }

    private Matrix Combine(Matrix a, Matrix b, int sign, string what)
    {
        Require(a.Rows == b.Rows && a.Columns == b.Columns, what, a, b);
        var y = Allocate(a.Rows, a.Columns, Learns(a) || Learns(b));
        if (sign > 0) TensorPrimitives.Add(Values(a), Values(b), Values(y));
        else TensorPrimitives.Subtract(Values(a), Values(b), Values(y));
        return Then(y, () =>
        {
            if (Learns(a)) AddTo(Deltas(a), Deltas(y));
            if (!Learns(b)) return;
            if (sign > 0) AddTo(Deltas(b), Deltas(y));
            else TensorPrimitives.Subtract(Deltas(b), Deltas(y), Deltas(b));
        });
    }

    private Matrix Normalise(Matrix x, double epsilon, bool centred)
    {
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        var (scales, columns) = (new double[x.Rows], x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            var from = Row(Values(x), x, row);
            var to = Row(Values(y), y, row);
            var (mean, square) = (0.0, 0.0);
            if (centred) foreach (var number in from) mean += double.CreateTruncating(number) / columns;
            foreach (var number in from) square += Math.Pow(double.CreateTruncating(number) - mean, 2) / columns;
            scales[row] = 1 / Math.Sqrt(square + epsilon);
            for (var i = 0; i < columns; i++) to[i] = T.CreateTruncating((double.CreateTruncating(from[i]) - mean) * scales[row]);
        }
        return Then(y, () =>
        {
            for (var row = 0; row < x.Rows; row++)
            {
                var value = Row(Values(y), y, row);
                var delta = Row(Deltas(y), y, row);
                var into = Row(Deltas(x), x, row);
                var along = Inner(value, delta) / T.CreateTruncating(columns);
                var mean = centred ? Sum(delta) / T.CreateTruncating(columns) : T.Zero;
                for (var i = 0; i < columns; i++) into[i] += T.CreateTruncating(scales[row]) * (delta[i] - mean - value[i] * along);
            }
        });
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    // One after another: a vectorised sum would depend on the vector width.
    private static T Sum(ReadOnlySpan<T> numbers)
    {
        var sum = T.Zero;
        foreach (var number in numbers) sum += number;
        return sum;
    }

    private static T Inner(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
    {
        var sum = T.Zero;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    private static void ForParts(Matrix[] parts, Matrix whole, Action<Matrix, int, int> each)
    {
        var at = 0;
        foreach (var part in parts)
        {
            Require(part.Rows == whole.Rows, "join", part, whole);
            for (var row = 0; row < whole.Rows; row++) each(part, at, row);
            at += part.Columns;
        }
    }
}
