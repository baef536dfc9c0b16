using System.Numerics.Tensors;
using Debate.Core;
using Debate.Core.Input;
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
    private readonly float[] _preActivations, _firstHidden, _secondHidden;
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
        (_preActivations, _firstHidden, _secondHidden) = (new float[shape.Hidden], new float[shape.Hidden], new float[shape.Hidden]);
    }

    /// <summary>
    /// Random parameters: weights uniform within the square root of 6 over the fan-in of a unit (He et al., 2015), no bias.
    /// </summary>
    public static JudgeNetwork CreateRandom(JudgeShape shape, SeededRandom draws) =>
        new(shape, Perceptron.CreateRandom(shape.Perceptron, draws));

    /// <summary>A network that shares these parameters but has its own scratch memory, for use on another thread.</summary>
    public JudgeNetwork WithSharedWeights() => new(Shape, _perceptron);

    /// <summary>How large it is.</summary>
    public JudgeShape Shape { get; }

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => _perceptron.Parameters;

    internal Perceptron Perceptron => _perceptron;

    /// <summary>
    /// Writes the scores of all A actions into <paramref name="scores"/>, given that only the items <paramref name="shown"/> of the row
    /// <paramref name="values"/> (F numbers) are revealed. One instance serves one thread.
    /// </summary>
    public void ScoreActions(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> scores)
    {
        EncodeEvidence(values, shown, _preActivations);
        for (var action = 0; action < Shape.Actions; action++) scores[action] = Score(_preActivations, action);
    }

    /// <summary>
    /// How much higher <paramref name="action"/> scores than <paramref name="other"/> when only <paramref name="shown"/> is revealed.
    /// </summary>
    public float ScoreDifference(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int action, int other)
    {
        EncodeEvidence(values, shown, _preActivations);
        return ScoreDifference(_preActivations, action, other);
    }

    /// <summary>The same, from the pre-activations of the evidence.</summary>
    internal float ScoreDifference(ReadOnlySpan<float> sums, int action, int other) => Score(sums, action) - Score(sums, other);

    /// <summary>
    /// Writes what the evidence alone contributes to the first layer, its H pre-activations, into <paramref name="sums"/>.
    /// </summary>
    internal void EncodeEvidence(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> sums)
    {
        _perceptron.FirstBias.CopyTo(sums);
        foreach (var item in shown) AddItem(values, item, sums, sums);
    }

    /// <summary>
    /// Adds one more item to the evidence's pre-activations <paramref name="sums"/>; the result goes into <paramref name="more"/>. Both
    /// have H numbers.
    /// </summary>
    internal void AddItem(ReadOnlySpan<float> values, int item, ReadOnlySpan<float> sums, Span<float> more)
    {
        TensorPrimitives.MultiplyAdd(_perceptron.FirstLayerRow(item), values[item], sums, more);
        TensorPrimitives.Add(more, _perceptron.FirstLayerRow(Shape.Features + item), more);
    }

    /// <summary>
    /// The score of an action, given the evidence's pre-activations; leaves the activations of both hidden layers (H numbers each) in the
    /// two spans.
    /// </summary>
    internal float Forward(ReadOnlySpan<float> sums, int action, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Add(sums, _perceptron.FirstLayerRow(2 * Shape.Features + action), first);
        _perceptron.Forward(first, second, _score);
        return _score[0];
    }

    private float Score(ReadOnlySpan<float> sums, int action) => Forward(sums, action, _firstHidden, _secondHidden);
}
