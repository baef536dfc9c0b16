using System.Numerics;
using System.Numerics.Tensors;

namespace Debate.Networks;

/// <summary>Adam (Kingma and Ba, 2015) with beta .9 and .999.</summary>
public sealed class Adam<T>(int parameters, double epsilon = 1e-8) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T Beta1 = T.CreateTruncating(.9f), Beta2 = T.CreateTruncating(.999f);

    private readonly T[] _firstMoments = new T[parameters];
    private readonly T[] _secondMoments = new T[parameters];
    private readonly T[] _updates = new T[parameters];
    private readonly T _epsilon = T.CreateTruncating(epsilon);
    private int _steps;

    /// <summary>
    /// Moves the parameters against <paramref name="gradient"/>, each by about <paramref name="rate"/>. Both spans have as many numbers as
    /// the network has parameters.
    /// </summary>
    public void Step(Span<T> parameters, ReadOnlySpan<T> gradient, double rate)
    {
        _steps++;
        TensorPrimitives.Multiply(_firstMoments, Beta1, _firstMoments);
        TensorPrimitives.MultiplyAdd(gradient, T.One - Beta1, _firstMoments, _firstMoments);
        TensorPrimitives.Multiply(_secondMoments, Beta2, _secondMoments);
        TensorPrimitives.Multiply(gradient, gradient, _updates);
        TensorPrimitives.MultiplyAdd(_updates, T.One - Beta2, _secondMoments, _secondMoments);
        TensorPrimitives.Sqrt<T>(_secondMoments, _updates);
        var (first, second) = ((double)Convert(Beta1), (double)Convert(Beta2));
        TensorPrimitives.Multiply(_updates, T.CreateTruncating(1 / Math.Sqrt(1 - Math.Pow(second, _steps))), _updates);
        TensorPrimitives.Add(_updates, _epsilon, _updates);
        TensorPrimitives.Divide(_firstMoments, _updates, _updates);
        TensorPrimitives.MultiplyAdd(_updates, T.CreateTruncating(-rate / (1 - Math.Pow(first, _steps))), parameters, parameters);
    }

    private static float Convert(T number) => float.CreateTruncating(number);
}
