using System.Numerics;

namespace Debate.Networks;

/// <summary>A fully connected layer, x W + b, with a leaky rectifier of a slope in [0, 1] (1: none).</summary>
public sealed record DenseLayer(ParameterPlace Weights, ParameterPlace Bias, double Slope)
{
    /// <summary>Lays its parameters out: Glorot's weights, no bias.</summary>
    public static DenseLayer Create(ParameterLayout layout, int inputs, int outputs, double slope = 1) =>
        new(layout.AddWeights(inputs, outputs), layout.AddConstant(1, outputs), slope);

    /// <summary>From rows x inputs to rows x outputs.</summary>
    public Matrix Apply<T>(Tape<T> tape, Matrix x) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        tape.Affine(x, tape.Parameter(Weights), tape.Parameter(Bias), Slope);
}

/// <summary>
/// Attention with several heads (Vaswani et al., 2017), without biases. With <see cref="Rotary"/> queries and keys are turned by their
/// positions, the places of their rows from 0 on.
/// </summary>
public sealed record AttentionLayer(
    ParameterPlace Queries, ParameterPlace Keys, ParameterPlace Values, ParameterPlace Output, int Heads, bool Rotary)
{
    /// <summary>Lays its parameters out: rows of <paramref name="width"/> numbers, which the number of heads divides.</summary>
    public static AttentionLayer Create(ParameterLayout layout, int width, int heads = 1, bool rotary = false)
    {
        if (heads < 1 || width % heads != 0) throw new ArgumentException($"{heads} heads do not divide {width} columns");
        ParameterPlace Square() => layout.AddWeights(width, width);
        return new(Square(), Square(), Square(), Square(), heads, rotary);
    }

    /// <summary>What each row of <paramref name="from"/> finds in the rows of <paramref name="to"/>.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="from">Rows that ask, n x width.</param>
    /// <param name="to">Rows that are asked, m x width.</param>
    /// <param name="mask">n x m, row-major: who may see whom; null is everybody everybody.</param>
    public Matrix Apply<T>(Tape<T> tape, Matrix from, Matrix to, bool[]? mask = null) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (queries, keys) = (tape.Product(from, tape.Parameter(Queries)), tape.Product(to, tape.Parameter(Keys)));
        var (values, width) = (tape.Product(to, tape.Parameter(Values)), from.Columns / Heads);
        if (Rotary) (queries, keys) = (Turn(tape, queries, width), Turn(tape, keys, width));
        var heads = new Matrix[Heads];
        for (var head = 0; head < Heads; head++)
        {
            Matrix Part(Matrix x) => Heads == 1 ? x : tape.Columns(x, head * width, width);
            var scores = tape.Scale(tape.ProductTransposed(Part(queries), Part(keys)), 1 / Math.Sqrt(width));
            heads[head] = tape.Product(tape.Softmax(scores, mask), Part(values));
        }
        return tape.Product(Heads == 1 ? heads[0] : tape.Join(heads), tape.Parameter(Output));
    }

    /// <summary>The mask of rows that see themselves and those before them: n x n.</summary>
    public static bool[] CausalMask(int rows) => [.. Enumerable.Range(0, rows * rows).Select(at => at % rows <= at / rows)];

    private static Matrix Turn<T>(Tape<T> tape, Matrix x, int width) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        tape.Rotate(x, [.. Enumerable.Range(0, x.Rows)], width);
}

/// <summary>
/// A block of a llama-like language model (Touvron et al., 2023): causal attention with rotary positions, then SwiGLU (Shazeer, 2020), each
/// after an RMS norm and added to what came in.
/// </summary>
public sealed record TransformerBlock(
    ParameterPlace AttentionGain, AttentionLayer Attention, ParameterPlace FeedGain, ParameterPlace Gate, ParameterPlace Up, ParameterPlace Down)
{
    /// <summary>Lays its parameters out: rows of <paramref name="width"/> numbers, an inner layer of <paramref name="inner"/>.</summary>
    public static TransformerBlock Create(ParameterLayout layout, int width, int heads, int inner) => new(
        layout.AddConstant(1, width, 1), AttentionLayer.Create(layout, width, heads, rotary: true), layout.AddConstant(1, width, 1),
        layout.AddWeights(width, inner), layout.AddWeights(width, inner), layout.AddWeights(inner, width));

    /// <summary>From the rows of one text, n x width, to as many.</summary>
    public Matrix Apply<T>(Tape<T> tape, Matrix x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var normed = tape.MultiplyRow(tape.RmsNorm(x), tape.Parameter(AttentionGain));
        x = tape.Add(x, Attention.Apply(tape, normed, normed, AttentionLayer.CausalMask(x.Rows)));
        normed = tape.MultiplyRow(tape.RmsNorm(x), tape.Parameter(FeedGain));
        var gate = tape.Silu(tape.Product(normed, tape.Parameter(Gate)));
        return tape.Add(x, tape.Product(tape.Multiply(gate, tape.Product(normed, tape.Parameter(Up))), tape.Parameter(Down)));
    }
}

/// <summary>
/// A layer over the nodes of a graph: h becomes the rectified h S + [the sums over the neighbours of each relation, with their weights] W + b.
/// </summary>
public sealed record GraphLayer(ParameterPlace Own, ParameterPlace Neighbours, ParameterPlace Bias)
{
    /// <summary>Lays its parameters out.</summary>
    public static GraphLayer Create(ParameterLayout layout, int inputs, int outputs, int relations = 1) =>
        new(layout.AddWeights(inputs, outputs), layout.AddWeights(relations * inputs, outputs), layout.AddConstant(1, outputs));

    /// <summary>From nodes x inputs to nodes x outputs; a relation names the neighbours of each node.</summary>
    public Matrix Apply<T>(Tape<T> tape, Matrix nodes, params SparseRows[] relations) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var messages = tape.Product(tape.Join([.. relations.Select(r => tape.Bag(nodes, r))]), tape.Parameter(Neighbours));
        return tape.Rectify(tape.Add(tape.Affine(nodes, tape.Parameter(Own), tape.Parameter(Bias)), messages));
    }
}

/// <summary>A gated recurrent unit (Cho et al., 2014).</summary>
public sealed record GatedCell(DenseLayer Update, DenseLayer Reset, DenseLayer Candidate)
{
    /// <summary>Lays its parameters out.</summary>
    public static GatedCell Create(ParameterLayout layout, int inputs, int width)
    {
        DenseLayer Layer() => DenseLayer.Create(layout, inputs + width, width);
        return new(Layer(), Layer(), Layer());
    }

    /// <summary>The next states (rows x width) of inputs (rows x inputs) and the states before.</summary>
    public Matrix Apply<T>(Tape<T> tape, Matrix inputs, Matrix states) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var both = tape.Join(inputs, states);
        var (update, reset) = (tape.Sigmoid(Update.Apply(tape, both)), tape.Sigmoid(Reset.Apply(tape, both)));
        var candidate = tape.Tanh(Candidate.Apply(tape, tape.Join(inputs, tape.Multiply(reset, states))));
        return tape.Add(states, tape.Multiply(update, tape.Subtract(candidate, states)));
    }
}
