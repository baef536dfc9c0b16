using System.Numerics.Tensors;
using Debate.Core;

namespace Debate.Rewards.Networks;

/// <summary>
/// The size of a dueling network: features F, units of each of the two trunk layers, units of the hidden layer of each head, actions A.
/// </summary>
internal sealed record DuelingShape(int Features, int Trunk, int Head, int Actions)
{
    private const float LeakySlope = .01f;

    public LayerShape[] TrunkLayers => [new(Features, Trunk, LeakySlope), new(Trunk, Trunk, LeakySlope)];
    public LayerShape[] ValueLayers => [new(Trunk, Head, LeakySlope), new(Head, 1, 1)];
    public LayerShape[] AdvantageLayers => [new(Trunk, Head, LeakySlope), new(Head, Actions, 1)];

    /// <summary>Number of parameters.</summary>
    public int Parameters => LayerStack.CountParameters([.. TrunkLayers, .. ValueLayers, .. AdvantageLayers]);
}

/// <summary>
/// Q(s, a) = V(s) + A(s, a) - mean A(s, .) over a shared trunk (Wang et al., 2016), with leaky rectifiers, in batches. One instance serves
/// one thread.
/// </summary>
internal sealed class DuelingNetwork
{
    private readonly LayerStack _trunk, _value, _advantage;
    private readonly float[] _outputs, _deltaValue, _deltaTrunk;
    private readonly int _actions;

    /// <summary>A network whose parameters are all 0, for batches of up to <paramref name="batch"/> rows.</summary>
    public DuelingNetwork(DuelingShape shape, int batch)
    {
        (Parameters, Gradient, _actions) = (new float[shape.Parameters], new float[shape.Parameters], shape.Actions);
        var at = 0;
        LayerStack Stack(LayerShape[] layers)
        {
            var (start, count) = (at, LayerStack.CountParameters(layers));
            at += count;
            return new(layers, Parameters.AsMemory(start, count), Gradient.AsMemory(start, count), batch);
        }
        (_trunk, _value, _advantage) = (Stack(shape.TrunkLayers), Stack(shape.ValueLayers), Stack(shape.AdvantageLayers));
        (_outputs, _deltaValue, _deltaTrunk) = (new float[batch * shape.Actions], new float[batch], new float[batch * shape.Trunk]);
    }

    /// <summary>All parameters.</summary>
    public float[] Parameters { get; }

    /// <summary>The gradient that <see cref="Backward"/> computed, in the order of <see cref="Parameters"/>.</summary>
    public float[] Gradient { get; }

    /// <summary>Sets random initial parameters.</summary>
    public void InitialiseParameters(SeededRandom draws)
    {
        foreach (var stack in new[] { _trunk, _value, _advantage }) stack.InitialiseParameters(draws);
    }

    /// <summary>Q of every action: from rows x F features (row-major) to rows x A values; valid until the next call.</summary>
    public Span<float> Forward(ReadOnlySpan<float> features, int rows)
    {
        var trunk = _trunk.Forward(features, rows);
        var value = _value.Forward(trunk, rows);
        var advantage = _advantage.Forward(trunk, rows);
        for (var row = 0; row < rows; row++)
        {
            var from = advantage.Slice(row * _actions, _actions);
            TensorPrimitives.Add(from, value[row] - Mean(from), _outputs.AsSpan(row * _actions, _actions));
        }
        return _outputs.AsSpan(0, rows * _actions);
    }

    /// <summary>
    /// Computes <see cref="Gradient"/> for the last batch from the gradient with respect to its outputs (rows x A, row-major), which it
    /// overwrites.
    /// </summary>
    public void Backward(Span<float> delta)
    {
        Gradient.AsSpan().Clear();
        var rows = delta.Length / _actions;
        for (var row = 0; row < rows; row++)
        {
            var of = delta.Slice(row * _actions, _actions);
            _deltaValue[row] = Mean(of) * _actions;
            TensorPrimitives.Subtract(of, _deltaValue[row] / _actions, of);
        }
        var back = _value.Backward(_deltaValue.AsSpan(0, rows));
        var both = _deltaTrunk.AsSpan(0, back.Length);
        TensorPrimitives.Add(back, _advantage.Backward(delta), both);
        _trunk.Backward(both);
    }

    // Added sequentially: a vectorised sum would depend on the vector width.
    private static float Mean(ReadOnlySpan<float> numbers)
    {
        var sum = 0f;
        foreach (var number in numbers) sum += number;
        return sum / numbers.Length;
    }
}
