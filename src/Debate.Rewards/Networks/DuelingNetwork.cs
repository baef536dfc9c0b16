using System.Numerics.Tensors;
using Debate.Core;
using Debate.Networks;

namespace Debate.Rewards.Networks;

/// <summary>
/// The size of a dueling network: features F, units of each of the two trunk layers, units of the hidden layer of each head, actions A.
/// </summary>
internal sealed record DuelingShape(int Features, int Trunk, int Head, int Actions);

/// <summary>
/// Q(s, a) = V(s) + A(s, a) - mean A(s, .) over a shared trunk (Wang et al., 2016), with leaky rectifiers, in batches. One instance serves
/// one thread.
/// </summary>
internal sealed class DuelingNetwork
{
    private const double LeakySlope = .01;

    private readonly ParameterLayout _layout = new();
    private readonly DenseLayer[] _trunk, _value, _advantage;
    private readonly Tape<float> _tape;
    private readonly int _features, _actions;
    private Matrix _lastValue, _lastAdvantage;
    private float[] _outputs = [], _deltaValue = [];

    /// <summary>A network whose parameters are all 0.</summary>
    public DuelingNetwork(DuelingShape shape)
    {
        (_features, _actions) = (shape.Features, shape.Actions);
        _trunk = [Layer(shape.Features, shape.Trunk), Layer(shape.Trunk, shape.Trunk)];
        _value = [Layer(shape.Trunk, shape.Head), Layer(shape.Head, 1, slope: 1)];
        _advantage = [Layer(shape.Trunk, shape.Head), Layer(shape.Head, shape.Actions, slope: 1)];
        _tape = new(new float[_layout.Count]);

        DenseLayer Layer(int inputs, int outputs, double slope = LeakySlope) => DenseLayer.Create(_layout, inputs, outputs, slope);
    }

    /// <summary>All parameters.</summary>
    public float[] Parameters => _tape.Parameters;

    /// <summary>The gradient that <see cref="Backward"/> computed, in the order of <see cref="Parameters"/>.</summary>
    public float[] Gradient => _tape.Gradient;

    /// <summary>Sets random initial parameters.</summary>
    public void InitialiseParameters(SeededRandom draws) => _layout.CreateParameters<float>(draws).CopyTo(Parameters, 0);

    /// <summary>Q of every action: from rows x F features (row-major) to rows x A values; valid until the next call.</summary>
    public Span<float> Forward(ReadOnlySpan<float> features, int rows)
    {
        _tape.Reset();
        var trunk = Apply(_trunk, _tape.Constant(features, rows, _features));
        (_lastValue, _lastAdvantage) = (Apply(_value, trunk), Apply(_advantage, trunk));
        if (_outputs.Length < rows * _actions) (_outputs, _deltaValue) = (new float[rows * _actions], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var from = _tape.Read(_lastAdvantage).Slice(row * _actions, _actions);
            TensorPrimitives.Add(from, _tape.Read(_lastValue)[row] - Mean(from), _outputs.AsSpan(row * _actions, _actions));
        }
        return _outputs.AsSpan(0, rows * _actions);
    }

    /// <summary>
    /// Computes <see cref="Gradient"/> for the last batch from the gradient with respect to its outputs (rows x A, row-major), which it
    /// overwrites.
    /// </summary>
    public void Backward(Span<float> delta)
    {
        var rows = delta.Length / _actions;
        for (var row = 0; row < rows; row++)
        {
            var of = delta.Slice(row * _actions, _actions);
            _deltaValue[row] = Mean(of) * _actions;
            TensorPrimitives.Subtract(of, _deltaValue[row] / _actions, of);
        }
        _tape.ClearGradient();
        _tape.Backward(_tape.WeightedSum(_lastValue, _deltaValue), _tape.WeightedSum(_lastAdvantage, delta));
    }

    private Matrix Apply(DenseLayer[] layers, Matrix x)
    {
        foreach (var layer in layers) x = layer.Apply(_tape, x);
        return x;
    }

    // Added sequentially: a vectorised sum would depend on the vector width.
    private static float Mean(ReadOnlySpan<float> numbers)
    {
        var sum = 0f;
        foreach (var number in numbers) sum += number;
        return sum / numbers.Length;
    }
}
