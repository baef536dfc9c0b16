using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Debate.Core;

namespace Debate.Rewards.Networks;

/// <summary>The size of a fully connected layer and the negative slope of its rectifier: 0 for ReLU, 1 for none (linear).</summary>
internal readonly record struct LayerShape(int Inputs, int Outputs, float Slope)
{
    /// <summary>Number of weights and biases.</summary>
    public int Parameters => (Inputs + 1) * Outputs;
}

/// <summary>
/// A fully connected layer over batches of rows. Its parameters (weights inputs x outputs, row-major, then the bias) and their gradient are
/// slices of the vectors of the whole network, so an optimiser sees one vector. It keeps its last outputs for the backward pass.
/// </summary>
internal sealed class Layer(LayerShape shape, Memory<float> parameters, Memory<float> gradient, int batch)
{
    private readonly float[] _outputs = new float[batch * shape.Outputs];
    private readonly float[] _inputGradient = new float[batch * shape.Inputs];
    private readonly float[] _transposed = new float[shape.Inputs * shape.Outputs];
    private readonly int _weightCount = shape.Inputs * shape.Outputs;

    /// <summary>The size of the layer.</summary>
    public LayerShape Shape => shape;

    /// <summary>The last outputs: rows x outputs, row-major.</summary>
    public Span<float> LastOutputs(int rows) => _outputs.AsSpan(0, rows * shape.Outputs);

    /// <summary>
    /// Sets the weights uniformly within the square root of 6 over inputs plus outputs (Glorot and Bengio, 2010), and the bias to 0.
    /// </summary>
    public void InitialiseParameters(SeededRandom draws)
    {
        var max = Math.Sqrt(6.0 / (shape.Inputs + shape.Outputs));
        parameters.Span.Clear();
        foreach (ref var weight in parameters.Span[.._weightCount]) weight = (float)((2 * draws.NextDouble() - 1) * max);
    }

    /// <summary>The outputs: from rows x inputs to rows x outputs, both row-major; valid until the next call.</summary>
    public Span<float> Forward(ReadOnlySpan<float> inputs, int rows)
    {
        var outputs = LastOutputs(rows);
        var bias = parameters.Span[_weightCount..];
        for (var row = 0; row < rows; row++) bias.CopyTo(outputs[(row * shape.Outputs)..]);
        MatrixProduct.Accumulate(inputs, parameters.Span[.._weightCount], outputs, new(rows, shape.Inputs, shape.Outputs));
        if (shape.Slope != 1) Rectifier.Apply(outputs, shape.Slope);
        return outputs;
    }

    /// <summary>
    /// Backward pass for the inputs of the last forward pass (rows x inputs). <paramref name="delta"/> is the gradient with respect to the
    /// last outputs (rows x outputs); it is overwritten. Adds the gradient with respect to the parameters and returns the one with respect
    /// to the inputs (rows x inputs), which is valid until the next call. All matrices are row-major.
    /// </summary>
    public Span<float> Backward(ReadOnlySpan<float> inputs, Span<float> delta)
    {
        var rows = delta.Length / shape.Outputs;
        if (shape.Slope != 1) Rectifier.Backward(_outputs, delta, shape.Slope);
        var bias = gradient.Span[_weightCount..];
        for (var row = 0; row < rows; row++) TensorPrimitives.Add(bias, delta.Slice(row * shape.Outputs, shape.Outputs), bias);
        MatrixProduct.Accumulate(inputs, delta, gradient.Span[.._weightCount], new(shape.Inputs, rows, shape.Outputs), transposed: true);
        var back = _inputGradient.AsSpan(0, rows * shape.Inputs);
        back.Clear();
        MatrixProduct.Accumulate(delta, TransposeWeights(), back, new(rows, shape.Outputs, shape.Inputs));
        return back;
    }

    /// <summary>The weights as outputs x inputs, row-major.</summary>
    private float[] TransposeWeights()
    {
        var weights = parameters.Span;
        for (var from = 0; from < shape.Inputs; from++)
            for (var to = 0; to < shape.Outputs; to++) _transposed[to * shape.Inputs + from] = weights[from * shape.Outputs + to];
        return _transposed;
    }
}

/// <summary>
/// Fully connected layers in sequence, in batches. Parameters and gradient may be slices of the vectors of a larger network. One instance
/// serves one thread.
/// </summary>
internal sealed class LayerStack
{
    private readonly Layer[] _layers;
    private readonly float[] _inputs;
    private int _rows;

    /// <param name="shape">The layers; the outputs of one are the inputs of the next.</param>
    /// <param name="parameters">As many numbers as <see cref="CountParameters"/> returns.</param>
    /// <param name="gradient">The same number; empty if the layers will not be trained.</param>
    /// <param name="batch">The maximum number of rows in a batch.</param>
    public LayerStack(IReadOnlyList<LayerShape> shape, Memory<float> parameters, Memory<float> gradient, int batch)
    {
        (_layers, _inputs) = (new Layer[shape.Count], new float[batch * shape[0].Inputs]);
        var at = 0;
        for (var i = 0; i < shape.Count; i++)
        {
            var count = shape[i].Parameters;
            _layers[i] = new(shape[i], parameters.Slice(at, count), gradient.IsEmpty ? gradient : gradient.Slice(at, count), batch);
            at += count;
        }
    }

    /// <summary>Number of parameters of these layers.</summary>
    public static int CountParameters(IEnumerable<LayerShape> shape) => shape.Sum(layer => layer.Parameters);

    /// <summary>Sets random initial parameters.</summary>
    public void InitialiseParameters(SeededRandom draws)
    {
        foreach (var layer in _layers) layer.InitialiseParameters(draws);
    }

    /// <summary>
    /// The outputs: from rows x inputs of the first layer to rows x outputs of the last, both row-major; valid until the next call.
    /// </summary>
    public Span<float> Forward(ReadOnlySpan<float> inputs, int rows)
    {
        inputs[..(rows * _layers[0].Shape.Inputs)].CopyTo(_inputs);
        _rows = rows;
        var outputs = _inputs.AsSpan();
        foreach (var layer in _layers) outputs = layer.Forward(outputs, rows);
        return outputs;
    }

    /// <summary>
    /// From the gradient with respect to the last outputs (rows x outputs, row-major), which it overwrites, adds the gradient with respect
    /// to the parameters and returns the one with respect to the inputs (rows x inputs).
    /// </summary>
    public Span<float> Backward(Span<float> delta)
    {
        for (var i = _layers.Length - 1; i > 0; i--) delta = _layers[i].Backward(_layers[i - 1].LastOutputs(_rows), delta);
        return _layers[0].Backward(_inputs, delta);
    }
}

/// <summary>The leaky rectifier (Maas, Hannun and Ng, 2013), max(x, slope x) with a slope in [0, 1], element by element.</summary>
internal static class Rectifier
{
    /// <summary>Applies it in place.</summary>
    public static void Apply(Span<float> numbers, float slope)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        foreach (ref var vector in vectors) vector = Vector.Max(vector, vector * slope);
        foreach (ref var number in numbers[(vectors.Length * Vector<float>.Count)..]) number = MathF.Max(number, number * slope);
    }

    /// <summary>
    /// Turns a gradient with respect to the outputs into one with respect to the inputs, in place: multiplied by the slope wherever the
    /// output is not above 0. Both spans have the same length.
    /// </summary>
    public static void Backward(ReadOnlySpan<float> outputs, Span<float> delta, float slope)
    {
        var deltas = MemoryMarshal.Cast<float, Vector<float>>(delta);
        var places = MemoryMarshal.Cast<float, Vector<float>>(outputs);
        for (var i = 0; i < deltas.Length; i++)
            deltas[i] = Vector.ConditionalSelect(Vector.GreaterThan(places[i], Vector<float>.Zero), deltas[i], deltas[i] * slope);
        for (var i = deltas.Length * Vector<float>.Count; i < delta.Length; i++)
            if (!(outputs[i] > 0)) delta[i] *= slope;
    }
}

/// <summary>Adam (Kingma and Ba, 2015) with beta .9 and .999.</summary>
internal sealed class Adam(int parameters, float epsilon = 1e-8f)
{
    private const float Beta1 = .9f, Beta2 = .999f;

    private readonly float[] _firstMoments = new float[parameters];
    private readonly float[] _secondMoments = new float[parameters];
    private readonly float[] _updates = new float[parameters];
    private int _steps;

    /// <summary>
    /// Moves the parameters against <paramref name="gradient"/>, each by about <paramref name="rate"/>. Both spans have as many numbers as
    /// the network has parameters.
    /// </summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double rate)
    {
        _steps++;
        TensorPrimitives.Multiply(_firstMoments, Beta1, _firstMoments);
        TensorPrimitives.MultiplyAdd(gradient, 1 - Beta1, _firstMoments, _firstMoments);
        TensorPrimitives.Multiply(_secondMoments, Beta2, _secondMoments);
        TensorPrimitives.Multiply(gradient, gradient, _updates);
        TensorPrimitives.MultiplyAdd(_updates, 1 - Beta2, _secondMoments, _secondMoments);
        TensorPrimitives.Sqrt<float>(_secondMoments, _updates);
        TensorPrimitives.Multiply(_updates, (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, _steps))), _updates);
        TensorPrimitives.Add(_updates, epsilon, _updates);
        TensorPrimitives.Divide(_firstMoments, _updates, _updates);
        TensorPrimitives.MultiplyAdd(_updates, (float)(-rate / (1 - Math.Pow(Beta1, _steps))), parameters, parameters);
    }
}
