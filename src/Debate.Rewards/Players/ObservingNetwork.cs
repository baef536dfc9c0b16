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
    private readonly float[] _firstHidden, _secondHidden, _outputs;

    public ObservingNetwork(Perceptron perceptron, int features)
    {
        (Perceptron, _features) = (perceptron, features);
        _firstHidden = new float[perceptron.Shape.Hidden];
        _secondHidden = new float[perceptron.Shape.Hidden];
        _outputs = new float[perceptron.Shape.Outputs];
    }

    /// <summary>A network with random parameters for this many features, actions, hidden units and outputs.</summary>
    public static ObservingNetwork CreateRandom((int Features, int Actions) of, int hidden, int outputs, SeededRandom draws) =>
        new(Perceptron.CreateRandom(new(2 * of.Features + of.Actions, hidden, outputs), draws), of.Features);

    /// <summary>A network that shares these parameters but has its own scratch memory.</summary>
    public ObservingNetwork WithSharedWeights() => new(Perceptron.WithSharedWeights(), _features);

    /// <summary>A copy that does not change when this network learns.</summary>
    public ObservingNetwork Clone() => new(Perceptron.Clone(), _features);

    /// <summary>The parameters.</summary>
    public Perceptron Perceptron { get; }

    /// <summary>The outputs; valid until the next pass.</summary>
    public ReadOnlySpan<float> Forward(Observation observation)
    {
        Perceptron.FirstBias.CopyTo(_firstHidden);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++)
            TensorPrimitives.MultiplyAdd(Perceptron.FirstLayerRow(item), values[item], _firstHidden, _firstHidden);
        foreach (var item in observation.Revealed)
            TensorPrimitives.Add(_firstHidden, Perceptron.FirstLayerRow(_features + item), _firstHidden);
        TensorPrimitives.Add(_firstHidden, Perceptron.FirstLayerRow(2 * _features + observation.OwnAction), _firstHidden);
        Perceptron.Forward(_firstHidden, _secondHidden, _outputs);
        return _outputs;
    }

    /// <summary>
    /// Adds the last forward pass, which must have been on this observation, to a gradient; <paramref name="deltas"/> is the gradient of
    /// the loss with respect to the outputs.
    /// </summary>
    public void Backward(PerceptronGradient gradient, Observation observation, ReadOnlySpan<float> deltas)
    {
        Span<float> delta = stackalloc float[_firstHidden.Length];
        gradient.Backward(_firstHidden, _secondHidden, deltas, delta);
        gradient.AddBias(delta);
        var values = observation.Evidence.Values;
        for (var item = 0; item < _features; item++) gradient.AddInput(item, values[item], delta);
        foreach (var item in observation.Revealed) gradient.AddInput(_features + item, 1, delta);
        gradient.AddInput(2 * _features + observation.OwnAction, 1, delta);
    }
}
