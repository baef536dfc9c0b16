using System.Numerics.Tensors;

namespace Debate.Rewards.Networks;

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
