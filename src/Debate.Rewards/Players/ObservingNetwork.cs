using System.Numerics.Tensors;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Players;

/// <summary>
/// A perceptron over an observation: [the values of the state, the mask of revealed items, one-hot own action], 2 F + A inputs for F
/// features and A actions. One instance serves one thread.
/// </summary>
internal sealed class ObservingNetwork
{
    private readonly int _features;
    private readonly float[] _first, _second, _outputs;

    public ObservingNetwork(Perceptron perceptron, int features)
    {
        (Perceptron, _features) = (perceptron, features);
        _first = new float[perceptron.Shape.Hidden];
        _second = new float[perceptron.Shape.Hidden];
        _outputs = new float[perceptron.Shape.Outputs];
    }

    /// <summary>A network with random parameters for this many features, actions, hidden units and outputs.</summary>
    public static ObservingNetwork Fresh((int Features, int Actions) of, int hidden, int outputs, Draws draws) =>
        new(Perceptron.Fresh(new(2 * of.Features + of.Actions, hidden, outputs), draws), of.Features);

    /// <summary>A network that shares these parameters but has its own scratch memory.</summary>
    public ObservingNetwork Another() => new(Perceptron.Another(), _features);

    /// <summary>A copy that does not change when this network learns.</summary>
    public ObservingNetwork Frozen() => new(Perceptron.Frozen(), _features);

    /// <summary>The parameters.</summary>
    public Perceptron Perceptron { get; }

    /// <summary>The outputs; valid until the next pass.</summary>
    public ReadOnlySpan<float> See(Observation observation)
    {
        Perceptron.FirstBias.CopyTo(_first);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++)
            TensorPrimitives.MultiplyAdd(Perceptron.FirstRow(item), values[item], _first, _first);
        foreach (var item in observation.Shown) TensorPrimitives.Add(_first, Perceptron.FirstRow(_features + item), _first);
        TensorPrimitives.Add(_first, Perceptron.FirstRow(2 * _features + observation.Own), _first);
        Perceptron.Finish(_first, _second, _outputs);
        return _outputs;
    }

    /// <summary>
    /// Adds the last forward pass, which must have been on this observation, to a gradient; <paramref name="deltas"/> is the gradient of
    /// the loss with respect to the outputs.
    /// </summary>
    public void Back(PerceptronGradient gradient, Observation observation, ReadOnlySpan<float> deltas)
    {
        Span<float> delta = stackalloc float[_first.Length];
        gradient.Back(_first, _second, deltas, delta);
        gradient.AddBias(delta);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++) gradient.AddInput(item, values[item], delta);
        foreach (var item in observation.Shown) gradient.AddInput(_features + item, 1, delta);
        gradient.AddInput(2 * _features + observation.Own, 1, delta);
    }
}
