using System.Numerics.Tensors;

namespace Debate.Rewards.Networks;

/// <summary>How large a perceptron is: inputs, units of each of its two hidden layers, outputs.</summary>
internal sealed record PerceptronShape(int Inputs, int Hidden, int Outputs)
{
    /// <summary>Number of parameters.</summary>
    public int Parameters => (Inputs + 1) * Hidden + (Hidden + 1) * Hidden + Hidden * Outputs;
}

/// <summary>
/// A perceptron with two hidden layers of rectifiers and no bias at the output. The caller makes the sums of the first layer, out of
/// <see cref="FirstBias"/> and the rows of the inputs that are not 0.
/// </summary>
/// <remarks>
/// Weights lie input after input, so that a layer is a sum of rows: an input that is 0 costs nothing, and every sum is made element by
/// element in one order, which makes results equal on processors with vectors of any width.
/// </remarks>
internal sealed class Perceptron(PerceptronShape shape, float[] parameters)
{
    /// <summary>Fresh parameters: uniform within the root of 6 over the number of inputs of a unit (He et al., 2015), no bias.</summary>
    public static Perceptron Fresh(PerceptronShape shape, Draws draws)
    {
        var network = new Perceptron(shape, new float[shape.Parameters]);
        Fill(network.FirstWeights, shape.Inputs, draws);
        Fill(network.SecondWeights, shape.Hidden, draws);
        Fill(network.OutputWeights, shape.Hidden, draws);
        return network;
    }

    /// <summary>The same parameters, shared.</summary>
    public Perceptron Another() => new(Shape, parameters);

    /// <summary>A copy that stays as it is.</summary>
    public Perceptron Frozen() => new(Shape, [.. parameters]);

    /// <summary>How large it is.</summary>
    public PerceptronShape Shape { get; } = shape;

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => parameters;

    public Span<float> FirstWeights => Parameters[..(Shape.Inputs * Shape.Hidden)];
    public Span<float> FirstBias => Parameters.Slice(Shape.Inputs * Shape.Hidden, Shape.Hidden);
    public Span<float> SecondWeights => Parameters.Slice((Shape.Inputs + 1) * Shape.Hidden, Shape.Hidden * Shape.Hidden);
    public Span<float> SecondBias => Parameters.Slice((Shape.Inputs + 1 + Shape.Hidden) * Shape.Hidden, Shape.Hidden);
    public Memory<float> SecondLayer => parameters.AsMemory((Shape.Inputs + 1) * Shape.Hidden, (Shape.Hidden + 1) * Shape.Hidden);
    public Span<float> OutputWeights => Parameters[^(Shape.Hidden * Shape.Outputs)..];

    /// <summary>What an input of 1 gives to the first layer.</summary>
    public ReadOnlySpan<float> FirstRow(int input) => FirstWeights.Slice(input * Shape.Hidden, Shape.Hidden);

    /// <summary>
    /// The outputs over <paramref name="first"/>, the sums of the first layer; leaves the rectified layers in the first two spans.
    /// </summary>
    public void Finish(Span<float> first, Span<float> second, Span<float> outputs)
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

    private static void Fill(Span<float> weights, int inputs, Draws draws)
    {
        var most = Math.Sqrt(6.0 / inputs);
        foreach (ref var weight in weights) weight = (float)((2 * draws.Unit() - 1) * most);
    }
}
