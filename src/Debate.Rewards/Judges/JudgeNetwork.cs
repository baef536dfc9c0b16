using System.Numerics.Tensors;
using Debate.Rewards.Networks;

namespace Debate.Rewards.Judges;

/// <summary>How large a judge is: features, actions, units of each of its two hidden layers.</summary>
public sealed record JudgeShape(int Features, int Actions, int Hidden)
{
    /// <summary>
    /// Number of inputs: the values of the revealed items (F), the mask of revealed items (F), and the one-hot action (A).
    /// </summary>
    public int Inputs => 2 * Features + Actions;

    /// <summary>Number of parameters.</summary>
    public int Parameters => Perceptron.Parameters;

    internal PerceptronShape Perceptron => new(Inputs, Hidden, 1);
}

/// <summary>
/// The judge J(a, {e}) of Sukovic and Radanovic (ICLR 2024): a perceptron with two hidden layers over [s masked, mask, one-hot a] that
/// returns one score. Of two actions with the same evidence, the one with the higher score is preferred; only score differences matter, so
/// the output has no bias. Unlike theirs: ReLU instead of PReLU, no batch normalisation, 64 units by default. Results are equal on
/// processors with vectors of any width.
/// </summary>
public sealed class JudgeNetwork
{
    private readonly Perceptron _perceptron;
    private readonly float[] _base, _first, _second;
    private readonly float[] _score = new float[1];

    /// <summary>A judge of this shape with these parameters; throws <see cref="InputException"/> if their number is wrong.</summary>
    public JudgeNetwork(JudgeShape shape, float[] parameters) : this(
        shape,
        parameters.Length == shape.Parameters ? new Perceptron(shape.Perceptron, parameters) : throw new InputException(
            $"judge: {parameters.Length} parameters, not the {shape.Parameters} of its shape"))
    {
    }

    private JudgeNetwork(JudgeShape shape, Perceptron perceptron)
    {
        (Shape, _perceptron) = (shape, perceptron);
        (_base, _first, _second) = (new float[shape.Hidden], new float[shape.Hidden], new float[shape.Hidden]);
    }

    /// <summary>
    /// Random parameters: weights uniform within the square root of 6 over the fan-in of a unit (He et al., 2015), no bias.
    /// </summary>
    public static JudgeNetwork Fresh(JudgeShape shape, Draws draws) => new(shape, Perceptron.Fresh(shape.Perceptron, draws));

    /// <summary>A network that shares these parameters but has its own scratch memory, for use on another thread.</summary>
    public JudgeNetwork Another() => new(Shape, _perceptron);

    /// <summary>How large it is.</summary>
    public JudgeShape Shape { get; }

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => _perceptron.Parameters;

    internal Perceptron Perceptron => _perceptron;

    /// <summary>
    /// Writes the scores of all A actions into <paramref name="scores"/>, given that only the items <paramref name="shown"/> of the row
    /// <paramref name="values"/> (F numbers) are revealed. One instance serves one thread.
    /// </summary>
    public void Scores(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> scores)
    {
        See(values, shown, _base);
        for (var action = 0; action < Shape.Actions; action++) scores[action] = Finish(_base, action);
    }

    /// <summary>
    /// How much higher <paramref name="action"/> scores than <paramref name="other"/> when only <paramref name="shown"/> is revealed.
    /// </summary>
    public float Difference(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int action, int other)
    {
        See(values, shown, _base);
        return Difference(_base, action, other);
    }

    /// <summary>The same, from the pre-activations of the evidence.</summary>
    internal float Difference(ReadOnlySpan<float> sums, int action, int other) => Finish(sums, action) - Finish(sums, other);

    /// <summary>
    /// Writes what the evidence alone contributes to the first layer, its H pre-activations, into <paramref name="sums"/>.
    /// </summary>
    internal void See(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> sums)
    {
        _perceptron.FirstBias.CopyTo(sums);
        foreach (var item in shown) See(values, item, sums, sums);
    }

    /// <summary>
    /// Adds one more item to the evidence's pre-activations <paramref name="sums"/>; the result goes into <paramref name="more"/>. Both
    /// have H numbers.
    /// </summary>
    internal void See(ReadOnlySpan<float> values, int item, ReadOnlySpan<float> sums, Span<float> more)
    {
        TensorPrimitives.MultiplyAdd(_perceptron.FirstRow(item), values[item], sums, more);
        TensorPrimitives.Add(more, _perceptron.FirstRow(Shape.Features + item), more);
    }

    /// <summary>
    /// The score of an action, given the evidence's pre-activations; leaves the activations of both hidden layers (H numbers each) in the
    /// two spans.
    /// </summary>
    internal float Forward(ReadOnlySpan<float> sums, int action, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Add(sums, _perceptron.FirstRow(2 * Shape.Features + action), first);
        _perceptron.Finish(first, second, _score);
        return _score[0];
    }

    private float Finish(ReadOnlySpan<float> sums, int action) => Forward(sums, action, _first, _second);
}
