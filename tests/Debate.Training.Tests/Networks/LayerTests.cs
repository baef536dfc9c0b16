using System.Numerics;
using Debate.Core;
using Debate.Networks;

namespace Debate.Training.Tests.Networks;

/// <summary>Layers: gradients in both precisions, and what each must not see.</summary>
public sealed class LayerTests
{
    private const int Rows = 6, Width = 8;

    public static TheoryData<string> Names => [.. Create<float>(new()).Keys];

    private static Dictionary<string, Func<Tape<T>, Matrix, Matrix>> Create<T>(ParameterLayout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var attention = AttentionLayer.Create(layout, Width, 2, rotary: true);
        var block = TransformerBlock.Create(layout, Width, 2, 12);
        var graph = GraphLayer.Create(layout, Width, Width, 2);
        var cell = GatedCell.Create(layout, Width, Width);
        var (attackers, attacked) = (SparseRows.Create([[1, 2], [], [3], [0], [5], [4]], mean: true), SparseRows.Create([[], [0], [], [], [], []]));
        return new()
        {
            ["attention"] = (tape, x) => attention.Apply(tape, x, x),
            ["causal attention"] = (tape, x) => attention.Apply(tape, x, x, AttentionLayer.CausalMask(Rows)),
            ["transformer block"] = (tape, x) => block.Apply(tape, x),
            ["graph layer"] = (tape, x) => graph.Apply(tape, x, attackers, attacked),
            ["gated cell"] = (tape, x) => cell.Apply(tape, x, tape.Tanh(x)),
        };
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_agree_with_finite_differences(string layer)
    {
        Check<double>(layer, 1e-4, 1e-5);
        // A step of single precision is long enough to cross a corner of the graph layer's rectifier; the operations are tried by themselves.
        if (layer != "graph layer") Check<float>(layer, 1e-2, 2e-2);
    }

    /// <summary>The block as its formulas say, number by number, in double.</summary>
    [Fact]
    public void A_transformer_block_is_rms_norm_rotary_attention_and_swiglu()
    {
        const int rows = 3, width = 4, inner = 5;
        var layout = new ParameterLayout();
        var block = TransformerBlock.Create(layout, width, 2, inner);
        var draws = SeededRandom.Create(5, "block");
        var tape = new Tape<double>([.. layout.CreateParameters<double>(draws).Select(p => p + .05 * draws.NextDouble())]);
        var inputs = Enumerable.Range(0, rows * width).Select(_ => 2 * draws.NextDouble() - 1).ToArray();
        var found = tape.Read(block.Apply(tape, tape.Constant(inputs, rows, width))).ToArray();

        double P(ParameterPlace place, int row, int column) => tape.Parameters[place.Offset + row * place.Columns + column];
        double[] Norm(double[] x, ParameterPlace gain)
        {
            var scale = 1 / Math.Sqrt(x.Average(v => v * v) + 1e-5);
            return [.. x.Select((v, i) => v * scale * P(gain, 0, i))];
        }
        double[] Times(double[] x, ParameterPlace w) =>
            [.. Enumerable.Range(0, w.Columns).Select(c => x.Select((v, r) => v * P(w, r, c)).Sum())];
        double[] Turn(double[] x, int position)
        {
            // Heads of two columns: one pair each, which turns by its position.
            var turned = new double[x.Length];
            for (var i = 0; i < x.Length; i += 2)
            {
                turned[i] = x[i] * Math.Cos(position) - x[i + 1] * Math.Sin(position);
                turned[i + 1] = x[i] * Math.Sin(position) + x[i + 1] * Math.Cos(position);
            }
            return turned;
        }
        var x = Enumerable.Range(0, rows).Select(r => inputs[(r * width)..((r + 1) * width)]).ToArray();
        var normed = x.Select(row => Norm(row, block.AttentionGain)).ToArray();
        var queries = normed.Select((row, r) => Turn(Times(row, block.Attention.Queries), r)).ToArray();
        var keys = normed.Select((row, r) => Turn(Times(row, block.Attention.Keys), r)).ToArray();
        var values = normed.Select(row => Times(row, block.Attention.Values)).ToArray();
        var expected = new List<double>();
        for (var r = 0; r < rows; r++)
        {
            var heads = new double[width];
            for (var head = 0; head < width; head += 2)
            {
                var scores = Enumerable.Range(0, r + 1)
                    .Select(k => Math.Exp((queries[r][head] * keys[k][head] + queries[r][head + 1] * keys[k][head + 1]) / Math.Sqrt(2))).ToArray();
                for (var i = head; i < head + 2; i++) heads[i] = scores.Select((s, k) => s * values[k][i]).Sum() / scores.Sum();
            }
            var attended = x[r].Zip(Times(heads, block.Attention.Output), (a, b) => a + b).ToArray();
            var fed = Norm(attended, block.FeedGain);
            var gate = Times(fed, block.Gate).Zip(Times(fed, block.Up), (g, u) => g / (1 + Math.Exp(-g)) * u).ToArray();
            expected.AddRange(attended.Zip(Times(gate, block.Down), (a, b) => a + b));
        }
        Assert.Equal(expected.Count, found.Length);
        for (var i = 0; i < found.Length; i++) Assert.Equal(expected[i], found[i], 1e-9);
    }

    [Fact]
    public void A_causal_row_sees_nothing_that_comes_later()
    {
        var layout = new ParameterLayout();
        var block = TransformerBlock.Create(layout, Width, 2, 12);
        var tape = new Tape<float>(layout.CreateParameters<float>(SeededRandom.Create(1, "causal")), learns: false);
        float[] Output(float last)
        {
            tape.Reset();
            var inputs = Enumerable.Range(0, Rows * Width).Select(i => MathF.Sin(i)).ToArray();
            inputs[^1] = last;
            return tape.Read(block.Apply(tape, tape.Constant(inputs, Rows, Width))).ToArray();
        }
        var (one, other) = (Output(1), Output(-3));
        Assert.Equal(one[..^Width], other[..^Width]);
        Assert.NotEqual(one[^Width..], other[^Width..]);
    }

    /// <summary>Rotary positions: a product of a query and a key depends on their distance alone.</summary>
    [Fact]
    public void Turned_products_depend_on_the_distance_alone()
    {
        var tape = new Tape<double>([.3, -1, .7, 2, 1, .5, -.2, .9]);
        double Product(int query, int key)
        {
            tape.Reset();
            var (q, k) = (tape.Parameter(new(0, 1, 4)), tape.Parameter(new(4, 1, 4)));
            return tape.ReadNumber(tape.ProductTransposed(tape.Rotate(q, [query], 4), tape.Rotate(k, [key], 4)));
        }
        Assert.Equal(Product(7, 3), Product(104, 100), 1e-9);
        Assert.NotEqual(Product(7, 3), Product(7, 4), 1e-3);
    }

    private static void Check<T>(string layer, double step, double tolerance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layout = new ParameterLayout();
        var apply = Create<T>(layout)[layer];
        var inputs = layout.AddUniform(Rows, Width, 1);
        var draws = SeededRandom.Create(9, layer);
        var tape = new Tape<T>(layout.CreateParameters<T>(draws));
        var weights = Enumerable.Range(0, Rows * Width).Select(_ => T.CreateTruncating(2 * draws.NextDouble() - 1)).ToArray();
        Matrix Loss()
        {
            tape.Reset();
            return tape.WeightedSum(apply(tape, tape.Parameter(inputs)), weights);
        }
        tape.Backward(Loss());
        var matter = 0;
        for (var i = 0; i < tape.Parameters.Length; i += 5)
        {
            var here = tape.Parameters[i];
            tape.Parameters[i] = here + T.CreateTruncating(step);
            var up = tape.ReadNumber(Loss());
            tape.Parameters[i] = here - T.CreateTruncating(step);
            var down = tape.ReadNumber(Loss());
            tape.Parameters[i] = here;
            var (expected, found) = ((up - down) / (2 * step), double.CreateTruncating(tape.Gradient[i]));
            Assert.True(Math.Abs(expected - found) <= tolerance * (1 + Math.Abs(expected)), $"{layer}, parameter {i}: {found}, not {expected}");
            if (Math.Abs(found) > 1e-3) matter++;
        }
        Assert.True(matter > 10, $"{matter} parameters matter");
    }
}
