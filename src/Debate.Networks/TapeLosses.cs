using System.Numerics.Tensors;

namespace Debate.Networks;

/// <summary>Probabilities and losses.</summary>
public sealed partial class Tape<T>
{
    /// <summary>
    /// The softmax of each row over the places where <paramref name="mask"/> (rows x columns, row-major) is true, 0 elsewhere; a row
    /// without any such place is 0.
    /// </summary>
    public Matrix Softmax(Matrix x, bool[]? mask = null)
    {
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        for (var row = 0; row < x.Rows; row++)
            WriteSoftmax(Row(Values(x), x, row), mask is null ? [] : mask.AsSpan(row * x.Columns, x.Columns), Row(Values(y), y, row));
        return Then(y, () =>
        {
            for (var row = 0; row < x.Rows; row++)
            {
                var value = Row(Values(y), y, row);
                var delta = Row(Deltas(y), y, row);
                var into = Row(Deltas(x), x, row);
                var mean = Inner(value, delta);
                for (var i = 0; i < value.Length; i++) into[i] += value[i] * (delta[i] - mean);
            }
        });
    }

    /// <summary>The logarithm of the softmax of each row.</summary>
    public Matrix LogSoftmax(Matrix x)
    {
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        for (var row = 0; row < x.Rows; row++)
        {
            var from = Row(Values(x), x, row);
            var to = Row(Values(y), y, row);
            var all = T.CreateTruncating(LogSumExp(from));
            TensorPrimitives.Subtract(from, all, to);
        }
        return Then(y, () =>
        {
            for (var row = 0; row < x.Rows; row++)
            {
                var value = Row(Values(y), y, row);
                var delta = Row(Deltas(y), y, row);
                var into = Row(Deltas(x), x, row);
                var sum = Sum(delta);
                for (var i = 0; i < value.Length; i++)
                    into[i] += delta[i] - T.CreateTruncating(Math.Exp(double.CreateTruncating(value[i]))) * sum;
            }
        });
    }

    /// <summary>
    /// Cross-entropy of each row of logits: a column. The target of a row is its class with probability 1 - <paramref name="smoothing"/>,
    /// and any class with equal probability for the rest (1: the target is uniform). A row whose target is negative counts nothing.
    /// </summary>
    public Matrix CrossEntropy(Matrix logits, ReadOnlySpan<int> targets, double smoothing = 0)
    {
        var classes = targets[..logits.Rows].ToArray();
        var y = Allocate(logits.Rows, 1, Learns(logits));
        var share = smoothing / logits.Columns;
        for (var row = 0; row < logits.Rows; row++)
        {
            var from = Row(Values(logits), logits, row);
            var all = 0.0;
            var sum = 0.0;
            if (classes[row] >= 0)
            {
                all = LogSumExp(from);
                for (var i = 0; i < from.Length && share > 0; i++) sum += all - double.CreateTruncating(from[i]);
                all -= double.CreateTruncating(from[classes[row]]);
            }
            Values(y)[row] = T.CreateTruncating((1 - smoothing) * all + share * sum);
        }
        return Then(y, () =>
        {
            for (var row = 0; row < logits.Rows; row++)
            {
                if (classes[row] < 0) continue;
                var from = Row(Values(logits), logits, row);
                var into = Row(Deltas(logits), logits, row);
                var (all, weight) = (LogSumExp(from), double.CreateTruncating(Deltas(y)[row]));
                for (var i = 0; i < from.Length; i++)
                    into[i] += T.CreateTruncating(weight * (Math.Exp(double.CreateTruncating(from[i]) - all)
                        - share - (i == classes[row] ? 1 - smoothing : 0)));
            }
        });
    }

    /// <summary>The logistic loss of each logit against a target in [0, 1], as many as there are logits: -t log p - (1 - t) log(1 - p).</summary>
    public Matrix LogisticLoss(Matrix logits, ReadOnlySpan<T> targets)
    {
        var wanted = targets[..logits.Count].ToArray();
        return MapAt(logits, (i, v) => Softplus(v) - double.CreateTruncating(wanted[i]) * v,
            (i, v) => Logistic(v) - double.CreateTruncating(wanted[i]));
    }

    /// <summary>-log sigma(a - b) of each pair, two columns (Bradley and Terry, 1952): a is preferred to b.</summary>
    public Matrix PreferenceLoss(Matrix a, Matrix b)
    {
        Require(a.Count == b.Count, "preference", a, b);
        var y = Allocate(a.Count, 1, Learns(a) || Learns(b));
        for (var i = 0; i < a.Count; i++) Values(y)[i] = T.CreateTruncating(Softplus(-Ahead(i)));
        return Then(y, () =>
        {
            for (var i = 0; i < a.Count; i++)
            {
                var doubt = T.CreateTruncating(1 / (1 + Math.Exp(Ahead(i)))) * Deltas(y)[i];
                if (Learns(a)) Deltas(a)[i] -= doubt;
                if (Learns(b)) Deltas(b)[i] += doubt;
            }
        });

        double Ahead(int i) => double.CreateTruncating(Values(a)[i]) - double.CreateTruncating(Values(b)[i]);
    }

    private Matrix MapAt(Matrix x, Func<int, double, double> function, Func<int, double, double> derivative)
    {
        var y = Allocate(x.Rows, x.Columns, Learns(x));
        for (var i = 0; i < x.Count; i++) Values(y)[i] = T.CreateTruncating(function(i, double.CreateTruncating(Values(x)[i])));
        return Then(y, () =>
        {
            for (var i = 0; i < x.Count; i++)
                Deltas(x)[i] += Deltas(y)[i] * T.CreateTruncating(derivative(i, double.CreateTruncating(Values(x)[i])));
        });
    }

    private static void WriteSoftmax(ReadOnlySpan<T> from, ReadOnlySpan<bool> mask, Span<T> to)
    {
        var (most, sum) = (double.NegativeInfinity, 0.0);
        for (var i = 0; i < from.Length; i++)
            if (mask.IsEmpty || mask[i]) most = Math.Max(most, double.CreateTruncating(from[i]));
        for (var i = 0; i < from.Length; i++)
            if (mask.IsEmpty || mask[i]) sum += Math.Exp(double.CreateTruncating(from[i]) - most);
        for (var i = 0; i < from.Length; i++)
            to[i] = mask.IsEmpty || mask[i] ? T.CreateTruncating(Math.Exp(double.CreateTruncating(from[i]) - most) / sum) : T.Zero;
    }

    private static double LogSumExp(ReadOnlySpan<T> numbers)
    {
        var (most, sum) = (double.NegativeInfinity, 0.0);
        foreach (var number in numbers) most = Math.Max(most, double.CreateTruncating(number));
        foreach (var number in numbers) sum += Math.Exp(double.CreateTruncating(number) - most);
        return most + Math.Log(sum);
    }

    private static double Softplus(double x) => x > 0 ? x + Math.Log(1 + Math.Exp(-x)) : Math.Log(1 + Math.Exp(x));
}
