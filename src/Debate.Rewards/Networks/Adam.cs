using System.Numerics.Tensors;

namespace Debate.Rewards.Networks;

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
