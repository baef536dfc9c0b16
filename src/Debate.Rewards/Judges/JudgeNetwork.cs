using System.Numerics.Tensors;

namespace Debate.Rewards.Judges;

/// <summary>How large a judge is: features, actions, units of each of its two hidden layers.</summary>
public sealed record JudgeShape(int Features, int Actions, int Hidden)
{
    /// <summary>Inputs: the values of the items shown, which are shown, and which action it is.</summary>
    public int Inputs => 2 * Features + Actions;

    /// <summary>Number of parameters.</summary>
    public int Parameters => Inputs * Hidden + Hidden + Hidden * Hidden + Hidden + Hidden;
}

/// <summary>
/// J(a, {e}) of Sukovic and Radanovic (ICLR 2024): a perceptron with two hidden layers over [s masked, mask, one-hot a] that gives one
/// number. Of two actions with the same evidence the one with the greater number is preferred; only differences mean anything, so there is
/// no bias at the output. Unlike theirs: rectifiers instead of PReLU, no batch normalisation, 64 units unless told otherwise.
/// </summary>
/// <remarks>
/// Weights lie input after input, so that a layer is a sum of rows: an input that is 0 costs nothing, and every sum is made element by
/// element in one order, which makes results equal on processors with vectors of any width.
/// </remarks>
public sealed class JudgeNetwork
{
    private readonly float[] _parameters;
    private readonly float[] _base, _first, _second;

    /// <summary>A judge of this shape with these parameters; an <see cref="InputException"/> where their number is another.</summary>
    public JudgeNetwork(JudgeShape shape, float[] parameters)
    {
        if (parameters.Length != shape.Parameters)
            throw new InputException($"judge: {parameters.Length} parameters, not the {shape.Parameters} of its shape");
        (Shape, _parameters) = (shape, parameters);
        (_base, _first, _second) = (new float[shape.Hidden], new float[shape.Hidden], new float[shape.Hidden]);
    }

    /// <summary>Fresh parameters: uniform within the root of 6 over the number of inputs of a unit (He et al., 2015), no bias.</summary>
    public static JudgeNetwork Fresh(JudgeShape shape, Draws draws)
    {
        var network = new JudgeNetwork(shape, new float[shape.Parameters]);
        Fill(network.FirstWeights, shape.Inputs, draws);
        Fill(network.SecondWeights, shape.Hidden, draws);
        Fill(network.OutputWeights, shape.Hidden, draws);
        return network;
    }

    /// <summary>The same parameters with scratch memory of its own, for another thread.</summary>
    public JudgeNetwork Another() => new(Shape, _parameters);

    /// <summary>How large it is.</summary>
    public JudgeShape Shape { get; }

    /// <summary>All parameters: weights and bias of the first layer, of the second, weights of the output.</summary>
    public Span<float> Parameters => _parameters;

    internal Span<float> FirstWeights => Parameters[..(Shape.Inputs * Shape.Hidden)];
    internal Span<float> FirstBias => Parameters.Slice(Shape.Inputs * Shape.Hidden, Shape.Hidden);
    internal Span<float> SecondWeights => Parameters.Slice((Shape.Inputs + 1) * Shape.Hidden, Shape.Hidden * Shape.Hidden);
    internal Span<float> SecondBias => Parameters.Slice((Shape.Inputs + 1 + Shape.Hidden) * Shape.Hidden, Shape.Hidden);
    internal Memory<float> SecondLayer =>
        _parameters.AsMemory((Shape.Inputs + 1) * Shape.Hidden, (Shape.Hidden + 1) * Shape.Hidden);
    internal Span<float> OutputWeights => Parameters[^Shape.Hidden..];

    /// <summary>
    /// The numbers of all actions when of the row <paramref name="values"/> just <paramref name="shown"/> is seen, into
    /// <paramref name="scores"/>. One instance serves one thread.
    /// </summary>
    public void Scores(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> scores)
    {
        See(values, shown, _base);
        for (var action = 0; action < Shape.Actions; action++) scores[action] = Scored(action);
    }

    /// <summary>
    /// By how much <paramref name="action"/> is preferred to <paramref name="other"/> when just <paramref name="shown"/> is seen.
    /// </summary>
    public float Difference(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, int action, int other)
    {
        See(values, shown, _base);
        return Scored(action) - Finish(other);
    }

    /// <summary>What the evidence alone gives to the first layer.</summary>
    internal void See(ReadOnlySpan<float> values, ReadOnlySpan<int> shown, Span<float> sums)
    {
        FirstBias.CopyTo(sums);
        foreach (var item in shown)
        {
            if (values[item] != 0) TensorPrimitives.MultiplyAdd(FirstRow(item), values[item], sums, sums);
            TensorPrimitives.Add(sums, FirstRow(Shape.Features + item), sums);
        }
    }

    /// <summary>The score of an action over the evidence's sums; leaves the rectified layers in the two spans.</summary>
    internal float Forward(ReadOnlySpan<float> sums, int action, Span<float> first, Span<float> second)
    {
        TensorPrimitives.Add(sums, FirstRow(2 * Shape.Features + action), first);
        TensorPrimitives.Max(first, 0f, first);
        SecondBias.CopyTo(second);
        for (var unit = 0; unit < first.Length; unit++)
            if (first[unit] > 0)
                TensorPrimitives.MultiplyAdd(SecondWeights.Slice(unit * Shape.Hidden, Shape.Hidden), first[unit], second, second);
        TensorPrimitives.Max(second, 0f, second);
        return Finish(second);
    }

    /// <summary>The score over the rectified second layer.</summary>
    internal float Finish(ReadOnlySpan<float> second)
    {
        var score = 0f;
        var weights = OutputWeights;
        for (var unit = 0; unit < second.Length; unit++) score += second[unit] * weights[unit];
        return score;
    }

    private float Scored(int action) => Forward(_base, action, _first, _second);

    private Span<float> FirstRow(int input) => FirstWeights.Slice(input * Shape.Hidden, Shape.Hidden);

    private static void Fill(Span<float> weights, int inputs, Draws draws)
    {
        var most = Math.Sqrt(6.0 / inputs);
        foreach (ref var weight in weights) weight = (float)((2 * draws.Unit() - 1) * most);
    }
}
