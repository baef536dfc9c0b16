using System.Numerics.Tensors;

namespace Debate.Rewards.Networks;

/// <summary>The size of a perceptron: inputs, units H of each of its two hidden layers, outputs.</summary>
internal sealed record PerceptronShape(int Inputs, int Hidden, int Outputs)
{
    /// <summary>Number of parameters.</summary>
    public int Parameters => (Inputs + 1) * Hidden + (Hidden + 1) * Hidden + Hidden * Outputs;
}

/// <summary>
/// A perceptron with two hidden layers of rectifiers and no bias at the output. The caller computes the pre-activations of the first layer,
/// from <see cref="FirstBias"/> and the rows of the nonzero inputs.
/// </summary>
/// <remarks>
/// Weights are stored input after input, so a layer is a sum of rows: a zero input costs nothing, and every sum is made element by element
/// in one order, which makes results equal on processors with vectors of any width.
/// </remarks>
internal sealed class Perceptron(PerceptronShape shape, float[] parameters)
{
    /// <summary>
    /// Random parameters: weights uniform within the square root of 6 over the fan-in of a unit (He et al., 2015), no bias.
    /// </summary>
    public static Perceptron CreateRandom(PerceptronShape shape, SeededRandom draws)
    {
        var network = new Perceptron(shape, new float[shape.Parameters]);
        InitialiseWeights(network.FirstWeights, shape.Inputs, draws);
        InitialiseWeights(network.SecondWeights, shape.Hidden, draws);
        InitialiseWeights(network.OutputWeights, shape.Hidden, draws);
        return network;
    }

    /// <summary>A network that shares these parameters.</summary>
    public Perceptron WithSharedWeights() => new(Shape, parameters);

    /// <summary>A copy that does not change when this network learns.</summary>
    public Perceptron Clone() => new(Shape, [.. parameters]);

    /// <summary>The size of the network.</summary>
    public PerceptronShape Shape { get; } = shape;

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => parameters;

    public Span<float> FirstWeights => Parameters[..(Shape.Inputs * Shape.Hidden)];
    public Span<float> FirstBias => Parameters.Slice(Shape.Inputs * Shape.Hidden, Shape.Hidden);
    public Span<float> SecondWeights => Parameters.Slice((Shape.Inputs + 1) * Shape.Hidden, Shape.Hidden * Shape.Hidden);
    public Span<float> SecondBias => Parameters.Slice((Shape.Inputs + 1 + Shape.Hidden) * Shape.Hidden, Shape.Hidden);
    public Memory<float> SecondLayer => parameters.AsMemory((Shape.Inputs + 1) * Shape.Hidden, (Shape.Hidden + 1) * Shape.Hidden);
    public Span<float> OutputWeights => Parameters[^(Shape.Hidden * Shape.Outputs)..];

    /// <summary>What an input of 1 contributes to the first layer: H numbers.</summary>
    public ReadOnlySpan<float> FirstLayerRow(int input) => FirstWeights.Slice(input * Shape.Hidden, Shape.Hidden);

    /// <summary>
    /// Computes the outputs from <paramref name="first"/>, the H pre-activations of the first layer. Afterwards <paramref name="first"/>
    /// and <paramref name="second"/> (H numbers each) hold the activations of the two hidden layers.
    /// </summary>
    public void Forward(Span<float> first, Span<float> second, Span<float> outputs)
    {
        TensorPrimitives.Max(first, 0f, first);
        SecondBias.CopyTo(second);
        for (var unit = 0; unit < first.Length; unit++)
            if (first[unit] > 0)
                TensorPrimitives.MultiplyAdd(SecondWeights.Slice(unit * Shape.Hidden, Shape.Hidden), first[unit], second, second);
        TensorPrimitives.Max(second, 0f, second);
        outputs.Clear();
        if (outputs.Length == 1)
            for (var unit = 0; unit < second.Length; unit++) outputs[0] += second[unit] * OutputWeights[unit];
        else
            for (var unit = 0; unit < second.Length; unit++)
                if (second[unit] > 0)
                    TensorPrimitives.MultiplyAdd(
                        OutputWeights.Slice(unit * outputs.Length, outputs.Length), second[unit], outputs, outputs);
    }

    private static void InitialiseWeights(Span<float> weights, int inputs, SeededRandom draws)
    {
        var max = Math.Sqrt(6.0 / inputs);
        foreach (ref var weight in weights) weight = (float)((2 * draws.NextDouble() - 1) * max);
    }
}
