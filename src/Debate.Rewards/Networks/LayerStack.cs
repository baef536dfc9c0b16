namespace Debate.Rewards.Networks;

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
