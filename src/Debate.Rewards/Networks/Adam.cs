using System.Numerics.Tensors;

namespace Debate.Rewards.Networks;

/// <summary>Adam (Kingma and Ba, 2015) with beta .9 and .999.</summary>
internal sealed class Adam(int parameters, float epsilon = 1e-8f)
{
    private const float Mean = .9f, Square = .999f;

    private readonly float[] _means = new float[parameters];
    private readonly float[] _squares = new float[parameters];
    private readonly float[] _moves = new float[parameters];
    private int _steps;

    /// <summary>
    /// Moves the parameters against <paramref name="gradient"/>, each by about <paramref name="rate"/>. Both spans have as many numbers as
    /// the network has parameters.
    /// </summary>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradient, double rate)
    {
        _steps++;
        TensorPrimitives.Multiply(_means, Mean, _means);
        TensorPrimitives.MultiplyAdd(gradient, 1 - Mean, _means, _means);
        TensorPrimitives.Multiply(_squares, Square, _squares);
        TensorPrimitives.Multiply(gradient, gradient, _moves);
        TensorPrimitives.MultiplyAdd(_moves, 1 - Square, _squares, _squares);
        TensorPrimitives.Sqrt<float>(_squares, _moves);
        TensorPrimitives.Multiply(_moves, (float)(1 / Math.Sqrt(1 - Math.Pow(Square, _steps))), _moves);
        TensorPrimitives.Add(_moves, epsilon, _moves);
        TensorPrimitives.Divide(_means, _moves, _moves);
        TensorPrimitives.MultiplyAdd(_moves, (float)(-rate / (1 - Math.Pow(Mean, _steps))), parameters, parameters);
    }
}
