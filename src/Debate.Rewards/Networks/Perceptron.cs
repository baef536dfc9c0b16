using System.Numerics.Tensors;
using Debate.Core;

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

    /// <summary>A copy that does not change when this network learns.</summary>
    public Perceptron Clone() => new(Shape, [.. parameters]);

    /// <summary>The size of the network.</summary>
    public PerceptronShape Shape { get; } = shape;

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => parameters;

    /// <summary>The same as an array, for what learns.</summary>
    public float[] ParameterVector => parameters;

    public Span<float> FirstWeights => Parameters[..(Shape.Inputs * Shape.Hidden)];
    public Span<float> FirstBias => Parameters.Slice(Shape.Inputs * Shape.Hidden, Shape.Hidden);
    public Span<float> SecondWeights => Parameters.Slice((Shape.Inputs + 1) * Shape.Hidden, Shape.Hidden * Shape.Hidden);
    public Span<float> SecondBias => Parameters.Slice((Shape.Inputs + 1 + Shape.Hidden) * Shape.Hidden, Shape.Hidden);
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

/// <summary>The gradient of a loss with respect to the parameters of a perceptron, summed over passes.</summary>
internal sealed class PerceptronGradient
{
    private readonly Perceptron _network;
    private readonly Perceptron _sum;
    private readonly int _hidden, _outputs;
    private readonly float[] _secondTransposed, _outputTransposed, _deltaSecond;

    public PerceptronGradient(Perceptron network)
    {
        (_network, _hidden, _outputs) = (network, network.Shape.Hidden, network.Shape.Outputs);
        _sum = new(network.Shape, new float[network.Shape.Parameters]);
        _secondTransposed = new float[_hidden * _hidden];
        _outputTransposed = new float[_hidden * _outputs];
        _deltaSecond = new float[_hidden];
        Reset();
    }

    /// <summary>The sum since <see cref="Reset"/>, in the order of the network's parameters.</summary>
    public Span<float> Sum => _sum.Parameters;

    /// <summary>Starts a new sum and reads the parameters again, which may have changed.</summary>
    public void Reset()
    {
        Sum.Clear();
        Transpose(_network.SecondWeights, _hidden, _secondTransposed);
        Transpose(_network.OutputWeights, _outputs, _outputTransposed);
    }

    /// <summary>
    /// Adds a forward pass that left the activations <paramref name="first"/> and <paramref name="second"/> (H numbers each);
    /// <paramref name="deltas"/> is the gradient of the loss with respect to the outputs (one number for each output). The gradient with
    /// respect to the pre-activations of the first layer (H numbers) goes into <paramref name="deltaFirst"/>, for <see cref="AddBias"/> and
    /// <see cref="AddInput"/>.
    /// </summary>
    public void Backward(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> deltas, Span<float> deltaFirst)
    {
        BackwardOutput(second, deltas);
        deltaFirst.Clear();
        for (var unit = 0; unit < _hidden; unit++)
        {
            if (second[unit] <= 0) _deltaSecond[unit] = 0;
            if (_deltaSecond[unit] != 0) AddScaled(_secondTransposed.AsSpan(unit * _hidden, _hidden), _deltaSecond[unit], deltaFirst);
        }
        TensorPrimitives.Add(_sum.SecondBias, _deltaSecond, _sum.SecondBias);
        for (var unit = 0; unit < _hidden; unit++)
        {
            if (first[unit] > 0) AddScaled(_deltaSecond, first[unit], _sum.SecondWeights.Slice(unit * _hidden, _hidden));
            else deltaFirst[unit] = 0;
        }
    }

    /// <summary>Adds <paramref name="deltaFirst"/> (H numbers) to the gradient of the first layer's bias.</summary>
    public void AddBias(ReadOnlySpan<float> deltaFirst) => TensorPrimitives.Add(_sum.FirstBias, deltaFirst, _sum.FirstBias);

    /// <summary>Adds to the gradient of the first layer's row of an input that had this value.</summary>
    public void AddInput(int input, float value, ReadOnlySpan<float> deltaFirst)
    {
        var row = _sum.FirstWeights.Slice(input * _hidden, _hidden);
        if (value == 1) TensorPrimitives.Add(row, deltaFirst, row);
        else if (value != 0) AddScaled(deltaFirst, value, row);
    }

    private void BackwardOutput(ReadOnlySpan<float> second, ReadOnlySpan<float> deltas)
    {
        if (_outputs == 1) AddScaled(second, deltas[0], _sum.OutputWeights);
        else
            for (var unit = 0; unit < _hidden; unit++)
                if (second[unit] > 0) AddScaled(deltas, second[unit], _sum.OutputWeights.Slice(unit * _outputs, _outputs));
        _deltaSecond.AsSpan().Clear();
        for (var output = 0; output < _outputs; output++)
            if (deltas[output] != 0) AddScaled(_outputTransposed.AsSpan(output * _hidden, _hidden), deltas[output], _deltaSecond);
    }

    private static void Transpose(ReadOnlySpan<float> weights, int columns, Span<float> transposed)
    {
        var rows = weights.Length / columns;
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++) transposed[column * rows + row] = weights[row * columns + column];
    }

    private static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum) =>
        TensorPrimitives.MultiplyAdd(row, factor, sum, sum);
}
